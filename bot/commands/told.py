"""What a partner told us of its seat: accepted, put right first, or declined."""

from datetime import date

from sqlalchemy.orm import Session

from bot import language
from bot.commands import entries, hand_overs, home
from bot.messages import hand_overs as hand_over_messages
from bot.messages import layout
from bot.messages import told as messages
from bot.reply import Answer, Reply
from bot.routing import Button, Form, Request
from db import appointments, audit, people, posts, worklist, worklist_lines
from db import seats as seating
from db import told as tellings
from db.models import Person, Seat, WorklistItem
from domain import holders
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import name_key
from domain.roles import COORDINATOR
from domain.seats import Part
from domain.worklist import Told


def accept(request: Request, session: Session) -> Answer:
    """Make the change that a partner told us of, from the day they said."""
    row = worklist.told(session, request.number)
    told = worklist_lines.told(row.facts)
    seat = _seat(session, row)
    if told.name:
        person = _person(request, session, told, row.facts.get("job_title"))
        said = _appoint(request, session, seat, person, Part(told.part), told.since)
    else:
        said = _vacate(request, session, seat, told.since)
    _decide(request, session, row, "accept")
    return home.after(request, session, _and_events(request, session, said, seat))


def ask(request: Request, session: Session) -> Answer:
    """Open the form in which what a partner told us is put right."""
    row = worklist.told(session, request.number, deciding=False)
    lines = worklist_lines.read(session, [worklist.of_row(row)], day=request.day)
    if not lines:
        raise Refused(_gone())
    told = worklist_lines.told(row.facts)
    return messages.form(lines[0], told, row.facts.get("job_title") or "")


def change(request: Request, session: Session) -> Answer:
    """Make the change that a partner told us of, as the coordinator put it right."""
    row = worklist.told(session, entries.id_of(request, "item"))
    seat, since = _seat(session, row), entries.day(request, "since")
    part = request.entered("part")
    if part == holders.NOBODY:
        said = _vacate(request, session, seat, since)
    elif part in set(Part):
        person = _meant(request, session, worklist_lines.told(row.facts))
        said = _appoint(request, session, seat, person, Part(part), since)
    else:
        raise Refused(_("Please choose one of these."), field="part")
    _decide(request, session, row, "accept")
    return Reply(layout.sentence(_and_events(request, session, said, seat)))


def _and_events(request: Request, session: Session, said: str, seat: Seat) -> str:
    """Let the seat's coming events follow, and say so too."""
    followed = hand_over_messages.sentence(hand_overs.follow(request, session, [seat.id]))
    return f"{said} {followed}".strip()


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


def _gone() -> str:
    return _("This seat is not there any more. Please press Not so.")


def _seat(session: Session, row: WorklistItem) -> Seat:
    seat = seating.locked(session, row.subject_id)
    if seat is None:
        raise Refused(_gone())
    return seat


def _vacate(request: Request, session: Session, seat: Seat, since: date) -> str:
    appointments.vacate(session, seat, since, by=request.caller.person_id, now=request.now)
    return _("Done: nobody leads this seat from {day}.").format(day=language.long_date(since))


def _appoint(
    request: Request, session: Session, seat: Seat, person: Person, part: Part, since: date
) -> str:
    by, now = request.caller.person_id, request.now
    appointments.appoint(session, seat, person, part, since=since, by=by, now=now)
    posts.settle(session, person, seat.organisation_id, since, by=by, now=now)
    sentence = _("Done: {name} deputises from {day}.")
    if part is Part.LEAD:
        sentence = _("Done: {name} leads from {day}.")
    return sentence.format(name=person.name, day=language.long_date(since))


def _person(request: Request, session: Session, told: Told, job_title: str | None) -> Person:
    """Give who was told: whom the address names, unless that is somebody of another name."""
    known = _whose(request, session, told)
    if known is None:
        by, now = request.caller.person_id, request.now
        return people.add(
            session, name=told.name, address=told.address, job_title=job_title, by=by, now=now
        )
    if name_key(known.person.name) != name_key(told.name):
        said = messages.address_of(known.person.name, known.partner)
        raise Refused(f"{said} {_('Please open this again, and say who it is.')}")
    return known.person


def _meant(request: Request, session: Session, told: Told) -> Person:
    """Give who was chosen in the form: whose the address is, somebody known or somebody new."""
    known = _whose(request, session, told)
    if known is not None and request.entered("meant") == messages.KNOWN:
        return known.person
    return entries.anybody(request, session)


def _whose(request: Request, session: Session, told: Told) -> tellings.Whose | None:
    found = tellings.whose(session, [told.address], day=request.day)
    return found.get(told.address.casefold())


ROWS = (
    Button("worklist.accept", accept, COORDINATOR),
    Button("worklist.change", ask, COORDINATOR, changes=False),
    Button("worklist.decline", decline, COORDINATOR),
    Form("worklist.change", change, COORDINATOR),
)
