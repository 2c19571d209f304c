"""What waits for a coordinator: the whole list, put off, accepted, declined."""

from datetime import date

from sqlalchemy.orm import Session

from bot import language
from bot.commands import home
from bot.messages import worklist as messages
from bot.reply import Answer, Edit, Message, Reply
from bot.routing import Button, Form, Request
from db import appointments, audit, people, posts, worklist, worklist_lines
from db import seats as seating
from db.models import Person, WorklistItem
from domain.errors import Refused
from domain.language import gettext as _
from domain.roles import COORDINATOR
from domain.seats import Part
from domain.worklist import Told, read_snooze


def listing(request: Request, session: Session) -> Answer:
    """Show all that waits, from the most pressing on."""
    return Reply(_page(request, session, 0))


def turn(request: Request, session: Session) -> Answer:
    """Show another page in place of this one."""
    return Edit(_page(request, session, request.number))


def _page(request: Request, session: Session, offset: int) -> Message:
    items = worklist.waiting(session, request.partnership, day=request.day, now=request.now)
    offset = offset if offset < len(items) else 0
    some = items[offset : offset + messages.PAGE]
    lines = worklist_lines.read(session, some, day=request.day)
    return messages.listing(messages.Page(tuple(lines), offset, len(items)))


def later(request: Request, _session: Session) -> Answer:
    """Ask until when an item is to be put off."""
    return messages.later_form(request.value, request.day)


def put_off(request: Request, session: Session) -> Answer:
    """Leave an item out until a day."""
    until = read_snooze(request.day_in("until"), day=request.day)
    worklist.put_off(
        session,
        request.partnership,
        str(request.state.get("key", "")),
        until,
        by=request.caller.person_id,
        now=request.now,
    )
    return Reply(messages.put_off(until))


def accept(request: Request, session: Session) -> Answer:
    """Make the change that a partner told us of, from the day they said."""
    row = worklist.told(session, request.number)
    told = worklist_lines.told(row.facts)
    said = _seated(request, session, row, told)
    _decide(request, session, row, "accept")
    return home.after(request, session, said)


def decline(request: Request, session: Session) -> Answer:
    """Take what a partner told us off the list; nothing changes."""
    row = worklist.told(session, request.number)
    _decide(request, session, row, "decline")
    return home.after(request, session, _("Taken off the list. Nothing was changed."))


def _decide(request: Request, session: Session, row: WorklistItem, verb: str) -> None:
    by, now = request.caller.person_id, request.now
    teller = int(row.facts["by"])
    worklist.finish(session, row, by=by, now=now)
    audit.record(
        session,
        actor_id=by,
        verb=f"{verb} told",
        subject_kind="seat",
        subject_id=row.subject_id,
        before=None,
        after={"told_by": teller},
        now=now,
    )


def _seated(request: Request, session: Session, row: WorklistItem, told: Told) -> str:
    by, now = request.caller.person_id, request.now
    seat = seating.locked(session, row.subject_id)
    if seat is None:
        raise Refused(_("This seat is not there any more. Please press Not so."))
    if not told.name:
        appointments.vacate(session, seat, told.since, by=by, now=now)
        return _("Done: nobody leads this seat from {day}.").format(day=_said(told.since))
    person = _person(request, session, told, row.facts.get("job_title"))
    part = Part(told.part)
    appointments.appoint(session, seat, person, part, since=told.since, by=by, now=now)
    posts.settle(session, person, seat.organisation_id, told.since, by=by, now=now)
    sentence = _("Done: {name} deputises from {day}.")
    if part is Part.LEAD:
        sentence = _("Done: {name} leads from {day}.")
    return sentence.format(name=person.name, day=_said(told.since))


def _person(request: Request, session: Session, told: Told, job_title: str | None) -> Person:
    known = people.by_address(session, told.address)
    return known or people.add(
        session,
        name=told.name,
        address=told.address,
        job_title=job_title,
        by=request.caller.person_id,
        now=request.now,
    )


def _said(day: date) -> str:
    return language.long_date(day)


ROWS = (
    Button("worklist.list", listing, COORDINATOR, changes=False),
    Button("worklist.before", turn, COORDINATOR, changes=False),
    Button("worklist.after", turn, COORDINATOR, changes=False),
    Button("worklist.later", later, COORDINATOR, changes=False),
    Button("worklist.accept", accept, COORDINATOR),
    Button("worklist.decline", decline, COORDINATOR),
    Form("worklist.later", put_off, COORDINATOR),
)
