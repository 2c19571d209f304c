"""Links to somebody's own record: one that opens for a year, lengthened while it is given."""

from datetime import datetime

from sqlalchemy.orm import Session

from db import person_links
from db.models import Link

PURPOSE = person_links.RECORD


def give(session: Session, person_id: int, *, now: datetime) -> Link:
    """Give somebody's link: the one that opens already, for longer, or else a new one."""
    return person_links.give(session, person_id, [PURPOSE], now=now)[PURPOSE]
