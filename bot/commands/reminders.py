"""Who is chased about an event today, and why the others are not; and asking again by hand."""

from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.messages import chasing as messages
from bot.reply import Answer, Reply
from bot.routing import Button, Request
from db import events, nudges
from domain.errors import Refused
from domain.language import gettext as _
from domain.roles import COORDINATOR

CHASED = "event.chased"
NUDGE = "event.nudge"


def chased(request: Request, session: Session) -> Answer:
    """Show who would be chased today, and why not the others."""
    look = nudges.look(session, request.number, now=request.now)
    if look is None:
        raise Refused(_("This event is not to come, or nobody is asked to it."))
    return Reply(messages.shown(look, _zone(request), request.now))


def nudge(request: Request, session: Session) -> Answer:
    """Ask those again who owe an answer."""
    by, now = request.caller.person_id, request.now
    round_ = nudges.nudge(session, request.number, by=by, now=now)
    shown = events.by_id(session, request.number)
    assert shown is not None  # noqa: S101 - somebody was just asked about it
    leaves = round_.goes_at if round_.goes_at > now else None
    title = shown.event.title
    return Reply(
        messages.nudged(title, round_.people, round_.id, shown.event.id, leaves, _zone(request))
    )


def _zone(request: Request) -> ZoneInfo:
    return ZoneInfo(request.partnership.zone)


ROWS = (
    Button(CHASED, chased, COORDINATOR, changes=False),
    Button(NUDGE, nudge, COORDINATOR),
)
