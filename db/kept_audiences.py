"""Those invited to coming events, compared with the register: whatever has changed it meanwhile.

A hand-over moves its events at once (db/hand_overs.py). Imports, merges and sectors change the
register too, and so does the day on which a seat begins; this catches all of it.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from db import register_rounds
from db.models import Event, Partnership, Series
from db.tenancy import across_partnerships
from domain.events import Status

EVERY = timedelta(hours=1)
"""How often a partnership's coming events are compared with its register."""

AT_ONCE = 10
"""Partnerships looked at in one go: each is a hundred queries or some more."""


def take_due(session: Session, *, now: datetime, most: int = AT_ONCE) -> list[int]:
    """Take the partnerships that have waited longest, and meet again; gives their ids.

    They are not due again for an hour, whatever becomes of it.
    """
    with across_partnerships(session):
        owners = list(session.scalars(_due(now, most)))
        for each in owners:
            each.audiences_kept_at = now
        session.flush()
    return [each.id for each in owners]


def _due(now: datetime, most: int) -> Select[Partnership]:
    kept = Partnership.audiences_kept_at
    long_ago = or_(kept.is_(None), kept <= now - EVERY)
    meets = select(Event.id).where(Event.partnership_id == Partnership.id, _is_coming(now))
    order = (kept.is_not(None), kept, Partnership.id)
    return select(Partnership).where(long_ago, meets.exists()).order_by(*order).limit(most)


def keep(session: Session, *, now: datetime) -> int:
    """Let who is asked to the coming events be whom the register names; gives how many rounds."""
    return len(register_rounds.keep(session, _coming(session, now), by=None, now=now))


def _coming(session: Session, now: datetime) -> list[Series]:
    """Find the series that meet again; whoever else would change them waits until we are done."""
    meets = select(Event.id).where(Event.series_id == Series.id, _is_coming(now))
    wanted = (Series.scheduled_at.is_not(None), Series.cancelled_at.is_(None), ~Series.sample)
    query = select(Series).where(*wanted, meets.exists()).order_by(Series.id).with_for_update()
    return list(session.scalars(query.execution_options(populate_existing=True)))


def _is_coming(now: datetime) -> ColumnElement[bool]:
    return (Event.status == Status.SCHEDULED) & (Event.begins_at > now)
