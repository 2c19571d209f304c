"""What tests of registers share: an event of three seats, answered, drafted and saved."""

from datetime import UTC, datetime

from sqlalchemy import select

from db import answers, register_drafts, register_saves, registers
from db.events import Shown
from db.models import Invitation, Series
from db.register_saves import Settled
from domain.answers import Given, Kind
from domain.answers import Source as By
from domain.outcomes import Code, Outcome
from domain.registers import Line
from tests.db.meetings import FORUM, NOW, Register

BEGUN = datetime(2026, 12, 3, 10, 5, tzinfo=UTC)
MONDAY = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
"""The Monday after the event, on which its register is filled in."""

NAMES = ("Council", "Health", "Police")


def shown(forum: Register) -> Shown:
    """Give the event."""
    return forum.first(forum.session.scalars(select(Series)).one())


def lines(forum: Register) -> dict[str, Line]:
    """Give its register's lines, by the partner."""
    return {each.seat.name: each for each in registers.lines(forum.session, shown(forum))}


def answer(forum: Register, name: str, kind: Kind) -> None:
    """Let a partner answer, for the event's own time."""
    own = forum.session.get_one(Invitation, lines(forum)[name].seat.invitation_id)
    given = Given(kind=kind, source=By.SLACK, at=NOW, span=FORUM)
    answers.give(forum.session, shown(forum).event, [own], given, now=NOW)


def keep(forum: Register, name: str, said: Outcome) -> None:
    """Draft what happened for a partner."""
    own = lines(forum)[name].seat.invitation_id
    register_drafts.keep(forum.session, shown(forum), {own: said}, by=None, now=MONDAY)


def save(forum: Register, settled: Settled = Settled(), now: datetime = MONDAY) -> None:  # noqa: B008 - never changed
    """Save the register."""
    register_saves.save(forum.session, shown(forum), settled, by=None, now=now)


def said(forum: Register) -> dict[str, Code | None]:
    """Give what the register says, by the partner."""
    return {name: each.outcome.code for name, each in lines(forum).items()}
