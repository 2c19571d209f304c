"""Which of a recipient's calendar answers is the latest (RFC 5546, 2.1.5), kept per occurrence."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.mail_senders import Known
from db.models import CalendarReply
from domain.replies import Part


def instance_of(original: datetime | None) -> str:
    """Give the key of an occurrence by its original start; empty for all of a series."""
    return original.isoformat() if original is not None else ""


def of(session: Session, attendee_id: int, instance: str, key: str) -> CalendarReply | None:
    """Find what an address answered last for an occurrence, or for all of a series."""
    query = select(CalendarReply).where(
        CalendarReply.attendee_id == attendee_id,
        CalendarReply.instance == instance,
        CalendarReply.address_key == key,
    )
    return session.scalars(query.with_for_update()).one_or_none()


def dated(part: Part, received_at: datetime) -> Part:
    """Give a part with a stamp: that of its mail where it has none, and never one to come."""
    return replace(part, stamp=min(part.stamp or received_at, received_at))


def keep(
    session: Session,
    known: Known,
    original: datetime | None,
    key: str,
    part: Part,
    *,
    partstat: str,
    mail_id: int | None,
    now: datetime,
) -> bool:
    """Keep what a calendar says, unless it said something newer, or this, before; say which.

    An answer without a SEQUENCE is taken for the version that was answered last. None is of a later
    version than we made: such a one would silence all that comes after it.
    """
    assert part.stamp is not None  # noqa: S101 - it was dated
    instance = instance_of(original)
    newest, attendee_id = known.series.sequence, known.attendee.id
    last = of(session, attendee_id, instance, key)
    before = min(last.sequence, newest) if last is not None else 0
    sequence = min(part.sequence, newest) if part.sequence is not None else before
    if last is None:
        last = CalendarReply(
            attendee_id=attendee_id, instance=instance, address_key=key, original=original
        )
        session.add(last)
    elif not _is_news((before, last.stamp, last.partstat), (sequence, part.stamp, partstat)):
        return False
    last.sequence, last.stamp, last.partstat = sequence, part.stamp, partstat
    last.mail_id, last.received_at = mail_id, now
    session.flush()
    return True


_Said = tuple[int, datetime, str]
"""Of which version an answer is, when it was given, and what it says."""


def _is_news(before: _Said, after: _Said) -> bool:
    """Say whether an answer comes after the one that is known, or differs from one as late."""
    return after[:2] > before[:2] or (after[:2] == before[:2] and after != before)
