"""The register of an event: who is expected, what is drafted and what is recorded, by seat."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from domain.answers import NOT_KNOWN, Standing
from domain.errors import Refused
from domain.event_answers import Seat
from domain.events import Status
from domain.language import gettext as _
from domain.outcomes import NOTHING, Outcome, Sum, summed
from domain.when import WallSpan


class Stage(StrEnum):
    """How far what a register says of a seat has come."""

    EXPECTED = "expected"
    DRAFTED = "drafted"
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class Line:
    """A seat or guest in a register: what it says of them, and what is known beside it.

    `expected` is what it began with by their answer. `lead` fills the seat on that day, `deputies`
    are who may have come for them, by id and name: standing ones, and who was named. `sector` is
    the code of its partner's. `on_leave`: nothing of it is counted.
    """

    seat: Seat
    outcome: Outcome = NOTHING
    stage: Stage = Stage.EXPECTED
    standing: Standing = NOT_KNOWN
    expected: Outcome = NOTHING
    seat_id: int | None = None
    body_id: int | None = None
    sector: str | None = None
    lead: tuple[int, str] | None = None
    deputies: tuple[tuple[int, str], ...] = ()
    on_leave: bool = False

    @property
    def is_open(self) -> bool:
        """Say whether nothing is recorded for it yet, however it stands in the draft."""
        return self.outcome.code is None

    def saying(self, outcome: Outcome) -> "Line":
        """Give the line with another outcome, as a draft has it."""
        return replace(self, outcome=outcome, stage=Stage.DRAFTED)


MOST_WAITING = 3
"""Registers not filled in that have a line each on the worklist; more of them are one line."""

PROMPTED_WITHIN = timedelta(hours=72)
"""How long after its end coordinators are still asked who came: what is older waits in the list."""


@dataclass(frozen=True, slots=True)
class Unfilled:
    """An event that is over, and nobody has said who came."""

    event_id: int
    title: str
    span: WallSpan


@dataclass(frozen=True, slots=True)
class Another:
    """Somebody who came without being invited: in attendance."""

    id: int
    name: str
    organisation: str = ""


def summed_up(lines: Iterable[Line], others: Iterable[Another] = ()) -> Sum:
    """Count what a register says."""
    found = list(lines)
    return summed(
        (each.outcome for each in found if not each.seat.guest),
        (each.outcome for each in found if each.seat.guest),
        walk_ins=len(list(others)),
    )


def changed(lines: Iterable[Line], said: Mapping[int, Outcome]) -> dict[int, Outcome]:
    """Give of what was entered, by invitation, what is not in the register like that already.

    So that who checked in themselves stays so when a page with them is saved.
    """
    known = {each.seat.invitation_id: each for each in lines}
    return {
        own: each
        for own, each in said.items()
        if own not in known or not each.says_as(known[own].outcome)
    }


def unsigned(lines: Iterable[Line], said: Mapping[int, Outcome]) -> dict[int, Outcome]:
    """Give of what was entered, by invitation, what nobody but an answer has said before.

    A signed sheet says it anew, where the form shows it as expected.
    """
    expected = {each.seat.invitation_id for each in lines if each.stage is Stage.EXPECTED}
    return {own: each for own, each in said.items() if own in expected and each.code is not None}


def within(span: WallSpan, at: time) -> datetime:
    """Give the moment of a time of day at an event. Raises `Refused` for one outside of it."""
    found = datetime.combine(span.begins.date(), at)
    if found < span.begins:
        found += timedelta(days=1)
    if not span.begins <= found <= span.ends:
        raise Refused(
            _("Please choose a time between the beginning and the end of the meeting."),
            field="lost_at",
        )
    return found


def refuse_unready(status: Status, begins_at: datetime, now: datetime) -> None:
    """Raise `Refused` for an event whose register can't be filled in, or not yet."""
    if status is Status.CANCELLED:
        raise Refused(_("This event is cancelled, so it has no register."))
    if status is Status.DRAFT:
        raise Refused(_("This event is a draft. Please send it first."))
    if now < begins_at:
        raise Refused(_("This event has not begun. Its register opens when it does."))


def refuse_empty(found: Sum) -> None:
    """Raise `Refused` for a register with nobody in it, which reads as if nobody had come."""
    if found.is_empty:
        raise Refused(
            _(
                "Nobody is in this register. Please go back and tick who came, or tick here that"
                " nobody did."
            ),
            field="settle",
        )
