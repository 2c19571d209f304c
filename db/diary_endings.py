"""Diaries that somebody keeps no more: what came by a copy leaves the calendar it stands in.

A copy stands in the calendar of who keeps a diary as it does in its owner's; so its end is owed
as much as to a lead who is replaced.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import String, cast, literal, select
from sqlalchemy.orm import Session

from db import calendars, deliveries, diary_copies, events, streams
from db.calendar_forms import ASKS
from db.deliveries import Priority
from db.models import Attendee, Delivery, DiaryContact, Event, Partnership, Recipient, Series
from db.models.deliveries import State
from db.tenancy import across_partnerships
from domain.events import Calendar

KIND = "diary.ended"
"""The kind of the letter that takes the entries out."""

WITHIN = timedelta(days=7)
"""How long after a diary was kept last somebody is still rid of its entries."""

Piece = tuple[int, int]
"""A diary contact's id, and the attendee's whose entry they have."""


def due(session: Session, *, now: datetime) -> list[tuple[int, Piece]]:
    """List who may have an entry of a diary that they keep no more, with their partnerships' ids.

    What was planned already is left out, and what is over.
    """
    key = literal("diary:") + cast(Attendee.id, String) + ":" + cast(DiaryContact.id, String)
    planned = select(Delivery.id).where(
        Delivery.partnership_id == Attendee.partnership_id, Delivery.key == key
    )
    ahead = (
        select(Recipient.id)
        .join(Event, Event.id == Recipient.event_id)
        .where(Recipient.attendee_id == Attendee.id, Recipient.withdrawn_at.is_(None))
        .where(Event.ends_at > now)
    )
    today = now.date()
    query = (
        select(Attendee.partnership_id, DiaryContact.id, Attendee.id)
        .select_from(DiaryContact)
        .join(Attendee, Attendee.person_id == DiaryContact.holder_id)
        .join(Series, Series.id == Attendee.series_id)
        .where(
            DiaryContact.until > today - WITHIN,
            DiaryContact.until
            <= today + timedelta(days=1),  # the day may have begun where they are
            Series.calendar == Calendar.OURS,
            Series.scheduled_at.is_not(None),
            Series.cancelled_at.is_(None),
            ~planned.exists(),
            ahead.exists(),
        )
        .order_by(DiaryContact.id, Attendee.id)
    )
    with across_partnerships(session):
        return [(owner, (contact, own)) for owner, contact, own in session.execute(query)]


def clear(session: Session, piece: Piece, *, now: datetime) -> int:
    """Plan that somebody's calendar is rid of an entry, where they have it by a copy alone."""
    contact = session.get(DiaryContact, piece[0])
    attendee = session.get_one(Attendee, piece[1])
    if contact is None or not _owes(session, contact, attendee, now):
        return 0
    series = events.locked(session, attendee.series_id)
    assert series is not None  # noqa: S101 - attendees are of series
    series.sequence += 1
    series.revision += 1
    series.changed_at = now
    session.flush()
    calendars.publish(session, series)
    planned = deliveries.plan(
        session,
        key=f"{diary_copies.ended_key(attendee.id)}{contact.id}",
        kind=KIND,
        channel_kind="mail",
        person_id=contact.person_id,
        subject={"series": series.id, "diary_of": attendee.id},
        priority=Priority.INVITATION,
        due_at=now,
        now=now,
    )
    return int(planned)


def _owes(session: Session, contact: DiaryContact, attendee: Attendee, now: datetime) -> bool:
    """Say whether somebody has an entry by a copy, and by nothing that goes on."""
    owner = events.partnership(session)
    day = owner.day(now)
    if owner.in_rehearsal(now) or contact.until is None or contact.until > day:
        return False
    has = diary_copies.having(session, attendee.series_id, day=day)
    return contact.person_id not in has and _had_copy(session, contact, attendee, owner)


def _had_copy(
    session: Session, contact: DiaryContact, attendee: Attendee, owner: Partnership
) -> bool:
    """Say whether a letter that asks left while somebody kept the diary of its reader."""
    query = select(Delivery.due_at).where(
        Delivery.stream == streams.mail_stream(attendee.id),
        Delivery.kind.in_([f"event.{each}" for each in ASKS]),
        Delivery.state.in_((State.SENT, State.UNKNOWN)),
    )
    return any(_kept(contact, owner.day(each)) for each in session.scalars(query))


def _kept(contact: DiaryContact, day: date) -> bool:
    return contact.since <= day and (contact.until is None or day < contact.until)
