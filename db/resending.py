"""What somebody's calendar is told once more, because it asked or has it wrong.

It takes the next place in the stream of their mails, so that it never overtakes a change.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db import deliveries, streams
from db.deliveries import Priority
from db.models import Attendee, Delivery, Event, Series
from db.models.deliveries import OPEN
from db.plans import Plan
from domain.events import Say

PAUSE = timedelta(minutes=10)
"""How long nothing is said again to one person: two machines may answer each other."""

DECLINED = "proposal.declined"
"""The kind of a letter that declines a proposal."""


def again(
    session: Session, series: Series, attendee: Attendee, say: Say, event: Event, *, now: datetime
) -> bool:
    """Plan a message about an event once more; False where that was done a moment ago."""
    about: dict[str, Any] = {"say": say.value}
    if series.rule is not None and say is Say.CANCELLATION and series.cancelled_at is None:
        about["event"] = event.id
    return _plan(session, attendee, f"event.{say}", about, event, now)


def decline(
    session: Session, attendee: Attendee, event: Event, *, sequence: int, now: datetime
) -> bool:
    """Plan the letter that declines somebody's proposal, of the version they answered."""
    about = {"event": event.id, "sequence": sequence, "say": Say.UPDATE.value}
    return _plan(session, attendee, DECLINED, about, event, now)


def _plan(
    session: Session,
    attendee: Attendee,
    kind: str,
    about: dict[str, Any],
    event: Event,
    now: datetime,
) -> bool:
    stream = streams.mail_stream(attendee.id)
    if _has_just(session, stream, kind, about.get("event"), now):
        return False
    own = update(Attendee).where(Attendee.id == attendee.id)
    counted = own.values(messages=Attendee.messages + 1).returning(Attendee.messages)
    revision = session.scalars(counted).one()
    return deliveries.plan(
        session,
        **Plan(
            key=f"{stream}:{revision}",
            kind=kind,
            channel_kind="mail",
            person_id=attendee.person_id,
            subject={"series": attendee.series_id, "attendee": attendee.id, **about},
            stream=stream,
            revision=revision,
            priority=Priority.INVITATION,
            due_at=now,
            expires_at=event.begins_at,
            now=now,
        ),
    )


def _has_just(
    session: Session, stream: str, kind: str, event_id: int | None, now: datetime
) -> bool:
    """Say whether the same waits, or left a moment ago, of all of a series or of one event."""
    same = [Delivery.stream == stream, Delivery.kind == kind]
    about = Delivery.subject["event"].as_integer()
    same.append(about == event_id if event_id is not None else about.is_(None))
    query = select(Delivery.id).where(*same)
    waits = query.where(Delivery.state.in_(OPEN))
    left = query.where(Delivery.round_id.is_(None), Delivery.created_at > now - PAUSE)
    return any(session.scalars(each.limit(1)).first() is not None for each in (waits, left))
