"""`/event list` and `/event series`: what is coming, what is over, and series by their rule."""

from sqlalchemy.orm import Session

from bot.commands.event_pages import show_named
from bot.messages import event_lists as messages
from bot.reply import Answer, Edit, Message, Reply
from bot.routing import Button, Command, Request
from db import event_pages
from domain.language import N_
from domain.roles import COORDINATOR, READER


def list_all(request: Request, session: Session) -> Answer:
    """List the coming events from the next one on, drafts on top."""
    return Reply(_coming(request, session, 0))


def turn(request: Request, session: Session) -> Answer:
    """Show another page of coming events in place of this one."""
    return Edit(_coming(request, session, request.number))


def _coming(request: Request, session: Session, offset: int) -> Message:
    found = event_pages.coming(session, now=request.now, offset=offset, limit=messages.PAGE)
    return messages.coming(found, may_change=request.may(COORDINATOR))


def list_past(request: Request, session: Session) -> Answer:
    """List what is over, from the latest back."""
    return Reply(_past(request, session, 0))


def turn_past(request: Request, session: Session) -> Answer:
    """Show another page of the past in place of this one."""
    return Edit(_past(request, session, request.number))


def _past(request: Request, session: Session, offset: int) -> Message:
    return messages.past(
        event_pages.past(session, now=request.now, offset=offset, limit=messages.PAGE)
    )


def list_series(request: Request, session: Session) -> Answer:
    """List the series that still meet, or open the one that is named, by its next event."""
    if request.text:
        return show_named(request, session)
    found = event_pages.series(session, now=request.now)
    return Reply(messages.series(found, may_change=request.may(COORDINATOR)))


ROWS = (
    Command("/event", "", "", N_("See what is coming"), list_all, READER, changes=False),
    Command("/event", "list", "", N_("See what is coming"), list_all, READER, changes=False),
    Command(
        "/event",
        "series",
        N_("[NAME]"),
        N_("See series by rule"),
        list_series,
        READER,
        changes=False,
    ),
    Button("event.list", list_all, READER, changes=False),
    Button("event.page.before", turn, READER, changes=False),
    Button("event.page.after", turn, READER, changes=False),
    Button("event.past", list_past, READER, changes=False),
    Button("event.past_page.before", turn_past, READER, changes=False),
    Button("event.past_page.after", turn_past, READER, changes=False),
    Button("event.series", list_series, READER, changes=False),
)
