"""The coming events that one person is asked about, or whose diary they keep is."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from db import event_visits, events, unheard
from db.events import Shown
from db.models import Attendee, DiaryContact, Event, Recipient
from db.unheard import Unheard
from domain.events import Status


def coming(
    session: Session, person_id: int, *, day: date, now: datetime, limit: int = 5
) -> list[Shown]:
    """List the next events that a person is invited to, or somebody whose diary they keep.

    They are as people know them: what waits to leave is shown to coordinators alone.
    """
    theirs = _attendees(person_id, day)
    waits = unheard.of(
        session, now=now, among=select(Attendee.series_id).where(Attendee.id.in_(theirs))
    )
    if waits and event_visits.coordinates(session, person_id, now):
        waits = {}
    asked = (
        select(Event.id)
        .join(Recipient, Recipient.event_id == Event.id)
        .where(Recipient.attendee_id.in_(theirs), Recipient.withdrawn_at.is_(None))
        .where(Event.status == Status.SCHEDULED, Event.ends_at > now)
        .where(Event.series_id.not_in(waits))
        .group_by(Event.id, Event.begins_at)
        .order_by(Event.begins_at, Event.id)
        .limit(limit)
    )
    found = events.by_ids(session, list(session.scalars(asked)))
    known = _known(session, theirs, waits, now)
    return sorted([*found, *known], key=lambda each: (each.event.begins_at, each.event.id))[:limit]


def _attendees(person_id: int, day: date) -> Select[int]:
    """Give who a person is, and whose diary they keep, among who is asked."""
    kept = select(DiaryContact.holder_id).where(
        DiaryContact.person_id == person_id, DiaryContact.holds(day)
    )
    whose = or_(Attendee.person_id == person_id, Attendee.person_id.in_(kept))
    return select(Attendee.id).where(whose)


def _known(
    session: Session, theirs: Select[int], waits: Mapping[int, Unheard], now: datetime
) -> list[Shown]:
    """List what they know to come of series of which a change waits."""
    found = []
    for each in waits.values():
        series, known = unheard.rows(session, each)
        held = _held(session, theirs, each) if not each.is_new else set()
        found += [
            Shown(event, series)
            for event in known
            if event.id in held and event.status == Status.SCHEDULED and event.ends_at > now
        ]
    return found


def _held(session: Session, theirs: Select[int], waits: Unheard) -> set[int]:
    """Give the events of a series that they are asked about, as far as they know."""
    own = set(session.scalars(theirs.where(Attendee.series_id == waits.series_id)))
    query = select(Recipient.event_id, Recipient.attendee_id).where(
        Recipient.attendee_id.in_(own), Recipient.withdrawn_at.is_(None)
    )
    asked = {(event, attendee) for event, attendee in session.execute(query)}
    for (event, attendee), was in waits.was_asked.items():
        if attendee in own:
            (asked.add if was else asked.discard)((event, attendee))
    return {event for event, _attendee in asked}
