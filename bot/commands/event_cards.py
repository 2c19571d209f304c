"""The buttons of an event's card: until answers are kept, each replies with one sentence."""

from sqlalchemy.orm import Session

from bot.messages import event_cards as messages
from bot.reply import Answer, Reply
from bot.routing import Button, Request
from db import event_facts, events
from domain.askings import CHOICES
from domain.events import Status
from domain.roles import ANYONE_KNOWN


def answer(request: Request, session: Session) -> Answer:
    """Say how to answer until a press of a button is kept; nothing changes."""
    if request.value == messages.COPY:
        return Reply(messages.only_a_copy())
    own = request.caller.person_id
    event = event_facts.is_asked(session, request.number, own)
    if event is None:
        return Reply(messages.not_asked(request.partnership.reply_mailbox))
    if event.status == Status.CANCELLED or event.begins_at <= request.now:
        return Reply(messages.is_over(cancelled=event.status == Status.CANCELLED))
    series = events.series_by_id(session, event.series_id)
    by_calendar = series is not None and event_facts.gets_calendar(session, series, own)
    return Reply(messages.thanks(by_calendar=by_calendar))


def follow_link(_request: Request, _session: Session) -> Answer:
    """Take note of nothing: which links somebody opens is nobody's business."""
    return None


ROWS = (
    *(
        Button(f"{messages.ANSWER}{choice}", answer, ANYONE_KNOWN, changes=False)
        for choice in CHOICES
    ),
    *(
        Button(name, follow_link, ANYONE_KNOWN, changes=False)
        for name in (messages.PAGE, messages.FILE, messages.JOIN)
    ),
)
