"""A quorum before its event: when it is reckoned, what of it is news, and how each seat stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain import working_days
from domain.answers import Kind, Standing
from domain.outcomes import Quorate
from domain.quorum_reached import Reached
from domain.when import WallSpan
from domain.working_days import Region

AHEAD = 10
"""Working days before an event from which on its quorum is forecast."""

AT_RISK = 5
"""Working days before an event at which coordinators hear once more that it is not certain."""


class How(StrEnum):
    """How a seat stands before its event, the best first: a sector stands as its best seat."""

    YES = "yes"
    DEPUTY = "deputy"
    STALE = "stale"
    UNSURE = "unsure"
    SILENT = "silent"
    NOT_COUNTED = "not counted"
    APOLOGIES = "apologies"
    NOBODY = "nobody"


_ORDER = {each: place for place, each in enumerate(How)}


@dataclass(frozen=True, slots=True)
class Stands:
    """How a sector, by its code, or a seat, by its id, stands; `asked`: how often it was."""

    how: How
    asked: int = 0
    sector: str | None = None
    seat_id: int | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """How the quorum of an event stands by its answers, with the names that its words need."""

    event_id: int
    title: str
    span: WallSpan
    reached: Reached
    stands: tuple[Stands, ...] = ()
    sectors: Mapping[str, str] = field(default_factory=dict)
    seats: Mapping[int, str] = field(default_factory=dict)

    @property
    def is_certain(self) -> bool:
        """Say whether the quorum is met whatever the silent do."""
        return self.reached.met is Quorate.YES


class News(StrEnum):
    """Why coordinators are told of a forecast."""

    CHANGED = "changed"
    AT_RISK = "at risk"


@dataclass(frozen=True, slots=True)
class Before:
    """What was last reckoned of an event and on which day, and when it was last said to be at risk.

    What lies before the days in which its event is forecast was about another time of it.
    """

    state: Quorate
    reckoned_on: date
    risk_told_on: date | None = None


def opens(begins: date, region: Region) -> date:
    """Give the day from which on the quorum of an event is forecast."""
    return working_days.before(begins, AHEAD, region)


def is_at_risk(state: Quorate, begins: date, today: date, region: Region) -> bool:
    """Say whether an event is near and its quorum is not certain."""
    return state is not Quorate.YES and today >= working_days.before(begins, AT_RISK, region)


def news(
    before: Before | None, state: Quorate, *, begins: date, today: date, region: Region
) -> News | None:
    """Say why coordinators are told of how a quorum stands now; None: they know it."""
    if before is not None and before.reckoned_on < opens(begins, region):
        before = None
    if _is_new(before, state):
        return News.CHANGED
    if not is_at_risk(state, begins, today, region):
        return None
    last = before.risk_told_on if before is not None else None
    near = working_days.before(begins, AT_RISK, region)
    return News.AT_RISK if last is None or last < near else None


def _is_new(before: Before | None, state: Quorate) -> bool:
    """Say whether a state differs from the last; the first is news only where it is missed."""
    return state is Quorate.NO if before is None else state is not before.state


def stands(found: Standing, *, counts: bool) -> How:
    """Say how a seat stands by its answer; `counts`: a deputy who comes for it counts."""
    if found.kind is None:
        return How.SILENT
    if found.stale:
        return How.STALE
    return {
        Kind.ATTENDING: How.YES,
        Kind.DEPUTY: How.DEPUTY if counts else How.NOT_COUNTED,
        Kind.UNSURE: How.UNSURE,
        Kind.APOLOGIES: How.APOLOGIES,
    }[found.kind]


def best(found: Iterable[tuple[How, int]]) -> tuple[How, int]:
    """Give how the best of some seats stands, and how often it was asked; of none: nobody."""
    return min(found, key=lambda each: (_ORDER[each[0]], -each[1]), default=(How.NOBODY, 0))
