"""Those invited to coming events, compared with the register: whatever has changed it meanwhile.

A hand-over moves its events at once (db/hand_overs.py). Imports, merges and sectors change the
register too, and so does the day on which a seat begins; this catches all of it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from db import register_rounds, series_changes
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


def keep(session: Session, *, now: datetime, those: Collection[int] | None = None) -> int:
    """Let who is asked to the coming events be whom the register names; gives how many rounds.

    Of `those` series, None: of all. Whoever else would change them waits until we are done.
    """
    query = select(Series).where(*_meets_again(now)).order_by(Series.id).with_for_update()
    if those is not None:
        query = query.where(Series.id.in_(those))
    found = session.scalars(query.execution_options(populate_existing=True)).all()
    return len(register_rounds.keep(session, found, by=None, now=now))


def coming(session: Session, *, now: datetime) -> Sequence[int]:
    """Give the ids of the series that meet again."""
    return session.scalars(select(Series.id).where(*_meets_again(now)).order_by(Series.id)).all()


def differs(session: Session, series_id: int, *, now: datetime) -> bool:
    """Say whether `keep` would write anything for a series: tried in a session that only reads."""
    try:
        series_changes.keep(session, session.get_one(Series, series_id), by=None, now=now)
    except Exception:  # noqa: BLE001 - it would write, or breaks: then it is said where it is done
        return True
    return bool(session.new or session.dirty or session.deleted)


def _meets_again(now: datetime) -> tuple[ColumnElement[bool], ...]:
    meets = select(Event.id).where(Event.series_id == Series.id, _is_coming(now))
    scheduled = Series.scheduled_at.is_not(None) & Series.cancelled_at.is_(None)
    return scheduled, ~Series.sample, meets.exists()


def _is_coming(now: datetime) -> ColumnElement[bool]:
    return (Event.status == Status.SCHEDULED) & (Event.begins_at > now)
