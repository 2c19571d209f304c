"""Who fills a seat: the hand-over to a new lead, standing deputies, and taking back a plan."""

from dataclasses import replace

from sqlalchemy.orm import Session

from bot.commands import entries, hand_overs
from bot.commands.event_revisions import REHEARSING, gone_live
from bot.messages import hand_overs as hand_over_messages
from bot.messages import person_forms, seat_forms
from bot.messages import seat_changes as messages
from bot.messages.seats import full_name
from bot.reply import Answer, Message, Reply
from bot.routing import Button, Form, Request
from db import email_domains, people, posts, seats
from db.models import Person, Seat, SeatHolder
from domain.errors import Refused
from domain.language import gettext as _
from domain.people import belongs_to_domain
from domain.roles import COORDINATOR
from domain.seats import Part


def lead(request: Request, session: Session) -> Answer:
    """Open the hand-over form for the seat whose button was pressed."""
    place = entries.place(session, request.number)
    partner = entries.owner(request, session, place.seat.organisation_id)
    return seat_forms.lead(partner.name, [place], request.day)


def deputy(request: Request, session: Session) -> Answer:
    """Open the form for a deputy for the seat whose button was pressed."""
    place = entries.place(session, request.number)
    partner = entries.owner(request, session, place.seat.organisation_id)
    return seat_forms.deputy(partner.name, [place], request.day)


def hand_over(request: Request, session: Session) -> Answer:
    """Let somebody lead a seat from a day on, or nobody; shown first where coming events move."""
    return _shown_first(request, session)


def _shown_first(request: Request, session: Session, note: str = "") -> Answer:
    """Do it, and show what moves: that is rolled back then, since a form is the answer."""
    seat = _seat(request, session)
    message = _lead_anew(request, session, seat)
    moved = hand_overs.follow(request, session, [seat.id])
    if not moved.events:
        return Reply(message)
    rehearsal = request.partnership.in_rehearsal(request.now)
    entered = {name: each for name, each in request.fields.items() if each}
    vacant = list(request.picked("vacant"))
    state = {"seat": seat.id, "entered": entered, "vacant": vacant, REHEARSING: rehearsal}
    return hand_over_messages.preview(moved, state, note, rehearsal=rehearsal)


def hand_over_sure(request: Request, session: Session) -> Answer:
    """Hand a seat over as it was entered and previewed, with its coming events."""
    entered, vacant = request.state.get("entered"), request.state.get("vacant")
    known = entered if isinstance(entered, dict) else {}
    fields: dict[str, str | None] = {str(name): str(each) for name, each in known.items()}
    lists: dict[str, tuple[str, ...]] = {"vacant": ("yes",)} if vacant else {}
    request = replace(request, fields=fields, lists=lists)
    if gone_live(request):
        return _shown_first(request, session, gone_live(request))
    seat = _seat(request, session)
    return hand_overs.reply(request, session, _lead_anew(request, session, seat), seat.id)


def _lead_anew(request: Request, session: Session, seat: Seat) -> Message:
    if not request.picked("vacant"):
        return _appoint(request, session, seat, Part.LEAD)
    if request.entered("person") or request.entered("new_name"):
        raise Refused(_("Please choose either somebody or nobody."), field="vacant")
    since = entries.day(request, "since")
    seats.vacate(session, seat, since, by=request.caller.person_id, now=request.now)
    return messages.vacated(entries.place(session, seat.id), since)


def add_deputy(request: Request, session: Session) -> Answer:
    """Add a standing deputy to a seat."""
    seat = _seat(request, session)
    message = _appoint(request, session, seat, Part.DEPUTY)
    return hand_overs.reply(request, session, message, seat.id)


def _seat(request: Request, session: Session) -> Seat:
    """Find the seat that the form is for, or that was chosen in it."""
    if "seat" in request.state:
        return entries.seat(session, entries.id_of(request, "seat"))
    return entries.seat(session, request.id_in("seat"), field="seat")


def _appoint(request: Request, session: Session, seat: Seat, part: Part) -> Message:
    since, by, now = entries.day(request, "since"), request.caller.person_id, request.now
    person = entries.anybody(request, session)
    done = seats.appoint(
        session, seat, person, part, since=since, until=request.day_in("until"), by=by, now=now
    )
    belonging = posts.settle(session, person, seat.organisation_id, since, by=by, now=now)
    address = next(iter(people.addresses(session, person.id)), None)
    domains = email_domains.of(session, seat.organisation_id)
    before, instead = _before(session, done.holder, done.before)
    change = messages.Change(
        place=entries.place(session, seat.id),
        partner=entries.owner(request, session, seat.organisation_id).name,
        holder=done.holder,
        person=person,
        before=before,
        instead=instead,
        was_deputy=done.was_deputy,
        belonging=belonging,
        has_address=address is not None,
        strange_address=address is not None and not belongs_to_domain(address.address, domains),
    )
    return messages.appointed(change, request.day)


def _before(
    session: Session, new: SeatHolder, before: SeatHolder | None
) -> tuple[Person | None, Person | None]:
    """Give who led until the new lead begins, or whom they replace from the very first day."""
    if before is None:
        return None, None
    person = people.by_id(session, before.person_id)
    return (None, person) if before.since == new.since else (person, None)


def ask_end(request: Request, session: Session) -> Answer:
    """Ask from which day somebody fills a seat no more."""
    holder = _holder(session, request.number)
    person = entries.person(session, holder.person_id)
    place = entries.place(session, holder.seat_id)
    partner = entries.owner(request, session, place.seat.organisation_id)
    text = f"{person.name}\n{full_name(place, partner.name)}"
    return person_forms.end("holder.finish", holder.id, text, request.day)


def finish(request: Request, session: Session) -> Answer:
    """Let somebody fill a seat no more from the day that was entered."""
    holder = _holder(session, entries.id_of(request, "row"))
    seat = entries.seat(session, holder.seat_id)
    day = entries.day(request, "until")
    person = entries.person(session, holder.person_id)
    by, now = request.caller.person_id, request.now
    seats.dismiss(session, holder, day, today=request.day, by=by, now=now)
    message = messages.dismissed(person, entries.place(session, seat.id), day)
    return hand_overs.reply(request, session, message, seat.id)


def take_back(request: Request, session: Session) -> Answer:
    """Take back a lead or deputy who has not begun."""
    holder = _holder(session, request.number)
    if holder.since <= request.day:
        raise Refused(_("This has begun already. Use “End” instead."))
    seat = entries.seat(session, holder.seat_id)
    seats.take_back(session, holder, by=request.caller.person_id, now=request.now)
    sentence = _("Taken back. Everything else stays as it was.")
    message = messages.done(sentence, entries.place(session, seat.id))
    return hand_overs.reply(request, session, message, seat.id)


def _holder(session: Session, holder_id: int) -> SeatHolder:
    holder = seats.holder(session, holder_id)
    if holder is None:
        raise Refused(_("This is no longer there. Please look again."))
    return holder


ROWS = (
    Button("seat.lead", lead, COORDINATOR, changes=False),
    Button("seat.deputy", deputy, COORDINATOR, changes=False),
    Button("holder.end", ask_end, COORDINATOR, changes=False),
    Button("holder.take_back", take_back, COORDINATOR),
    Form("seat.hand_over", hand_over, COORDINATOR),
    Form("seat.hand_over_sure", hand_over_sure, COORDINATOR),
    Form("seat.add_deputy", add_deputy, COORDINATOR),
    Form("holder.finish", finish, COORDINATOR),
)
