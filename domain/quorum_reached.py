"""Whether a quorum is met: of a meeting that took place, and of one that is to come.

What is not known stays unknown: a rule is met only when it is met whatever the silent do, and
missed only when it would be missed even if all of them came.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.answers import Kind, Standing
from domain.outcomes import Code, Outcome, Quorate
from domain.quorum import AllOf, ChairPresent, Deputies, InAll, Members, Quorum, Rule, Share, SomeOf


class By(StrEnum):
    """Who represents a seat: its lead, a standing deputy of its, or somebody else."""

    LEAD = "lead"
    STANDING = "standing"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Seated:
    """A seat on the body, and whether it is represented: None where nobody knows.

    `sector` is the code of its partner's sector; `by` says who represents it.
    """

    seat_id: int
    sector: str | None
    here: bool | None
    by: By = By.LEAD


@dataclass(frozen=True, slots=True)
class Part:
    """One rule of a quorum: how it stands, how many are there and how many it takes.

    `lacking` are the sectors and seats that it names and that are not there, or not known to be.
    """

    rule: Rule
    met: Quorate
    there: int
    needed: int
    lacking_sectors: tuple[str, ...] = ()
    lacking_seats: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reached:
    """How a quorum stands as a whole, and by its parts."""

    met: Quorate
    parts: tuple[Part, ...]


def reckon(quorum: Quorum, seats: Iterable[Seated], *, chair: bool | None = None) -> Reached:
    """Say how a quorum stands by who is there, or is to come.

    `chair`: whether the chair or the vice-chair is there; None where nobody knows.
    """
    counted = [_counted(each, quorum.deputies) for each in seats]
    parts = tuple(_part(rule, counted, chair) for rule in quorum.rules)
    return Reached(all_met(part.met for part in parts), parts)


def came(seat_id: int, sector: str | None, outcome: Outcome, *, standing: bool) -> Seated:
    """Give how a seat counts by what is recorded; `standing`: who came is a standing deputy."""
    if outcome.code is None:
        return Seated(seat_id, sector, here=None)
    by = By.LEAD if outcome.code is Code.MEMBER else By.STANDING if standing else By.OTHER
    return Seated(seat_id, sector, outcome.is_present, by)


def coming(seat_id: int, sector: str | None, found: Standing, *, standing: bool) -> Seated:
    """Give how a seat is forecast by its answer; *unsure* and *to be confirmed* are not known."""
    if found.stale or found.kind in {None, Kind.UNSURE}:
        return Seated(seat_id, sector, here=None)
    if found.kind is Kind.APOLOGIES:
        return Seated(seat_id, sector, here=False)
    by = By.LEAD if found.kind is Kind.ATTENDING else By.STANDING if standing else By.OTHER
    return Seated(seat_id, sector, here=True, by=by)


def _counted(seat: Seated, deputies: Deputies) -> Seated:
    """Give a seat as its quorum counts it: some count no deputies, or only standing ones."""
    barred = {Deputies.NO: {By.STANDING, By.OTHER}, Deputies.STANDING: {By.OTHER}}
    if seat.here and seat.by in barred.get(deputies, set()):
        return Seated(seat.seat_id, seat.sector, here=False)
    return seat


def _part(rule: Rule, seats: Sequence[Seated], chair: bool | None) -> Part:  # noqa: FBT001
    match rule:
        case AllOf(members):
            return _of_named(rule, members, members.size, seats)
        case SomeOf(n, members):
            return _of_named(rule, members, n, seats)
        case InAll(n):
            return _ofall_met(rule, n, seats)
        case Share():
            return _ofall_met(rule, rule.of(len(seats)), seats)
        case ChairPresent():
            return Part(
                rule, _judged(int(chair is True), int(chair is None), 1), int(bool(chair)), 1
            )


def _ofall_met(rule: Rule, needed: int, seats: Sequence[Seated]) -> Part:
    there = sum(each.here is True for each in seats)
    open_ = sum(each.here is None for each in seats)
    return Part(rule, _judged(there, open_, needed), there, needed)


def _of_named(rule: Rule, members: Members, needed: int, seats: Sequence[Seated]) -> Part:
    sectors = {
        code: _any(each.here for each in seats if each.sector == code) for code in members.sectors
    }
    single = {
        own: _any(each.here for each in seats if each.seat_id == own) for own in members.seats
    }
    every = [*sectors.values(), *single.values()]
    there, open_ = every.count(True), every.count(None)
    return Part(
        rule,
        _judged(there, open_, needed),
        there,
        needed,
        tuple(code for code, here in sectors.items() if not here),
        tuple(own for own, here in single.items() if not here),
    )


def _any(here: Iterable[bool | None]) -> bool | None:
    """Say whether any is there; None where that is not known. Of nobody, nobody is there."""
    found = list(here)
    return True if True in found else None if None in found else False


def _judged(there: int, open_: int, needed: int) -> Quorate:
    if there >= needed:
        return Quorate.YES
    return Quorate.UNKNOWN if there + open_ >= needed else Quorate.NO


def all_met(met: Iterable[Quorate]) -> Quorate:
    """Say how a quorum stands as a whole by how its rules do."""
    found = set(met)
    if Quorate.NO in found:
        return Quorate.NO
    return Quorate.UNKNOWN if Quorate.UNKNOWN in found else Quorate.YES
