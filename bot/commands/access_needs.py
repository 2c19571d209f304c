"""What people need to take part in an event, as coordinators read it: nobody else does."""

from sqlalchemy.orm import Session

from bot.commands import event_finding as finding
from bot.messages import access_needs as messages
from bot.reply import Answer, Reply
from bot.routing import Button, Request
from db import access_needs, events
from domain.roles import COORDINATOR


def show(request: Request, session: Session) -> Answer:
    """List what people need at the event whose page this was pressed on."""
    event = finding.pressed(request, session).event
    needs = [(each.name, each.text) for each in access_needs.of(session, event.id)]
    kept = access_needs.KEPT.days
    return Reply(messages.listing(event.title, events.span_of(event), needs, kept))


ROWS = (Button("event.access", show, COORDINATOR, changes=False),)
