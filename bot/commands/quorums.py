"""How the quorum of an event stands before it takes place, and asking those whom it lacks."""

from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.commands import event_finding as finding
from bot.messages import chasing
from bot.messages import quorums as messages
from bot.reply import Answer, Reply
from bot.routing import Button, Request
from db import nudges, quorum_forecasts
from domain.errors import Refused
from domain.language import gettext as _
from domain.roles import COORDINATOR


def show(request: Request, session: Session) -> Answer:
    """Show how an event's quorum stands, and each that it names."""
    shown = finding.known(session, request.number)
    found = quorum_forecasts.of(session, shown.event.id, now=request.now)
    return Reply(messages.whole(found) if found else messages.nothing(shown.event.title))


def nudge(request: Request, session: Session) -> Answer:
    """Ask those whom the quorum lacks, and nobody else."""
    shown = finding.known(session, request.number)
    event, by, now = shown.event, request.caller.person_id, request.now
    found = quorum_forecasts.of(session, event.id, now=now)
    if found is not None and found.is_certain:
        raise Refused(_("This meeting is quorate as it stands, so nobody is asked."))
    lacking = quorum_forecasts.lacking(session, event.id, now=now)
    round_ = nudges.nudge(session, event.id, lacking=lacking, by=by, now=now)
    leaves = round_.goes_at if round_.goes_at > now else None
    zone = ZoneInfo(request.partnership.zone)
    people = round_.people
    return Reply(chasing.nudged_for_quorum(event.title, people, round_.id, event.id, leaves, zone))


ROWS = (
    Button(messages.SHOW, show, COORDINATOR, changes=False),
    Button(messages.NUDGE, nudge, COORDINATOR),
)
