"""Coordinators asked who came, once an event is over: planned once, and not while people rest."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import deliveries, events, registers_due, rehearsal_copies
from db.deliveries import Priority
from db.models import Event, SlackIdentity
from db.plans import Plan
from db.tenancy import across_partnerships
from domain.events import Status
from domain.quiet_hours import not_quiet
from domain.registers import PROMPTED_WITHIN, Unfilled
from domain.working_days import Region

KIND = "attendance.prompt"
"""The kind of the message that asks who came."""

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
            key=f"{KIND}:{event_id}:{each}",
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
