"""The sectors that partners are sorted by: added, renamed, moved, retired."""

from sqlalchemy.orm import Session

from bot.commands import entries
from bot.messages import settings as messages
from bot.reply import Answer
from bot.routing import Button, Form, Request, number_in
from db import sector_lists
from db.sectors import said
from domain.errors import Refused
from domain.language import gettext as _
from domain.roles import COORDINATOR


def listing(_request: Request, session: Session) -> Answer:
    """Show the list, with a form behind each."""
    return _list(session, saved=False)


def _list(session: Session, *, saved: bool) -> Answer:
    rows = [(row, said(row)) for row in sector_lists.every(session)]
    return messages.sector_list(rows, saved=saved)


def new(_request: Request, session: Session) -> Answer:
    """Open the form for a new sector, at the end of the list."""
    places = len(sector_lists.every(session)) + 1
    return messages.sector_form(None, "", place=places, places=places)


def edit(request: Request, session: Session) -> Answer:
    """Open the form of a sector."""
    row = sector_lists.by_id(session, request.number)
    places = len(sector_lists.every(session))
    return messages.sector_form(row, said(row), place=row.place + 1, places=places)


def save(request: Request, session: Session) -> Answer:
    """Keep a sector, and show the list again."""
    by, now = request.caller.person_id, request.now
    name, ticks = request.entered("name"), request.picked("ticks")
    place = number_in(request.entered("place"))
    if not place:
        raise Refused(_("Please give its place in the list: a number from 1."), field="place")
    if "sector" in request.state:
        sector_lists.change(
            session,
            sector_lists.by_id(session, entries.id_of(request, "sector")),
            name=name,
            place=place,
            keeps_terms="terms" in ticks,
            retired="retired" in ticks,
            by=by,
            now=now,
        )
    else:
        sector_lists.add(session, name, place=place, keeps_terms="terms" in ticks, by=by, now=now)
    return _list(session, saved=True)


ROWS = (
    Button("sector.list", listing, COORDINATOR, changes=False),
    Button("sector.new", new, COORDINATOR, changes=False),
    Button("sector.edit", edit, COORDINATOR, changes=False),
    Form("sector.save", save, COORDINATOR),
)
