"""Arrangements: a new version of who sits where, from a day on."""

from sqlalchemy.orm import Session

from bot import language
from bot.commands import entries
from bot.messages import arrangements as forms
from bot.messages import bodies as messages
from bot.reply import Answer, Reply
from bot.routing import Button, Form, Request
from db import arrangements
from db.models import Arrangement
from domain.errors import Refused
from domain.language import gettext as _
from domain.roles import COORDINATOR


def new(request: Request, _session: Session) -> Answer:
    """Open the form for new arrangements."""
    return forms.form(request.day)


def create(request: Request, session: Session) -> Answer:
    """Begin the arrangements that were entered."""
    since, by = entries.day(request, "since"), request.caller.person_id
    made = arrangements.add(session, request.entered("name"), since=since, by=by, now=request.now)
    return Reply(messages.done(_said(made)))


def edit(request: Request, session: Session) -> Answer:
    """Open the form about the arrangements whose button was pressed."""
    return forms.form(request.day, _arrangement(session, request.number))


def change(request: Request, session: Session) -> Answer:
    """Keep what was entered about arrangements."""
    found = _arrangement(session, entries.id_of(request, "arrangement"))
    since, by = entries.day(request, "since"), request.caller.person_id
    name = request.entered("name")
    arrangements.edit(session, found, name, since=since, by=by, now=request.now)
    return Reply(messages.done(_said(found)))


def _said(made: Arrangement) -> str:
    day = language.long_date(made.since)
    return _("{name}: in force from {day}.").format(name=made.name, day=day)


def _arrangement(session: Session, arrangement_id: int) -> Arrangement:
    found = arrangements.by_id(session, arrangement_id)
    if found is None:
        raise Refused(_("These arrangements are no longer there. Please look again."))
    return found


ROWS = (
    Button("arrangement.new", new, COORDINATOR, changes=False),
    Button("arrangement.edit", edit, COORDINATOR, changes=False),
    Form("arrangement.create", create, COORDINATOR),
    Form("arrangement.change", change, COORDINATOR),
)
