"""What the digest's two pictures show, as plain data: who came to a body's events, and its reach.

The same data makes the picture, its alternative text and its table, so that they never disagree.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.figures import percent
from domain.language import N_
from domain.outcomes import CODES, NOT_RECORDED, Code

EVENTS = 12
"""How many events a grid shows: the last ones."""


class Cell(StrEnum):
    """What is known of one partner at one event."""

    MEMBER = "MA"
    DEPUTY = "RA"
    APOLOGIES = "A"
    NO_CONTACT = "NC"
    NOT_RECORDED = "not-recorded"
    ON_LEAVE = "on-leave"
    NOT_INVITED = "not-invited"


CELLS = {
    Cell.MEMBER: CODES[Code.MEMBER],
    Cell.DEPUTY: CODES[Code.DEPUTY],
    Cell.APOLOGIES: CODES[Code.APOLOGIES],
    Cell.NO_CONTACT: CODES[Code.NO_CONTACT],
    Cell.NOT_RECORDED: NOT_RECORDED,
    Cell.ON_LEAVE: N_("On leave"),
    Cell.NOT_INVITED: N_("Not invited"),
}
"""What each is called, in the order of a key."""

CAME = frozenset({Cell.MEMBER, Cell.DEPUTY})
MISSED = frozenset({Cell.APOLOGIES, Cell.NO_CONTACT})


class Mark(StrEnum):
    """Why a partner is looked at first."""

    CHANGED = "changed"
    """Less connected since last month."""
    WATCHED = "watched"
    UNSEEN = "unseen"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Partner:
    """A row of the grid: a cell for each of its events. No sector: it is in none."""

    name: str
    sector: str
    cells: tuple[Cell, ...]
    mark: Mark = Mark.NONE
    last_seen: date | None = None

    @property
    def came(self) -> int:
        """Give how many of the events it was represented at."""
        return sum(cell in CAME for cell in self.cells)

    @property
    def opportunities(self) -> int:
        """Give how many of the events count for it."""
        return sum(cell in CAME or cell in MISSED for cell in self.cells)

    @property
    def missed_in_a_row(self) -> int:
        """Give how many of the latest it was not represented at; what doesn't count is skipped."""
        found = 0
        for cell in reversed(self.cells):
            if cell in CAME:
                break
            found += cell in MISSED
        return found

    @property
    def is_on_leave(self) -> bool:
        """Say whether it was on leave at the last event."""
        return self.cells[-1:] == (Cell.ON_LEAVE,)


@dataclass(frozen=True, slots=True)
class Grid:
    """Who came to the last events of a body: sectors stand in the order in which rows name them."""

    body: str
    days: tuple[date, ...]
    partners: tuple[Partner, ...]

    def __post_init__(self) -> None:
        if len(self.days) > EVENTS or any(len(p.cells) != len(self.days) for p in self.partners):
            raise ValueError("a grid has at most twelve events, and a cell for each in every row")

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to be shown."""
        return not (self.days and self.partners)

    def marked(self, mark: Mark) -> list[Partner]:
        """Give the partners with a mark, in order."""
        return [each for each in self.partners if each.mark is mark]


@dataclass(frozen=True, slots=True)
class Point:
    """The reach of a month or an event: how many were invited, represented, by their member."""

    day: date
    invited: int
    represented: int
    members: int

    @property
    def represented_percent(self) -> int | None:
        """Give *represented %*; None where nobody was invited."""
        return percent(self.represented, self.invited)

    @property
    def named_member_percent(self) -> int | None:
        """Give *named member %*; None where nobody was invited."""
        return percent(self.members, self.invited)


@dataclass(frozen=True, slots=True)
class ReachLine:
    """The reach of a body, or of the whole partnership, over twelve months, oldest first.

    A month without a recorded event is a point of which nobody was invited.
    """

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """What some partners came to at one event: those that count, and those represented."""

    represented: int
    opportunities: int

    @property
    def share(self) -> int | None:
        """Give *represented %*; None where nothing counts."""
        return percent(self.represented, self.opportunities)


def columns(partners: Iterable[Partner], events: int) -> list[Column]:
    """Sum partners up, event by event."""
    rows = [partner.cells for partner in partners]
    return [_column([row[event] for row in rows]) for event in range(events)]


def _column(cells: Sequence[Cell]) -> Column:
    came = sum(cell in CAME for cell in cells)
    return Column(came, came + sum(cell in MISSED for cell in cells))
