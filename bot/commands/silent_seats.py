"""Seats that stay silent, where a coordinator is asked before a deputy is."""

from sqlalchemy.orm import Session

from bot.commands import home
from bot.messages import silent_seats as messages
from bot.reply import Answer
from bot.routing import Button, Request
from db import deputies, events
from db.models import Invitation
from domain.errors import Refused
from domain.language import gettext as _
from domain.roles import COORDINATOR


def ask(request: Request, session: Session) -> Answer:
    """Ask a standing deputy of a seat that nobody answered for."""
    invitation = session.get(Invitation, request.number)
    shown = events.by_id(session, invitation.event_id) if invitation is not None else None
    if invitation is None or shown is None or invitation.withdrawn_at is not None:
        raise Refused(_("This is no longer on the worklist."))
    row = deputies.ask_after_silence(session, shown, invitation, request.now)
    if row is None:
        raise Refused(_("There is no standing deputy left to ask."))
    return home.after(request, session, messages.asked(row.name))


ROWS = (Button("deputy.ask_silent", ask, COORDINATOR),)
