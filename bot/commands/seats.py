"""`/partner seat`: who sits where, since when and until when."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from bot.commands import appointments, entries, hand_overs
from bot.commands.finding import by_name, chosen
from bot.messages import seat_changes as changes
from bot.messages import seat_forms as forms
from bot.messages import seats as messages
from bot.reply import Answer, Message, Modal, Reply
from bot.routing import Button, Command, Form, Request
from db import bodies, merges, seats
from db.models import Body
from db.organisations import Named
from db.places import Place
from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.organisations import family
from domain.roles import COORDINATOR, READER
from domain.seats import Terms, read_terms
from domain.spans import read_span

SEATS = "seat.list"
LEAD = "seat.lead_of"
DEPUTY = "seat.deputy_of"
"""The buttons that do for a partner, by its id, what the commands do."""

FillForm = Callable[[str, Sequence[Place], date, str], Modal]


def list_named(request: Request, session: Session) -> Answer:
    """List the seats of the partner whose name was typed."""

    def then(partner: Named, _rest: str) -> Answer:
        return Reply(_list(request, session, partner))

    title = _("Seats")
    return by_name(request, session, verb="seat", action=SEATS, title=title, then=then)


def list_pressed(request: Request, session: Session) -> Answer:
    """List the seats of the partner that was chosen."""
    partner = entries.owner(request, session, chosen(request, session).id)
    return Reply(_list(request, session, partner))


def _list(request: Request, session: Session, partner: Named) -> Message:
    found = _places(request, session, partner.id)
    may_change = request.may(COORDINATOR)
    return messages.listing(partner.id, partner.name, found, request.day, may_change=may_change)


def _places(request: Request, session: Session, organisation_id: int) -> list[Place]:
    own = family(merges.redirects(session, request.day), organisation_id)
    return seats.of(session, *own, day=request.day)


def show(request: Request, session: Session) -> Answer:
    """Show the seat whose button was pressed."""
    place = entries.place(session, request.number)
    partner = entries.owner(request, session, place.seat.organisation_id)
    may_change = request.may(COORDINATOR)
    return Reply(messages.page(place, partner.name, request.day, may_change=may_change))


def new(request: Request, session: Session) -> Answer:
    """Open the form for a seat of the partner whose button was pressed."""
    partner = entries.partner(request, session, request.number)
    offered = bodies.every(session, now=request.now)
    if not offered:
        return Reply(changes.no_body_yet())
    return forms.add(partner.id, partner.name, offered, request.day)


def create(request: Request, session: Session) -> Answer:
    """Give a partner the seat that was entered."""
    partner = entries.partner(request, session, entries.id_of(request, "organisation"))
    body = _body(request, session)
    span = read_span(entries.day(request, "since"), request.day_in("until"))
    by, now = request.caller.person_id, request.now
    seat = seats.add(session, partner.id, body.id, span, _terms(request), by=by, now=now)
    place = entries.place(session, seat.id)
    return hand_overs.reply(request, session, changes.added(place, partner.name), seat.id)


def _body(request: Request, session: Session) -> Body:
    body = bodies.by_id(session, request.id_in("body"))
    if body is None or not bodies.is_open(body, request.now):
        raise Refused(_("This body does not meet any more. Please choose another."), field="body")
    return body


def _terms(request: Request) -> Terms:
    return read_terms(
        title=request.entered("title"),
        statutory=bool(request.picked("statutory")),
        speaks_for=request.entered("speaks_for"),
    )


def edit(request: Request, session: Session) -> Answer:
    """Open the form about the seat whose button was pressed."""
    place = entries.place(session, request.number)
    return forms.edit(place, entries.owner(request, session, place.seat.organisation_id).name)


def change(request: Request, session: Session) -> Answer:
    """Correct a seat, or let it be different from a day on."""
    seat = was = entries.seat(session, entries.id_of(request, "seat"))
    until = None if request.picked("goes_on") else request.day_in("until")
    span = read_span(entries.day(request, "since"), until)
    by, now, changes_on = request.caller.person_id, request.now, request.day_in("changes_on")
    if changes_on is None:
        seats.correct(session, seat, span, _terms(request), by=by, now=now)
    elif span != seat.span:
        raise Refused(
            _("Please correct the seat's own days first, with this left empty."),
            field="changes_on",
        )
    else:
        seat = seats.replace(session, seat, changes_on, _terms(request), by=by, now=now)
    message = changes.done(_("The seat is changed."), entries.place(session, seat.id))
    return hand_overs.reply(request, session, message, was.id, seat.id)


def ask_end(request: Request, session: Session) -> Answer:
    """Ask from which day the seat is no more."""
    place = entries.place(session, request.number)
    partner = entries.owner(request, session, place.seat.organisation_id)
    return forms.end(place, partner.name, request.day)


def finish(request: Request, session: Session) -> Answer:
    """End the seat from the day that was entered."""
    seat = entries.seat(session, entries.id_of(request, "seat"))
    day = entries.day(request, "until")
    seats.refuse_begun(session, seat, day, today=request.day)
    seats.end(session, seat, day, by=request.caller.person_id, now=request.now)
    place = seats.place(session, seat.id)
    if place is None:
        return Reply(changes.taken_back(seat.organisation_id))
    return hand_overs.reply(request, session, changes.ended(place, day), seat.id)


def lead_named(request: Request, session: Session) -> Answer:
    """Open the hand-over form for the partner whose name was typed; the rest names who leads."""

    def then(partner: Named, rest: str) -> Answer:
        return _fill(request, session, partner, forms.lead, rest)

    title = _("New lead")
    return by_name(request, session, verb="lead", action=LEAD, title=title, then=then)


def lead_chosen(request: Request, session: Session) -> Answer:
    """Open the hand-over form for the partner that was chosen."""
    return _fill(request, session, chosen(request, session), forms.lead)


def deputy_named(request: Request, session: Session) -> Answer:
    """Open the form for a deputy of the partner whose name was typed."""

    def then(partner: Named, rest: str) -> Answer:
        return _fill(request, session, partner, forms.deputy, rest)

    title = _("Add a deputy")
    return by_name(request, session, verb="deputy", action=DEPUTY, title=title, then=then)


def deputy_chosen(request: Request, session: Session) -> Answer:
    """Open the form for a deputy of the partner that was chosen."""
    return _fill(request, session, chosen(request, session), forms.deputy)


def _fill(
    request: Request, session: Session, partner: Named, form: FillForm, name: str = ""
) -> Answer:
    """Ask who fills a seat of a partner; one without a seat is offered one."""
    own = entries.owner(request, session, partner.id)
    found = _places(request, session, own.id)
    if not found:
        return Reply(changes.none_yet(own.id, own.name))
    return replace(form(own.name, found, request.day, name), instead=True)


ROWS = (
    Command(
        "/partner",
        "seat",
        N_("NAME"),
        N_("See and add a partner's seats"),
        list_named,
        READER,
        changes=False,
    ),
    Command(
        "/partner",
        "lead",
        N_("NAME"),
        N_("Hand a seat over to a new lead"),
        lead_named,
        COORDINATOR,
        changes=False,
    ),
    Command(
        "/partner",
        "deputy",
        N_("NAME"),
        N_("Add a standing deputy"),
        deputy_named,
        COORDINATOR,
        changes=False,
    ),
    Button(SEATS, list_pressed, READER, changes=False),
    Button("seat.show", show, READER, changes=False),
    Button("seat.add", new, COORDINATOR, changes=False),
    Button("seat.edit", edit, COORDINATOR, changes=False),
    Button("seat.end", ask_end, COORDINATOR, changes=False),
    Button(LEAD, lead_chosen, COORDINATOR, changes=False),
    Button(DEPUTY, deputy_chosen, COORDINATOR, changes=False),
    Form(f"{SEATS}.which", list_pressed, READER, changes=False),
    Form(f"{LEAD}.which", lead_chosen, COORDINATOR, changes=False),
    Form(f"{DEPUTY}.which", deputy_chosen, COORDINATOR, changes=False),
    Form("seat.create", create, COORDINATOR),
    Form("seat.change", change, COORDINATOR),
    Form("seat.finish", finish, COORDINATOR),
    *appointments.ROWS,
)
