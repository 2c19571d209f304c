"""The links that all of somebody's letters carry: to their choices, their record, their calendar.

They are of no event, and are given together: most letters to a new reader bring all of them.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from db import links
from db.models import Link

CHOICES = "preferences"
RECORD = "record"
CALENDAR = "feed"
"""What they are for."""

LASTS = timedelta(days=365)
"""How long one opens after it was last given; a mail may be found again as much later."""

CALENDAR_LASTS = timedelta(days=5 * 365)
"""How long a feed can be read by one link: programs ask for it for years."""

_RENEWED = timedelta(days=335)
"""One that would open for less than this is lengthened: once a month, not with every message."""


def give(
    session: Session, person_id: int, purposes: Collection[str], *, now: datetime
) -> dict[str, Link]:
    """Give somebody's links by purpose: those that open already, for longer, or else new ones.

    One to a calendar stays as long as it was given for: its holder can have a new one. Where they
    turned it off there is none.
    """
    wanted = {each: now + (CALENDAR_LASTS if each == CALENDAR else LASTS) for each in purposes}
    given = links.give(session, wanted, person_id=person_id, but_off={CALENDAR}, now=now)
    for purpose, link in given.items():
        if purpose != CALENDAR and link.expires_at < now + _RENEWED:
            link.expires_at = wanted[purpose]
    return given
