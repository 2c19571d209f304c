"""A partner's own seats: who holds them, and "tell us who holds the seat"."""

from sqlalchemy.orm import Session

from bot.commands import entries
from bot.messages import layout
from bot.messages import own_seats as messages
from bot.messages.partner_home import Gone, OwnPartner, OwnSeat
from bot.reply import Answer, Reply
from bot.routing import Button, Form, Request
from db import homes, worklist
from db.homes import Own
from db.places import Place
from domain.errors import Refused
from domain.holders import Typed, read_told
from domain.language import gettext as _
from domain.roles import PARTNER
from domain.worklist import Kind


def of(request: Request, session: Session) -> list[OwnPartner]:
    """Give the organisations that the caller speaks for, with who fills their seats today."""
    if not request.may(PARTNER):
        return []
    return [_shown(each, request) for each in homes.of(session, _caller(request), day=request.day)]


def gone(request: Request, session: Session) -> list[Gone]:
    """Give what the caller belonged to until lately, who belongs to nothing now."""
    found = homes.gone(session, _caller(request), day=request.day)
    return [Gone(each.name, each.closed) for each in found]


def _caller(request: Request) -> int:
    return request.caller.person_id


def _shown(own: Own, request: Request) -> OwnPartner:
    return OwnPartner(own.partner.name, tuple(_seat(each, request) for each in own.places))


def _seat(place: Place, request: Request) -> OwnSeat:
    lead = place.lead(request.day)
    return OwnSeat(
        id=place.seat.id,
        body=place.body.name,
        title=place.seat.title,
        lead=lead.person if lead else None,
        deputies=tuple(each.person for each in place.deputies(request.day)),
    )


def ask(request: Request, session: Session) -> Answer:
    """Open the form in which a partner says who holds one of their seats."""
    place = _own(request, session, request.number)
    title = f", {place.seat.title}" if place.seat.title else ""
    where = _("Your seat on the {body}").format(body=f"{place.body.name}{title}")
    return messages.tell_form(place.seat.id, where, request.day)


def tell(request: Request, session: Session) -> Answer:
    """Put what a partner says before the coordinators; said again, it replaces what they said."""
    place = _own(request, session, entries.id_of(request, "seat"))
    facts = {**_told(request, place), "by": _caller(request)}
    worklist.tell(session, Kind.TOLD, place.seat.id, facts, by=_caller(request), now=request.now)
    thanks = _("Thank you. The business unit reads it, and nothing changes before that.")
    return Reply(layout.sentence(thanks))


def _own(request: Request, session: Session, seat_id: int) -> Place:
    place = homes.own_place(session, _caller(request), seat_id, day=request.day)
    if place is None:
        raise Refused(_("This is not a seat of your organisation, or not any more."))
    return place


def _told(request: Request, place: Place) -> dict[str, str | None]:
    """Check what was entered; whom it is about is a name and an address, or nobody."""
    since, entered = entries.day(request, "since"), request.entered
    typed = Typed(entered("part"), entered("name"), entered("address"), entered("job_title"))
    return read_told(typed, since, place.seat.span, led=place.lead(since) is not None)


ROWS = (
    Button("seat.tell", ask, PARTNER, changes=False),
    Form("seat.tell", tell, PARTNER),
)
