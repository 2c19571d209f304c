"""How an event was answered: all seats by sector, the history of one, and whom to phone."""

from dataclasses import replace

from sqlalchemy.orm import Session

from bot.commands import event_finding as finding
from bot.messages import event_answers as messages
from bot.messages import phoning as phone_messages
from bot.reply import Answer, Edit, Message, Reply
from bot.routing import Button, Request, number_in
from db import event_answers, events, phoning, quorum_forecasts, reviews
from db.events import Shown
from domain.errors import Refused
from domain.events import Status
from domain.language import gettext as _
from domain.roles import COORDINATOR, READER

ANSWERS = messages.ANSWERS


def about(request: Request, shown: Shown) -> messages.About:
    """Give what pages of answers say of their event."""
    event = shown.event
    return messages.About(
        event.id,
        event.title,
        events.span_of(event),
        event.answer_by,
        request.day,
        request.now,
        open=event.status == Status.SCHEDULED and request.now < event.begins_at,
    )


def show(request: Request, session: Session) -> Answer:
    """Show how each seat stands."""
    return Reply(_page(request, session, request.number, 0))


def turn(request: Request, session: Session) -> Answer:
    """Show other seats in place of these."""
    own, _apart, offset = request.value.partition("~")
    return Edit(_page(request, session, number_in(own), number_in(offset)))


def _page(request: Request, session: Session, event_id: int, offset: int) -> Message:
    shown = finding.known(session, event_id)
    lines = event_answers.lines(session, shown)
    offset = offset if offset < len(lines) else 0
    event = replace(about(request, shown), waiting=reviews.waiting_for(session, shown.event.id))
    if event.open and request.may(COORDINATOR):
        event = replace(event, quorum=quorum_forecasts.of(session, event.id, now=request.now))
    return messages.page(event, lines, offset, coordinator=request.may(COORDINATOR))


def history(request: Request, session: Session) -> Answer:
    """Show what was answered for one seat."""
    row, shown = event_answers.invitation(session, request.number)
    line = event_answers.line(session, shown, row.id)
    if line is None:
        raise Refused(_("This seat is no longer invited. Please look at the list again."))
    found, total = event_answers.history(session, row.id)
    return Reply(
        messages.history(
            about(request, shown), line, found, total, coordinator=request.may(COORDINATOR)
        )
    )


def phone_list(request: Request, session: Session) -> Answer:
    """List whom to phone about an event."""
    shown = finding.known(session, request.number)
    found = phoning.of_event(session, shown.event.id, now=request.now)
    span = events.span_of(shown.event)
    return Reply(phone_messages.listing(shown.event.id, shown.event.title, span, found))


ROWS = (
    Button(ANSWERS, show, READER, changes=False),
    Button(f"{ANSWERS}.before", turn, READER, changes=False),
    Button(f"{ANSWERS}.after", turn, READER, changes=False),
    Button(messages.HISTORY, history, READER, changes=False),
    Button(phone_messages.LIST, phone_list, COORDINATOR, changes=False),
)
