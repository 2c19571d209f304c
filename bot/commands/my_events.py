"""*My events*: what somebody is asked about, for whoever can't run commands.

On Home, and for who writes so to the bot or mentions it.
"""

import re

from sqlalchemy.orm import Session

from bot.messages import my_events as messages
from bot.messages.answer_cards import Meeting
from bot.messages.my_events import Entry
from bot.reply import Answer, Block, Message, Reply
from bot.routing import Request, Said
from db import check_ins, events, own_answers, own_events
from db.events import Shown
from domain.check_in import Door
from domain.roles import ANYONE_KNOWN

_MENTION = re.compile(r"<@[^>]*>")
_LISTS = frozenset({"my events", "events", "my meetings", "meetings", "myevents"})


def hear(request: Request, session: Session) -> Answer:
    """List somebody's events if they ask for them; else say what can be asked."""
    said = _MENTION.sub(" ", request.text)
    words = " ".join(re.findall(r"\w+", said.casefold()))
    if words in _LISTS:
        return Reply(listing(request, session))
    return Reply(messages.help_for_partners())


def listing(request: Request, session: Session, *, opened: int = 0) -> Message:
    """Lay the caller's events out as a message; one of them may be opened to answer anew."""
    return messages.listing(_entries(request, session, opened))


def blocks(request: Request, session: Session, *, opened: int = 0) -> list[Block]:
    """Lay them out for Home; in rehearsal nobody hears of anything yet."""
    if request.partnership.in_rehearsal(request.now):
        return []
    return messages.blocks(_entries(request, session, opened))


def _entries(request: Request, session: Session, opened: int) -> list[Entry]:
    person_id = request.caller.person_id
    if request.partnership.in_rehearsal(request.now):
        return []
    found = own_events.coming(
        session, person_id, day=request.day, now=request.now, limit=messages.MOST
    )
    own = own_answers.of(session, [each.event for each in found], person_id, day=request.day)
    return [
        Entry(
            meeting(each),
            own[each.event.id] if each.event.begins_at > request.now else (),
            each.event.answer_by if each.event.answer_by >= request.day else None,
            opened=each.event.id == opened,
            here=check_ins.door_of(each.event, request.now) is Door.OPEN,
        )
        for each in found
    ]


def meeting(shown: Shown) -> Meeting:
    """Give what cards and lists say of an event."""
    event = shown.event
    return Meeting(event.id, event.title, events.span_of(event), event.place, event.link)


ROWS = (
    Said("message", hear, ANYONE_KNOWN),
    Said("app_mention", hear, ANYONE_KNOWN),
)
