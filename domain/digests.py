"""The monthly digest: what it says, decided from facts alone (product.md, Digest; wording.md, D1).

It names what is new since the digest before, the most urgent first, and never repeats what has not
changed. What has nothing to say is left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from domain.event_answers import Counts
from domain.outcomes import Quorate
from domain.periods import Month
from domain.standing import FEWEST, Level, worse
from domain.watching import Watching
from domain.when import WallSpan
from domain.worklist import Kind, Line

MOST_ENTRIES = 5
"""Partners that are named; the rest is behind a button."""

MOST_URGENT = 3
"""Things of *This week*."""

LOOKED_THROUGH = 40
"""Things that wait that are looked through for these."""

MOST_COMING = 5
MOST_HELD = 2
"""Bodies whose latest event of the month is summed up: those to which most were invited."""

MISSED_BEFORE = 2
"""Events in a row that somebody must have missed to be *back again*."""

AHEAD = timedelta(weeks=6)
"""How far ahead *Coming* looks."""

WATCHED = frozenset({Level.WATCH, Level.ACT, Level.LAPSED})
"""The levels that a digest can name."""

Key = tuple[int, int]
"""A partner at a body: their ids."""


@dataclass(frozen=True, slots=True)
class Held:
    """An event of the month that was recorded: how many organisations were represented, and how.

    `before` is how many of how many were at the body's event before it.
    """

    title: str
    day: date
    invited: int
    members: int
    deputies: int
    before: tuple[int, int] | None = None

    @property
    def represented(self) -> int:
        """Give how many were represented at all."""
        return self.members + self.deputies


@dataclass(frozen=True, slots=True)
class Coming:
    """An event to come: how its seats stand, its quorum if its body has a rule, answers due."""

    event_id: int
    title: str
    span: WallSpan
    counts: Counts
    quorum: Quorate | None = None
    answer_by: date | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """A partner that came again to a body after it had missed some."""

    organisation_id: int
    body_id: int
    name: str
    body: str
    day: date
    missed: int

    @property
    def key(self) -> Key:
        """Give the partner and the body, by their ids."""
        return self.organisation_id, self.body_id


@dataclass(frozen=True, slots=True)
class Unchanged:
    """How many stand as in the digest before: counted, never named."""

    less: int = 0
    unseen: int = 0
    on_leave: int = 0
    put_off: int = 0

    @property
    def any(self) -> bool:
        """Say whether there is anything to say."""
        return any((self.less, self.unseen, self.on_leave, self.put_off))


@dataclass(frozen=True, slots=True)
class Digest:
    """All that the digest of a month says; `entries` are in the order of the watch list.

    `events` is how many are recorded at the body that has most; `first`: none was sent before.
    `thin` are bodies whose latest event so many missed that it says more about the date. `mails` is
    how many replies by mail wait. `late`: its moment passed days ago. `known` is where those stand
    by now who are not as usual, or on leave.
    """

    month: Month
    name: str
    day: date
    held: Sequence[Held] = ()
    others: int = 0
    urgent: Sequence[Line] = ()
    mails: int = 0
    entries: Sequence[Watching] = ()
    back: Sequence[Back] = ()
    unchanged: Unchanged = Unchanged()
    thin: Sequence[str] = ()
    coming: Sequence[Coming] = ()
    known: Mapping[Key, Level] = field(default_factory=dict)
    events: int = 0
    first: bool = False
    late: bool = False

    @property
    def too_early(self) -> bool:
        """Say that too little is recorded to say of anybody how connected it is."""
        return self.events < FEWEST


def told_by(found: Digest, before: Mapping[Key, Level]) -> dict[Key, Level]:
    """Give where readers of a digest know partners to stand, and who knew `before`.

    Who is named stands as it is named. Who got better did so without a word; who got worse and is
    not named, since its facts are not checked yet, is news the next time; so is nobody on leave.
    """
    named = {each.key for each in found.entries}
    made: dict[Key, Level] = {}
    for key, now in found.known.items():
        if key in named:
            made[key] = now
        elif key in before:
            made[key] = before[key] if now is Level.PAUSED or worse(now, before[key]) else now
    return {key: level for key, level in made.items() if level in WATCHED}


def as_json(told: Mapping[Key, Level]) -> dict[str, str]:
    """Give what was told as it is kept."""
    return {f"{own}:{body}": level.value for (own, body), level in sorted(told.items())}


def from_json(kept: Mapping[str, str]) -> dict[Key, Level]:
    """Give what was told as it was kept."""
    pairs = ((key.partition(":"), level) for key, level in kept.items())
    return {(int(own), int(body)): Level(level) for (own, _colon, body), level in pairs}


def as_known(found: Watching, before: Mapping[Key, Level]) -> Watching:
    """Give a partner as readers know it to have stood: as usual, where they were told nothing."""
    level = before.get(found.key, Level.STEADY)
    return replace(found, before=replace(found.before, level=level, told=level))


def is_entry(found: Watching, before: Mapping[Key, Level]) -> bool:
    """Say whether a partner is less connected than readers know, who know where some stood."""
    now = found.standing.told
    return now in WATCHED and worse(now, before.get(found.key, Level.STEADY))


def is_back(found: Watching, month: Month) -> bool:
    """Say whether a partner that was named came again, in a month or since."""
    seen = found.standing.seen
    was = found.before.told in WATCHED
    return was and not found.standing.state.missed and seen is not None and seen >= month.first


def unchanged(
    found: Iterable[Watching], before: Mapping[Key, Level], *, on_leave: int, put_off: int
) -> Unchanged:
    """Count those who stand as their readers know."""
    same = [each for each in found if each.standing.told in WATCHED and not is_entry(each, before)]
    unseen = sum(each.standing.told is Level.LAPSED for each in same)
    return Unchanged(len(same) - unseen, unseen, on_leave, put_off)


_URGENT = frozenset(
    {
        Kind.NOT_REACHED,
        Kind.HELD_DEPUTY,
        Kind.PHONE,
        Kind.QUORUM,
        Kind.REGISTER,
        Kind.REGISTERS,
        Kind.CALL_LINES,
        Kind.CORRECTION,
        Kind.ASK_DEPUTY,
    }
)
"""What a digest's readers may all know and soon needs somebody: never whose facts are unchecked."""


def is_urgent(kind: Kind) -> bool:
    """Say whether something that waits belongs into *This week*."""
    return kind in _URGENT


def one_of_each(lines: Iterable[Line]) -> list[Line]:
    """Give the first line of each kind, so that one kind can't crowd out the others."""
    found: dict[Kind, Line] = {}
    for each in lines:
        found.setdefault(each.kind, each)
    return list(found.values())
