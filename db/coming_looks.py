"""When we next look at something by ourselves: for a demo's clock, not for a tick.

Registers are asked for as an event ends; a quorum is reckoned as its time comes, and an hour after
it was, where somebody has answered since.
"""

from collections.abc import Iterator
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import (
    Answer,
    Body,
    Event,
    Invitation,
    Partnership,
    QuorumForecast,
    Series,
)
from db.quorum_forecasts import EVERY
from db.tenancy import across_partnerships
from domain import quorum_forecasts as rules
from domain import working_days
from domain.events import Status
from domain.outcomes import Quorate
from domain.quiet_hours import not_quiet
from domain.registers import PROMPTED_WITHIN
from domain.working_days import Region


def next_due(session: Session, *, now: datetime) -> datetime | None:
    """Say when we next ask who came, or reckon a quorum that may be news; None: never."""
    with across_partnerships(session):
        return min([*_over(session, now), *_quorums(session, now)], default=None)


def _over(session: Session, now: datetime) -> list[datetime]:
    """Give when the next event ends of which nobody was asked who came."""
    query = select(func.min(Event.ends_at)).where(
        Event.status == Status.SCHEDULED,
        Event.who_came_asked_at.is_(None),
        Event.ends_at > now - PROMPTED_WITHIN,
    )
    found = session.scalars(query).one_or_none()
    return [found] if found is not None else []


def _quorums(session: Session, now: datetime) -> Iterator[datetime]:
    answered = (
        select(func.max(Answer.received_at))
        .join(Invitation, Invitation.id == Answer.invitation_id)
        .where(Invitation.event_id == Event.id)
        .scalar_subquery()
    )
    query = (
        select(Event, Partnership, QuorumForecast, answered)
        .join(Series, Series.id == Event.series_id)
        .join(Body, Body.id == Series.body_id)
        .join(Partnership, Partnership.id == Event.partnership_id)
        .outerjoin(QuorumForecast, QuorumForecast.event_id == Event.id)
        .where(Event.status == Status.SCHEDULED, ~Series.sample, Body.quorum.is_not(None))
        .where(Event.begins_at > now, Partnership.live_at <= now)
        .order_by(Event.begins_at, Event.id)
    )
    for event, owner, row, last in session.execute(query):
        moment = _look(event, owner, row, last)
        if moment is None:
            continue
        at = not_quiet(max(moment, now), owner.zone, Region(owner.region))
        if at < event.begins_at:
            yield at


def _look(
    event: Event, owner: Partnership, row: QuorumForecast | None, last: datetime | None
) -> datetime | None:
    """Give when the quorum of an event may be news; None: not as it stands."""
    region, begins = Region(owner.region), event.begins.date()

    def start(day: datetime) -> datetime:
        return day.replace(tzinfo=ZoneInfo(owner.zone))

    opens = start(datetime.combine(rules.opens(begins, region), time()))
    if row is None or row.reckoned_at < opens:
        return opens
    if last is not None and last >= row.reckoned_at:
        return row.reckoned_at + EVERY
    near = start(datetime.combine(working_days.before(begins, rules.AT_RISK, region), time()))
    is_told = row.risk_told_at is not None and row.risk_told_at >= near
    return None if row.state == Quorate.YES or is_told else near
