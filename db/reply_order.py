"""Which of a recipient's calendar answers is the latest (RFC 5546, 2.1.5), kept per occurrence."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Attendee, CalendarReply
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
    attendee: Attendee,
    original: datetime | None,
    key: str,
    part: Part,
    *,
    partstat: str,
    mail_id: int | None,
    now: datetime,
) -> bool:
    """Keep what a calendar says, unless it said something newer, or this, before; say which.

    An answer without a SEQUENCE is taken for the version that was answered last.
    """
    assert part.stamp is not None  # noqa: S101 - it was dated
    instance = instance_of(original)
    known = of(session, attendee.id, instance, key)
    before = known.sequence if known is not None else 0
    sequence = part.sequence if part.sequence is not None else before
    if known is None:
        known = CalendarReply(
            attendee_id=attendee.id, instance=instance, address_key=key, original=original
        )
        session.add(known)
    elif not _is_news(known, sequence, part.stamp, partstat):
        return False
    known.sequence, known.stamp, known.partstat = sequence, part.stamp, partstat
    known.mail_id, known.received_at = mail_id, now
    session.flush()
    return True


def _is_news(known: CalendarReply, sequence: int, stamp: datetime, partstat: str) -> bool:
    """Say whether an answer comes after the one that is known, or differs from one as late."""
    before, after = (known.sequence, known.stamp), (sequence, stamp)
    return after > before or (after == before and partstat != known.partstat)
