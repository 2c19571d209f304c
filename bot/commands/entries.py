"""What forms ask for again and again: a day, a partner by name, somebody known or new."""

from datetime import date

from sqlalchemy.orm import Session

from bot.routing import Request, number_in
from db import organisations, people, seats
from db.models import Person, Seat
from db.organisations import Named
from db.places import Place
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import clean_name, tidy
from domain.people import clean_job_title


def day(request: Request, field: str) -> date:
    """Give the day that was picked; `Refused` where none was."""
    picked = request.day_in(field)
    if picked is None:
        raise Refused(_("Please choose a day."), field=field)
    return picked


def id_of(request: Request, name: str) -> int:
    """Give the id that a form carried; 0, which is nobody's, for anything else."""
    return number_in(str(request.state.get(name, "")))


def partner(
    request: Request, session: Session, organisation_id: int, *, field: str | None = None
) -> Named:
    """Find a partner by its id; `Refused` for one that is not, or no longer, on the register."""
    found = organisations.by_id(session, organisation_id, day=request.day)
    if found is None:
        raise Refused(_("This partner is no longer on the register."), field=field)
    return found


def owner(request: Request, session: Session, organisation_id: int) -> Named:
    """Give the organisation that has something of another's, after every merge."""
    final = organisations.surviving(session, [organisation_id], request.day)[organisation_id]
    found = organisations.called(session, [final], day=request.day).get(final)
    if found is None:
        raise Refused(_("This partner is no longer on the register."))
    return found


def person(session: Session, person_id: int, *, field: str | None = None) -> Person:
    """Find a person by their id; `Refused` for an unknown one."""
    found = people.by_id(session, person_id)
    if found is None:
        raise Refused(_("I don't know this person any more. Please search again."), field=field)
    return found


def place(session: Session, seat_id: int) -> Place:
    """Find a seat with all who fill it; `Refused` for one that is gone."""
    found = seats.place(session, seat_id)
    if found is None:
        raise Refused(_("This seat is no longer there. Please look again."))
    return found


def seat(session: Session, seat_id: int, *, field: str | None = None) -> Seat:
    """Find a seat to change; `Refused` for one that is gone."""
    found = seats.locked(session, seat_id)
    if found is None:
        raise Refused(_("This seat is no longer there. Please look again."), field=field)
    return found


def anybody(request: Request, session: Session) -> Person:
    """Give the person who was picked in a form, or add the one whose name was written."""
    name = tidy(request.entered("new_name"))
    if request.entered("person"):
        if name or tidy(request.entered("address")) or tidy(request.entered("job_title")):
            raise Refused(
                _("Please choose somebody known above, or write somebody new here: not both."),
                field="new_name",
            )
        return person(session, request.id_in("person"), field="person")
    if not name:
        raise Refused(
            _("Please search for somebody, or write the name of somebody new below."),
            field="person",
        )
    return _new(request, session, clean_name(name, field="new_name"))


def _new(request: Request, session: Session, name: str) -> Person:
    address = request.entered("address").strip() or None
    known = people.named(session, name) if address is None else []
    if known:
        raise Refused(
            _(
                "There is already a {name}. Search for them above, or give a new one's address."
            ).format(name=known[0].name),
            field="new_name",
        )
    return people.add(
        session,
        name=name,
        address=address,
        job_title=clean_job_title(request.entered("job_title")),
        by=request.caller.person_id,
        now=request.now,
    )
