"""What somebody wrote instead of answering: a line each, and of very many a few.

Anybody may write as many mails as they like through one invitation.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import reviews, worklist
from db.models import Event, InboundMail, WorklistItem
from domain.worklist import Gap, Kind

MOST = 5
"""Mails of one invitation to an event that wait a line each."""


def put(
    session: Session,
    mail: InboundMail,
    *,
    attendee_id: int,
    event: Event,
    sender: tuple[str, str],
    text: str,
    now: datetime,
) -> None:
    """Let what somebody wrote wait, beside the answers that it may mean.

    Where many wait already the latest takes the place of the one before, which is only counted.
    """
    address, name = sender
    facts = {
        "attendee": attendee_id,
        "event": event.id,
        "mail": mail.id,
        "address": address,
        "name": name,
        "text": text,
        "at": mail.received_at.isoformat(),
    }
    key = reviews.key_of(Kind.WRITTEN, mail.id)
    there = _waiting(session, event.id, attendee_id)
    if len(there) >= MOST and all(each.key != key for each in there):
        key, facts["more"] = there[-1].key, there[-1].facts.get("more", 0) + 1
    worklist.put(session, Gap(Kind.WRITTEN, event.id, facts), key, now=now)


def _waiting(session: Session, event_id: int, attendee_id: int) -> Sequence[WorklistItem]:
    query = select(WorklistItem).where(
        WorklistItem.kind == Kind.WRITTEN,
        WorklistItem.done_at.is_(None),
        WorklistItem.subject_id == event_id,
        WorklistItem.facts["attendee"].as_integer() == attendee_id,
    )
    return session.scalars(query.order_by(WorklistItem.id)).all()
