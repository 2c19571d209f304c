"""Access needs: what somebody needs to take part in one event, for coordinators' eyes only.

Nothing that lists people or answers shows them, the record of changes names nobody, and they are
deleted soon after the event.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db import audit, bulk
from db.models import AccessNeed, Event, Person

KEPT = timedelta(days=7)
"""How long after the end of its event a need is kept."""


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody needs."""

    name: str
    text: str


def tell(session: Session, event: Event, person_id: int, text: str, *, now: datetime) -> None:
    """Keep what somebody needs at an event, in place of what they said before; empty: nothing."""
    held = select(Event.id).where(Event.id == event.id).with_for_update(key_share=True)
    session.execute(held)
    row = _row(session, event.id, person_id)
    if row is not None and row.text == text:
        return
    if row is not None:
        session.delete(row)
        session.flush()
    if text:
        own = AccessNeed(event_id=event.id, person_id=person_id, text=text, told_at=now)
        session.add(own)
        session.flush()
    audit.record(
        session,
        actor_id=None,
        verb="note access needs",
        subject_kind="series",
        subject_id=event.series_id,
        before=None,
        after={},
        now=now,
    )


def told_at(session: Session, event_id: int, person_id: int) -> datetime | None:
    """Say when somebody told what they need at an event; None: they did not."""
    row = _row(session, event_id, person_id)
    return row.told_at if row else None


def _row(session: Session, event_id: int, person_id: int) -> AccessNeed | None:
    query = select(AccessNeed).where(
        AccessNeed.event_id == event_id, AccessNeed.person_id == person_id
    )
    return session.scalars(query).one_or_none()


def of(session: Session, event_id: int) -> list[Need]:
    """List what people need at an event, by their names."""
    query = (
        select(Person.name, AccessNeed.text)
        .join(AccessNeed, AccessNeed.person_id == Person.id)
        .where(AccessNeed.event_id == event_id)
        .order_by(Person.name, AccessNeed.id)
    )
    return [Need(name, text) for name, text in session.execute(query)]


def forget(session: Session, now: datetime) -> int:
    """Delete what people needed at events that ended a while ago; say how many."""
    over = select(Event.id).where(Event.ends_at <= now - KEPT)
    return bulk.changed(session, delete(AccessNeed).where(AccessNeed.event_id.in_(over)))
