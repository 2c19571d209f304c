"""Links to somebody's own record: one that opens for a year, lengthened while it is given."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from db import links
from db.models import Link

PURPOSE = "record"

LASTS = timedelta(days=365)
"""How long one opens after it was last given."""

_RENEWED = timedelta(days=335)
"""One that would open for less than this is lengthened: once a month, not with every message."""


def give(session: Session, person_id: int, *, now: datetime) -> Link:
    """Give somebody's link: the one that opens already, for longer, or else a new one."""
    found = links.issue(session, PURPOSE, person_id=person_id, lasts=LASTS, now=now)
    if found.expires_at < now + _RENEWED:
        found.expires_at = now + LASTS
    return found
