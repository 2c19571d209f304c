"""Deputies who are held until a coordinator says whether they are asked: a line of the worklist."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import worklist
from db.models import Invitation, NamedDeputy, WorklistItem
from domain.worklist import Gap, Kind, key_of


def put(session: Session, row: NamedDeputy, *, now: datetime) -> None:
    """Let a deputy wait for a coordinator."""
    invitation = session.get_one(Invitation, row.invitation_id)
    assert invitation.seat_id is not None  # noqa: S101 - guests send nobody
    facts = {"seat": invitation.seat_id, "event": invitation.event_id}
    worklist.put(session, Gap(Kind.HELD_DEPUTY, row.id, facts), _key(row), now=now)


def take_off(session: Session, row: NamedDeputy, *, by: int | None = None, now: datetime) -> None:
    """Let a deputy wait no more, if they do."""
    query = select(WorklistItem).where(
        WorklistItem.key == _key(row), WorklistItem.done_at.is_(None)
    )
    for each in session.scalars(query):
        worklist.finish(session, each, by=by, now=now)


def _key(row: NamedDeputy) -> str:
    return key_of(Kind.HELD_DEPUTY, row.id)
