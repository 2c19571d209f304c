"""Standing: how connected a partner is, by its history at a body or at all bodies.

The scorecard (domain/engagement.py) is gone through event by event, since a level depends on the
one before: it takes more to become less connected than to stay so (hysteresis, engagement.md 7).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from domain.engagement import JOINING, PRESENT, Came, State

FEWEST = 4
"""A body with fewer recorded events shows counts only: no chance, and no level."""

NEW_UNTIL = 3
"""Opportunities after the first attendance from which on a partner is no newcomer."""

LAPSED_FROM = 4
NOT_YET_SEEN = 3
"""So many opportunities without any attendance: people read *not yet seen*."""

ESTABLISHED_FROM = 4
"""Attendances of the last twelve that make a partner an established one."""

_EVENT_NOT_PARTNERS = 3
"""If one of so many established partners worsens at one event, it says more about the event."""

_FEWEST_FALLEN = 2
"""One partner by itself is never "the event": of three it would be a third (judgement)."""


class Level(StrEnum):
    """A partner's standing. People never see these codes, but words of product.md."""

    STEADY = "steady"
    WATCH = "watch"
    ACT = "act"
    LAPSED = "lapsed"
    NEW = "new"
    PAUSED = "paused"


_RANKS = {Level.STEADY: 0, Level.NEW: 0, Level.WATCH: 1, Level.ACT: 2, Level.LAPSED: 3}


def worse(now: Level, before: Level) -> bool:
    """Say whether a level is a band or more below another."""
    return _RANKS.get(now, 0) > _RANKS.get(before, 0)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which chance on a level is entered, and below which it is left."""

    watch: float = 0.25
    leave_watch: float = 0.15
    act: float = 0.50
    leave_act: float = 0.35


USUAL = Thresholds()
EARLY = Thresholds(watch=0.15, leave_watch=0.10)
"""What a partnership may set instead: more is noticed, and more of it is nothing."""


def thresholds(*, early: bool) -> Thresholds:
    """Give what holds in a partnership, which may have asked to hear early."""
    return EARLY if early else USUAL


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One event that a partner could come to, and how it took that up."""

    event_id: int
    day: date
    came: Came


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a partner stands after its latest opportunity.

    `level` None: it has no level, since it never was at an event. `held`: it worsened at the latest
    event together with many, so no alert comes of it until the next; `told` is the level before.
    """

    state: State = JOINING
    level: Level = Level.NEW
    told: Level = Level.NEW
    held: bool = False
    last_day: date | None = None
    seen: date | None = None
    member_seen: date | None = None

    @property
    def not_yet_seen(self) -> bool:
        """Say whether they were asked often enough to be seen, and never were."""
        return not self.state.seen and self.state.before >= NOT_YET_SEEN

    @property
    def established(self) -> bool:
        """Say whether they came to enough of the last twelve to be missed."""
        return self.state.attended >= ESTABLISHED_FROM

    def renewed(self) -> "Standing":
        """Give it as a new arrangement begins with it."""
        return replace(self, state=self.state.renewed())

    @property
    def as_told(self) -> "Standing":
        """Give it with the level that alerts go by: the one before where this one is held."""
        return replace(self, level=self.told)

    def paused(self) -> "Standing":
        """Give it while all its seats are on leave: the clock stands."""
        return replace(self, level=Level.PAUSED, told=Level.PAUSED)

    def after(self, opportunity: Opportunity, thresholds: Thresholds = USUAL) -> "Standing":
        """Give it after one more opportunity."""
        state = self.state.after(opportunity.came)
        level = _level(state, self.level, thresholds)
        came = opportunity.came in PRESENT
        by_member = opportunity.came is Came.MEMBER
        return Standing(
            state=state,
            level=level,
            told=level,
            last_day=opportunity.day,
            seen=opportunity.day if came else self.seen,
            member_seen=opportunity.day if by_member else self.member_seen,
        )


def _level(state: State, before: Level, thresholds: Thresholds) -> Level:
    chance = state.p
    if chance is None or state.tenure < NEW_UNTIL:
        return Level.NEW
    if state.run >= LAPSED_FROM:
        return Level.LAPSED
    rank = _RANKS[before]
    if chance >= thresholds.act or (rank >= _RANKS[Level.ACT] and chance >= thresholds.leave_act):
        return Level.ACT
    if chance >= thresholds.watch or (rank >= 1 and chance >= thresholds.leave_watch):
        return Level.WATCH
    return Level.STEADY


def level_of(state: State, before: Level = Level.STEADY, thresholds: Thresholds = USUAL) -> Level:
    """Say the level of a state that follows one of another level."""
    return _level(state, before, thresholds)


def one(
    history: Iterable[Opportunity],
    *,
    begins: State = JOINING,
    renewals: Sequence[date] = (),
    thresholds: Thresholds = USUAL,
) -> Standing:
    """Go through the history of one partner, the earliest first.

    `begins` is what is known of it beforehand; `renewals` are the days on which new arrangements
    began.
    """
    standing = Standing(begins)
    for each in history:
        standing = _renewed(standing, each.day, renewals).after(each, thresholds)
    return standing


def _renewed(standing: Standing, day: date, renewals: Sequence[date]) -> Standing:
    last = standing.last_day
    if last is not None and any(last < each <= day for each in renewals):
        return standing.renewed()
    return standing


def at_body(
    events: Iterable[tuple[int, date, Mapping[int, Came]]],
    *,
    begins: Mapping[int, State],
    renewals: Sequence[date] = (),
    thresholds: Thresholds = USUAL,
    on: date = date.min,
) -> tuple[dict[int, Standing], dict[int, Standing]]:
    """Go through the events of a body, the earliest first, for all its partners at once.

    Each event says how each partner (by its number) took it up. Where a third of the established
    partners worsen at one event, their alerts wait one event: `held`. Gives where they stand, and
    where they stood at the end of an earlier day, which costs nothing more.
    """
    found: dict[int, Standing] = {}
    earlier: dict[int, Standing] | None = None
    for event, day, came in events:
        if earlier is None and day > on:
            earlier = dict(found)
        before = {own: found.get(own) or Standing(begins.get(own, JOINING)) for own in came}
        after = {
            own: _renewed(before[own], day, renewals).after(
                Opportunity(event, day, how), thresholds
            )
            for own, how in came.items()
        }
        fell = {own for own in came if worse(after[own].level, before[own].level)}
        if _is_the_event(before, fell):
            after |= {own: _held(after[own], before[own]) for own in fell}
        found |= after
    return found, found if earlier is None else earlier


def _is_the_event(before: Mapping[int, Standing], fell: Collection[int]) -> bool:
    known = {own for own, each in before.items() if each.established}
    fell_of_those = len(known.intersection(fell))
    enough = fell_of_those >= _FEWEST_FALLEN
    return enough and fell_of_those * _EVENT_NOT_PARTNERS >= len(known)


def _held(after: Standing, before: Standing) -> Standing:
    return replace(after, told=before.told, held=True)


def in_order(found: Mapping[int, Standing], names: Mapping[int, str]) -> list[int]:
    """Put partners in the digest's order: to act on, then to watch, the likeliest to be lost first.

    Chances that differ by less than half of one in a hundred are a tie: then the larger expected
    loss goes first, then the name.
    """
    made: list[int] = []
    for level in _ORDER:
        own = [each for each in found if found[each].level is level]
        own.sort(key=lambda each: (-_chance(found[each]), names[each], each))
        made += _ties_settled(own, found, names)
    return made


_ORDER = (Level.ACT, Level.WATCH, Level.LAPSED, Level.NEW, Level.STEADY, Level.PAUSED)
_TIE = 0.005


def _ties_settled(
    own: Sequence[int], found: Mapping[int, Standing], names: Mapping[int, str]
) -> list[int]:
    """Order those again whose chances are next to the same as the first one's of their group."""
    groups: list[list[int]] = []
    for each in own:
        if groups and _chance(found[groups[-1][0]]) - _chance(found[each]) < _TIE:
            groups[-1].append(each)
        else:
            groups.append([each])
    return [
        each
        for group in groups
        for each in sorted(group, key=lambda one: (-found[one].state.loss, names[one], one))
    ]


def _chance(standing: Standing) -> float:
    return standing.state.p or 0.0
