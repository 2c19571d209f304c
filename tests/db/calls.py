"""What tests of calls' reports share: reports of people, and what the register says then."""

from datetime import UTC, datetime

from sqlalchemy import select

from bot.call_files import read
from db import (
    call_lines,
    call_reports,
    posts,
    register_drafts,
    register_saves,
    registers,
)
from db.events import Shown
from db.models import Person, Series
from db.register_saves import Settled
from domain.call_reports import Result
from domain.outcomes import Code, Outcome
from domain.registers import Line
from tests.db.meetings import BEGAN, FORUM, NOW, Register
from tests.domain.call_files import as_teams

MONDAY = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
NAMES = ("Council", "Health", "Police")
HEAD = "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\n"


def shown(forum: Register) -> Shown:
    return forum.first(forum.session.scalars(select(Series)).one())


def lines(forum: Register) -> dict[str, Line]:
    return {each.seat.name: each for each in registers.lines(forum.session, shown(forum))}


def said(forum: Register) -> dict[str, Code | None]:
    return {name: each.outcome.code for name, each in lines(forum).items()}


def took(forum: Register, *people: tuple[str, str, int], minimum: int = 10) -> Result:
    """Take a report of people: name, address, and minutes."""
    rows = [
        f"{name}\t03/12/2026, 10:00:00\t03/12/2026, {10 + n // 60}:{n % 60:02}:00\t\t{address}\tx"
        for name, address, n in people
    ]
    found = read(as_teams(HEAD + "\n".join(rows)), "call.csv", FORUM, most=1_000_000)
    row = call_reports.take(
        forum.session, shown(forum), found, "call.csv", minimum, by=None, now=MONDAY
    )
    return call_reports.read(forum.session, row.id)


def undo(forum: Register, found: Result) -> None:
    call_reports.undo(forum.session, found.report_id, by=None, now=MONDAY)


def waiting(forum: Register) -> dict[str, list[str]]:
    found = call_lines.waiting(forum.session, shown(forum))
    return {each.name: [offer.seat.name for offer in each.offers] for each in found}


def line_of(forum: Register, name: str) -> int:
    found = call_lines.waiting(forum.session, shown(forum))
    return next(each.id for each in found if each.name == name)


def invitation(forum: Register, name: str) -> int:
    return lines(forum)[name].seat.invitation_id


def keep(forum: Register, name: str, outcome: Outcome) -> None:
    own = {invitation(forum, name): outcome}
    register_drafts.keep(forum.session, shown(forum), own, by=None, now=MONDAY)


def save(forum: Register) -> None:
    register_saves.save(forum.session, shown(forum), Settled(), by=None, now=MONDAY)


def decide(forum: Register, name: str, seat: str, *, member: bool = False) -> None:
    call_lines.is_for(
        forum.session,
        line_of(forum, name),
        invitation(forum, seat),
        member=member,
        by=None,
        now=MONDAY,
    )


def colleague(forum: Register, name: str, seat: int) -> Person:
    person = forum.person(name)
    own = forum.seats[seat].organisation_id
    posts.give(forum.session, person, own, since=BEGAN, by=None, now=NOW)
    return person


LEAD = ("Somebody's laptop", "Council.Lead@example.org", 90)
"""Somebody whom the register knows by their address."""
