"""Registers that are not filled in: events that are over, and nobody has said who came."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from db import event_pages, events
from db.events import Shown
from db.models import Attendance, Event, Series
from domain.events import Status


def due(session: Session, *, now: datetime, limit: int = 100) -> list[Shown]:
    """List events whose register waits to be filled in, the oldest first."""
    query = (
        select(Event, Series)
        .join(Series, Series.id == Event.series_id)
        .where(_waits(now))
        .order_by(Event.ends_at, Event.id)
        .limit(limit)
    )
    return [Shown(event, series) for event, series in session.execute(query)]


def count(session: Session, *, now: datetime) -> int:
    """Count events whose register waits to be filled in."""
    return session.scalars(select(func.count(Event.id)).where(_waits(now))).one()


def _waits(now: datetime) -> ColumnElement[bool]:
    recorded = select(Attendance.id).where(Attendance.event_id == Event.id).exists()
    over = (Event.status == Status.SCHEDULED) & (Event.ends_at <= now)
    return (over | (Event.status == Status.HELD)) & ~recorded


def begun(session: Session, text: str, *, now: datetime) -> tuple[list[Shown], str]:
    """List events of a title that have begun, the latest first, and what was typed after it.

    Empty where no event is called that.
    """
    called, rest = event_pages.named_in(session, text, now=now)
    if not called:
        return [], text
    every = events.titled(session, {each.series.title_key for each in called})
    return sorted(every, key=lambda each: each.event.begins_at, reverse=True), rest
