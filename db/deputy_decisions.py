"""Whether a deputy who is held may be asked, as a coordinator decides it."""

from datetime import datetime

from sqlalchemy.orm import Session

from db import deputy_notices, deputy_people, held_deputies, named_deputies
from db.models import NamedDeputy
from domain.answers import Deputising
from domain.errors import Refused
from domain.language import gettext as _


def decide(
    session: Session, named_id: int, *, accept: bool, by: int | None, now: datetime
) -> NamedDeputy:
    """Let a deputy who is held be asked, or not; who named them hears of it either way.

    Raises `Refused` where that was decided already, and for an event that has begun or is off.
    """
    row, shown = named_deputies.kept(session, named_id)
    if row.state != Deputising.HELD:
        raise Refused(_("This was decided already, or another answer has taken its place."))
    before = row.state
    if accept:
        named_deputies.refuse_over(shown, now)
        row.person_id = deputy_people.accepted(session, shown, row, by=by, now=now)
        row.state = Deputising.ASKED
    else:
        row.state = Deputising.REFUSED
    row.decided_by, row.decided_at = by, now
    session.flush()
    held_deputies.take_off(session, row, by=by, now=now)
    named_deputies.record(session, row, "decide deputy", before, by=by, now=now)
    deputy_notices.plan(session, shown.event, [row], now=now)
    if accept:
        named_deputies.settle(session, shown.event, now=now)
    return row
