"""Drafts of events: their list, and those left lying deleted from the worklist."""

from sqlalchemy.orm import Session

from bot.commands import home
from bot.messages import event_lists, old_drafts
from bot.reply import Answer, Edit, Message, Reply
from bot.routing import Button, Request
from db import old_drafts as left_lying
from domain.roles import COORDINATOR


def listing(request: Request, session: Session) -> Answer:
    """List what is not sent yet."""
    return Reply(_page(request, session, 0))


def turn(request: Request, session: Session) -> Answer:
    """Show another page of drafts in place of this one."""
    return Edit(_page(request, session, request.number))


def _page(request: Request, session: Session, offset: int) -> Message:
    return event_lists.drafts(left_lying.lines(session, now=request.now), offset)


def delete(request: Request, session: Session) -> Answer:
    """Delete a draft that was left lying, and show what is left to do."""
    by, now = request.caller.person_id, request.now
    series = left_lying.delete(session, request.number, by=by, now=now)
    return home.after(request, session, old_drafts.deleted(series.title))


ROWS = (
    Button("event.drafts", listing, COORDINATOR, changes=False),
    Button("event.drafts.before", turn, COORDINATOR, changes=False),
    Button("event.drafts.after", turn, COORDINATOR, changes=False),
    Button("event.draft.delete", delete, COORDINATOR),
)
