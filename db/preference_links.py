"""Links to choose which messages one gets: in the foot of every mail, and of no event."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import links
from db.models import Link

PURPOSE = "preferences"

LASTS = timedelta(days=365)
"""How long one opens after it was last given; a mail may be found again as much later."""

_RENEWED = timedelta(days=335)
"""One that would open for less than this is lengthened: once a month, not with every mail."""


def give(session: Session, person_id: int, *, now: datetime) -> Link:
    """Give somebody's link: the one that opens already, for longer, or else a new one."""
    query = select(Link).where(
        Link.person_id == person_id,
        Link.purpose == PURPOSE,
        Link.expires_at > now,
        Link.revoked_at.is_(None),
    )
    found = session.scalars(query.order_by(Link.id.desc()).limit(1)).one_or_none()
    if found is None:
        return links.issue(session, PURPOSE, person_id=person_id, lasts=LASTS, now=now)
    if found.expires_at < now + _RENEWED:
        found.expires_at = now + LASTS
    return found
