"""Quorums that are at risk: gaps of the worklist, worked out whenever somebody looks."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import quorum_forecasts
from db.models import Event, Partnership, QuorumForecast
from domain import quorum_forecasts as rules
from domain.events import Status
from domain.outcomes import Quorate
from domain.quorum_forecasts import Forecast
from domain.working_days import Region
from domain.worklist import Gap, Kind

MOST = 5
"""Events that have a line: the soonest."""


def gaps(session: Session, partnership: Partnership, *, now: datetime) -> list[Gap]:
    """Give the coming events that have no quorum as it stands, or near and without a certain one.

    Only what the tick has found so is worked out anew: one query where nothing is.
    """
    query = (
        select(Event)
        .join(QuorumForecast, QuorumForecast.event_id == Event.id)
        .where(Event.status == Status.SCHEDULED, Event.begins_at > now)
        .where(QuorumForecast.state != Quorate.YES)
        .order_by(Event.begins_at, Event.id)
    )
    region, today = Region(partnership.region), partnership.day(now)
    near = [
        each for each in session.scalars(query) if today >= rules.opens(each.begins.date(), region)
    ]
    found = [quorum_forecasts.of(session, each.id, now=now) for each in near[:MOST]]
    at = {"at": now.isoformat()}
    return [
        Gap(Kind.QUORUM, each.event_id, at)
        for each in found
        if each is not None
        and (each.reached.met is Quorate.NO or quorum_forecasts.is_near(session, each, now=now))
    ]


def read(session: Session, found: Mapping[int, datetime]) -> dict[int, Forecast]:
    """Give how the quorums of some events stand, by their ids, as at the moment of each."""
    read_now = {own: quorum_forecasts.of(session, own, now=at) for own, at in found.items()}
    return {own: each for own, each in read_now.items() if each is not None}
