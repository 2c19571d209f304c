"""Deputies who are held until a coordinator says whether they are asked: a line of the worklist."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Invitation, NamedDeputy, WorklistItem
from domain.worklist import Kind, key_of


def put(session: Session, row: NamedDeputy, *, now: datetime) -> None:
    """Let a deputy wait for a coordinator."""
    invitation = session.get_one(Invitation, row.invitation_id)
    facts = {"seat": invitation.seat_id, "event": invitation.event_id}
    item = WorklistItem(
        kind=Kind.HELD_DEPUTY, key=_key(row), subject_id=row.id, facts=facts, noticed_at=now
    )
    session.add(item)
    session.flush()


def take_off(session: Session, row: NamedDeputy, *, by: int | None = None, now: datetime) -> None:
    """Let a deputy wait no more, if they do."""
    query = select(WorklistItem).where(
        WorklistItem.key == _key(row), WorklistItem.done_at.is_(None)
    )
    for each in session.scalars(query):
        each.done_at, each.done_by = now, by
    session.flush()


def _key(row: NamedDeputy) -> str:
    return key_of(Kind.HELD_DEPUTY, row.id)
