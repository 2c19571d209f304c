"""Copies of an invitation for those who arrange it: to try it, and to follow a rehearsal."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import deliveries
from db.deliveries import Priority
from db.models import Address, Delivery, Series, SlackIdentity
from db.plans import Plan

KIND = "event.copy"
"""The kind of a copy, as a letter and as a card."""


def plan(
    session: Session, series: Series, person_ids: Collection[int], *, why: str, now: datetime
) -> int:
    """Plan a copy for each person: a mail to who has an address, a card for who is in Slack.

    `why` is `test` or `rehearsal`. Each call gives new ones; gives how many messages.
    """
    mailed = select(Address.person_id).where(Address.person_id.in_(person_ids), Address.main)
    in_slack = select(SlackIdentity.person_id).where(SlackIdentity.person_id.in_(person_ids))
    ways = {
        "mail": sorted(set(session.scalars(mailed))),
        "slack": sorted(set(session.scalars(in_slack))),
    }
    streams = [
        (f"copy:{series.id}:{person}:{way}", person, way)
        for way, people in ways.items()
        for person in people
    ]
    subject = {"series": series.id, "why": why}
    return deliveries.plan_many(session, list(_plans(session, streams, subject, now)))


def _plans(
    session: Session, streams: list[tuple[str, int, str]], subject: dict[str, Any], now: datetime
) -> Iterator[Plan]:
    last = dict(
        session.execute(
            select(Delivery.stream, func.max(Delivery.revision))
            .where(Delivery.stream.in_([stream for stream, _person, _way in streams]))
            .group_by(Delivery.stream)
        ).all()
    )
    for stream, person, way in streams:
        revision = last.get(stream, 0) + 1
        yield Plan(
            key=f"{stream}:{revision}",
            kind=KIND,
            channel_kind=way,
            person_id=person,
            subject=subject,
            stream=stream,
            revision=revision,
            priority=Priority.INVITATION,
            due_at=now,
            now=now,
        )
