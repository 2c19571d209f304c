"""Coming events that follow a change of the register, in the transaction that makes it."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from bot.messages import hand_overs as messages
from bot.messages.hand_overs import Followed, Moving
from bot.reply import Message, Reply
from bot.routing import Request
from db import events, hand_overs
from domain.events import Calendar


def follow(request: Request, session: Session, seat_ids: Collection[int]) -> Followed:
    """Let the coming events of some seats be about whom the register names now."""
    done = hand_overs.follow(session, seat_ids, by=request.caller.person_id, now=request.now)
    moving = tuple(
        Moving(
            each.event.title,
            events.span_of(each.event),
            each.series.calendar == Calendar.OURS,
        )
        for each in done.events
    )
    return Followed(moving, done.out, done.new, done.unreached)


def reply(request: Request, session: Session, message: Message, *seat_ids: int) -> Reply:
    """Let the coming events of some seats follow, and say so beside what else was done."""
    return Reply(messages.beside(message, follow(request, session, seat_ids)))


def reply_of_partners(
    request: Request, session: Session, message: Message, *organisation_ids: int
) -> Reply:
    """Do so for all seats of some partners."""
    seats = hand_overs.of_organisations(session, organisation_ids)
    return reply(request, session, message, *seats)


def reply_of_body(request: Request, session: Session, message: Message, body_id: int) -> Reply:
    """Do so for all seats of a body."""
    return reply(request, session, message, *hand_overs.of_body(session, body_id))
