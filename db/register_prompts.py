"""Coordinators asked who came, once an event is over: planned once, and not while people rest.

What became of it takes the place of that message, however late: as a later revision of it.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import deliveries, events, registers_due, rehearsal_copies
from db.deliveries import Priority
from db.models import Delivery, Event, SlackIdentity
from db.models.deliveries import State
from db.plans import Plan
from db.tenancy import across_partnerships
from domain.events import Status
from domain.quiet_hours import not_quiet
from domain.registers import PROMPTED_WITHIN, Unfilled
from domain.working_days import Region

KIND = "attendance.prompt"
"""The kind of the message that asks who came."""

CHANGED = "attendance.changed"
"""The kind of what takes its place, once that was said or taken back."""

AT_ONCE = 500
"""Events of which coordinators are asked in one go, the first to end first."""


def over(session: Session, *, now: datetime) -> list[tuple[int, int]]:
    """List events that ended of late and of which nobody was asked, with their partnerships."""
    query = (
        select(Event.partnership_id, Event.id)
        .where(Event.status == Status.SCHEDULED, Event.who_came_asked_at.is_(None))
        .where(Event.ends_at <= now, Event.ends_at > now - PROMPTED_WITHIN)
        .order_by(Event.ends_at, Event.id)
        .limit(AT_ONCE)
    )
    with across_partnerships(session):
        return [(owner, event) for owner, event in session.execute(query)]


def ask(session: Session, event_id: int, *, now: datetime) -> int:
    """Ask the coordinators who are in Slack who came to an event; says how many are asked."""
    shown = events.by_id(session, event_id)
    if shown is None or shown.event.who_came_asked_at is not None:
        return 0
    shown.event.who_came_asked_at = now
    session.flush()
    owner = events.partnership(session)
    those = rehearsal_copies.coordinators(session, owner, now=now)
    in_slack = select(SlackIdentity.person_id).where(SlackIdentity.person_id.in_(those))
    due_at = not_quiet(now, owner.zone, Region(owner.region))
    plans = [
        Plan(
            key=_stream(event_id, each),
            kind=KIND,
            person_id=each,
            subject={"event": event_id},
            priority=Priority.REMINDER,
            due_at=due_at,
            now=now,
        )
        for each in sorted(set(session.scalars(in_slack)))
    ]
    return deliveries.plan_many(session, plans)


def owed(session: Session, event_id: int, *, now: datetime) -> Unfilled | None:
    """Give what a message that asks who came says; None where that was said meanwhile."""
    if not registers_due.is_due(session, event_id, now=now):
        return None
    return registers_due.read(session, [event_id]).get(event_id)


def _stream(event_id: int, person_id: int) -> str:
    return f"{KIND}:{event_id}:{person_id}"


def follow(session: Session, event: Event, *, now: datetime) -> int:
    """Plan that the messages which asked who came say how it stands; says how many.

    While one waits that can tell of it, no other is planned.
    """
    if event.who_came_asked_at is None:
        return 0
    those = rehearsal_copies.coordinators(session, events.partnership(session), now=now)
    streams = {_stream(event.id, each): each for each in those}
    query = (
        select(Delivery.stream, Delivery.revision, Delivery.kind, Delivery.state, Delivery.payload)
        .where(Delivery.stream.in_(streams))
        .order_by(Delivery.stream, Delivery.revision)
        .with_for_update(read=True)  # nobody renders it from what was before
    )
    last = {row.stream: row for row in session.execute(query)}
    plans = [
        Plan(
            key=f"{stream}:{row.revision + 1}",
            kind=CHANGED,
            person_id=streams[stream],
            subject={"event": event.id},
            stream=stream,
            revision=row.revision + 1,
            priority=Priority.NOTICE,
            due_at=now,
            now=now,
        )
        for stream, row in last.items()
        if not (row.kind == CHANGED and row.state == State.PLANNED and row.payload is None)
    ]
    return deliveries.plan_many(session, plans)


def was_asked(session: Session, delivery: Delivery) -> bool:
    """Say whether a message that asked who came is there, of which this one takes the place."""
    query = select(Delivery.id).where(
        Delivery.stream == delivery.stream,
        Delivery.revision < delivery.revision,
        Delivery.state == State.SENT,
    )
    return session.scalars(query.limit(1)).one_or_none() is not None
