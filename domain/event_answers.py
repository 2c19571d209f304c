"""What a coordinator sees of an event's answers, as values: seats by sector, counts, history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.answers import NOT_KNOWN, Deputising, Kind, Reason, Source, Standing, Teller
from domain.when import WallSpan

OLD = timedelta(weeks=8)
"""How old an answer is that shows its month (product.md, Answers)."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many seats answered what; `silent` are those not known, `stale` those to confirm."""

    attending: int = 0
    deputies: int = 0
    apologies: int = 0
    unsure: int = 0
    silent: int = 0
    stale: int = 0

    @property
    def total(self) -> int:
        """Give how many seats are invited."""
        return self.attending + self.deputies + self.apologies + self.unsure + self.silent

    @property
    def answered(self) -> int:
        """Give how many have said anything."""
        return self.total - self.silent


NOBODY = Counts()
"""The counts of an event to which no seat is invited."""


def count(standings: Iterable[Standing]) -> Counts:
    """Count how some seats stand."""
    found = list(standings)
    kinds = [each.kind for each in found]
    return Counts(
        kinds.count(Kind.ATTENDING),
        kinds.count(Kind.DEPUTY),
        kinds.count(Kind.APOLOGIES),
        kinds.count(Kind.UNSURE),
        kinds.count(None),
        sum(each.stale and each.kind is not None for each in found),
    )


@dataclass(frozen=True, slots=True)
class Seat:
    """Who is invited: a partner's seat on a body, or a guest, who has no partner.

    `place` tells it from other seats of the partner that are invited too; empty: it is the only
    one. `rank` is the place of its sector among all. `people` are who is asked for it.
    """

    invitation_id: int
    name: str
    place: str = ""
    sector: str = ""
    rank: int = 0
    organisation_id: int | None = None
    guest: bool = False
    people: tuple[int, ...] = ()

    @property
    def called(self) -> str:
        """Name it: the partner, and the seat where it has several."""
        return f"{self.name}, {self.place}" if self.place else self.name


@dataclass(frozen=True, slots=True)
class Line:
    """A seat or guest with how they stand; `was` is the time that was answered for.

    `reason` and `comment` are for coordinators only.
    """

    seat: Seat
    standing: Standing = NOT_KNOWN
    was: WallSpan | None = None
    deputy: str = ""
    reason: Reason | None = None
    comment: str = ""

    def is_old(self, now: datetime) -> bool:
        """Say whether it was answered so long ago that its month is shown."""
        given = self.standing.given_at
        return given is not None and now - given > OLD


@dataclass(frozen=True, slots=True)
class Past:
    """One answer of a seat's history: what was said, by whom, and who wrote it down."""

    kind: Kind
    source: Source
    at: datetime
    stands: bool
    was: WallSpan | None = None
    reason: Reason | None = None
    comment: str = ""
    by: str = ""
    recorded_by: str = ""
    told_by: Teller | None = None
    deputy: str = ""
    deputising: Deputising | None = None
