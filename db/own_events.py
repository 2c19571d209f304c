"""The coming events that one person is asked about, or whose diary they keep is."""

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db import events
from db.events import Shown
from db.models import Attendee, DiaryContact, Event, Recipient
from domain.events import Status


def coming(
    session: Session, person_id: int, *, day: date, now: datetime, limit: int = 5
) -> list[Shown]:
    """List the next events that a person is invited to, or somebody whose diary they keep."""
    kept = select(DiaryContact.holder_id).where(
        DiaryContact.person_id == person_id, DiaryContact.holds(day)
    )
    asked = (
        select(Event.id)
        .join(Recipient, Recipient.event_id == Event.id)
        .join(Attendee, Attendee.id == Recipient.attendee_id)
        .where(or_(Attendee.person_id == person_id, Attendee.person_id.in_(kept)))
        .where(Recipient.withdrawn_at.is_(None))
        .where(Event.status == Status.SCHEDULED, Event.ends_at > now)
        .group_by(Event.id, Event.begins_at)
        .order_by(Event.begins_at, Event.id)
        .limit(limit)
    )
    return events.by_ids(session, list(session.scalars(asked)))
