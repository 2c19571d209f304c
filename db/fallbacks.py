"""What could not arrive by one channel goes by the other, once."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db import deliveries, reminder_rows, streams
from db.models import Address, Attendee, Delivery, Event, Recipient, Round, Series, SlackIdentity
from db.models.deliveries import State
from db.plans import Plan

_KEY = "fallback:"
_OTHER = {"mail": "slack", "slack": "mail"}
_NEVER_LEFT = (State.CANCELLED, State.EXPIRED)
"""Where nobody is told by that channel. In place of what was superseded something newer tells."""

_Place = tuple[str, int, dict[str, Any]]
"""A stream, the revision that is its next, and what the message is about."""


def plan(session: Session, failed: Delivery, *, now: datetime) -> bool:
    """Plan a round's message that failed by the other channel; say whether there is one now.

    None is planned for a channel of a body, nor where the round has one there already; what is
    itself a way round has no other.
    """
    other = _OTHER.get(failed.channel_kind)
    if failed.person_id is None or failed.key.startswith(_KEY) or other is None:
        return False
    if failed.kind.startswith(reminder_rows.KIND):
        return _reminder(session, failed, other, now)
    attendee = session.get(Attendee, failed.subject.get("attendee", 0))
    if attendee is None or _has(session, failed, other) or not _reaches(session, failed, other):
        return False
    found = _card(session, attendee, failed, now) if other == "slack" else None
    found = _letter(session, attendee, failed) if other == "mail" else found
    if found is None:
        return False
    stream, revision, about = found
    subject = {"series": attendee.series_id, "attendee": attendee.id, **about}
    subject |= {"say": failed.subject.get("say")}
    return deliveries.plan(
        session,
        **Plan(
            key=f"{_KEY}{failed.id}",
            kind=failed.kind,
            channel_kind=other,
            person_id=failed.person_id,
            round_id=failed.round_id,
            subject=subject,
            stream=stream,
            revision=revision,
            priority=failed.priority,
            due_at=now,
            expires_at=failed.expires_at,
            now=now,
        ),
    )


def _reminder(session: Session, failed: Delivery, other: str, now: datetime) -> bool:
    """Plan a reminder by the other channel: it is decided anew whether it is owed."""
    if not _reaches(session, failed, other):
        return False
    revision = reminder_rows.revisions(session, [failed.stream])[failed.stream] + 1
    return deliveries.plan(
        session,
        key=f"{_KEY}{failed.id}",
        kind=failed.kind,
        channel_kind=other,
        person_id=failed.person_id,
        round_id=failed.round_id,
        subject={**failed.subject, "instead": failed.id},
        stream=failed.stream,
        revision=revision,
        priority=failed.priority,
        due_at=now,
        expires_at=failed.expires_at,
        now=now,
    )


def _has(session: Session, failed: Delivery, channel_kind: str) -> bool:
    """Say whether the round has a message by that channel that left, or will, or can't."""
    query = select(Delivery.id).where(
        Delivery.round_id == failed.round_id,
        Delivery.person_id == failed.person_id,
        Delivery.channel_kind == channel_kind,
        Delivery.state.not_in(_NEVER_LEFT),
    )
    return session.scalars(query.limit(1)).first() is not None


def _reaches(session: Session, failed: Delivery, channel_kind: str) -> bool:
    own = SlackIdentity if channel_kind == "slack" else Address
    query = select(own.id).where(own.person_id == failed.person_id)
    return session.scalars(query.limit(1)).first() is not None


def _card(session: Session, attendee: Attendee, failed: Delivery, now: datetime) -> _Place | None:
    """Find the card of the event it was about, or of the person's next."""
    query = (
        select(Recipient)
        .join(Event, Event.id == Recipient.event_id)
        .where(Recipient.attendee_id == attendee.id, Event.begins_at > now)
        .order_by(Recipient.withdrawn_at.is_not(None), Event.begins_at)
    )
    if (event := failed.subject.get("event")) is not None:
        query = query.where(Recipient.event_id == event)
    recipient = session.scalars(query.limit(1)).first()
    if recipient is None:
        return None
    own = update(Recipient).where(Recipient.id == recipient.id)
    counted = own.values(cards=Recipient.cards + 1).returning(Recipient.cards)
    about = {"recipient": recipient.id, "event": recipient.event_id}
    return streams.card_stream(recipient.id), session.scalars(counted).one(), about


def _letter(session: Session, attendee: Attendee, failed: Delivery) -> _Place:
    """Find the person's letters about the series: of one occurrence where the round was."""
    series = session.get_one(Series, attendee.series_id)
    round_ = session.get_one(Round, failed.round_id)
    own = update(Attendee).where(Attendee.id == attendee.id)
    counted = own.values(messages=Attendee.messages + 1).returning(Attendee.messages)
    one = series.rule is not None and round_.event_id is not None
    about = {"event": round_.event_id} if one else {}
    return streams.mail_stream(attendee.id), session.scalars(counted).one(), about
