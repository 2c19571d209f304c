"""Registers that are not filled in: events that are over, and nobody has said who came."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from db import event_pages, events
from db.events import Shown
from db.models import Attendance, Event, Invitation, Partnership, Series
from domain.events import Status
from domain.registers import MOST_WAITING, Unfilled
from domain.worklist import Gap, Kind


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


def gaps(session: Session, partnership: Partnership, *, now: datetime) -> list[Gap]:
    """Give the registers of the session's partnership that wait; many are one gap."""
    found, total = due(session, now=now, limit=MOST_WAITING), count(session, now=now)
    if total > MOST_WAITING:
        oldest = {"event": found[0].event.id, "count": total}
        return [Gap(Kind.REGISTERS, partnership.id, oldest)]
    return [
        Gap(Kind.REGISTER, each.event.id, {"event": each.event.id, "count": 1}) for each in found
    ]


def read(session: Session, ids: Collection[int]) -> dict[int, Unfilled]:
    """Give what is said of some events whose register waits, by their ids."""
    return {
        each.event.id: Unfilled(each.event.id, each.event.title, events.span_of(each.event))
        for each in (events.by_ids(session, ids) if ids else ())
    }


def _waits(now: datetime) -> ColumnElement[bool]:
    """Give the criterion; an event to which nobody was invited has nobody to be recorded."""
    recorded = select(Attendance.id).where(Attendance.event_id == Event.id).exists()
    here = (Invitation.event_id == Event.id) & Invitation.withdrawn_at.is_(None)
    invited = select(Invitation.id).where(here).exists()
    over = (Event.status == Status.SCHEDULED) & (Event.ends_at <= now)
    return (over | (Event.status == Status.HELD)) & ~recorded & invited


def is_due(session: Session, event_id: int, *, now: datetime) -> bool:
    """Say whether an event's register waits to be filled in."""
    query = select(Event.id).where(Event.id == event_id, _waits(now))
    return session.scalars(query).one_or_none() is not None


def begun(session: Session, text: str, *, now: datetime) -> tuple[list[Shown], str]:
    """List events of a title that have begun, the latest first, and what was typed after it.

    Empty where no event is called that.
    """
    called, rest = event_pages.named_in(session, text, now=now)
    if not called:
        return [], text
    every = events.titled(session, {each.series.title_key for each in called})
    return sorted(every, key=lambda each: each.event.begins_at, reverse=True), rest
