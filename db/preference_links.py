"""Links to choose which messages one gets: in the foot of every mail, and of no event."""

from datetime import datetime

from sqlalchemy.orm import Session

from db import person_links
from db.models import Link

PURPOSE = person_links.CHOICES

LASTS = person_links.LASTS


def give(session: Session, person_id: int, *, now: datetime) -> Link:
    """Give somebody's link: the one that opens already, for longer, or else a new one."""
    return person_links.give(session, person_id, [PURPOSE], now=now)[PURPOSE]
