"""Whom messages don't reach: a line on the worklist for each person and channel, until one does."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import audit, worklist
from db.models import Delivery, WorklistItem
from domain.worklist import Gap, Kind, Way, key_of

Line = tuple[int, str]
"""A partnership, and the key of a line on its worklist."""


def note(
    session: Session,
    delivery: Delivery,
    error: str,
    *,
    keeper: int | None = None,
    now: datetime,
) -> None:
    """Tell coordinators that a message can't arrive, or the copy of it for who keeps a diary.

    Ten of them are one line, of the latest.
    """
    way, subject = _whom(delivery, keeper)
    facts = {"delivery": delivery.id, "channel": way, "error": error}
    worklist.put(session, Gap(Kind.NOT_REACHED, subject, facts), _key(delivery, keeper), now=now)


def waiting(session: Session) -> set[Line]:
    """Give the lines that wait, of all partnerships."""
    query = select(WorklistItem.partnership_id, WorklistItem.key).where(
        WorklistItem.done_at.is_(None), WorklistItem.kind == Kind.NOT_REACHED
    )
    return {(owner, key) for owner, key in session.execute(query)}


def reached(session: Session, keys: Collection[Line], *, now: datetime) -> None:
    """Take off the worklist whom messages have reached by that very channel."""
    if not keys:
        return
    waiting = select(WorklistItem).where(
        WorklistItem.done_at.is_(None),
        WorklistItem.kind == Kind.NOT_REACHED,
        WorklistItem.key.in_(sorted({key for _owner, key in keys})),
    )
    for row in session.scalars(waiting).all():
        if (row.partnership_id, row.key) in keys:
            worklist.finish(session, row, by=None, now=now)


def finish(session: Session, item_id: int, *, by: int | None, now: datetime) -> None:
    """Take a line off the worklist. Raises `Refused` where somebody has done so already."""
    row = worklist.told(session, item_id, Kind.NOT_REACHED)
    worklist.finish(session, row, by=by, now=now)
    audit.record(
        session,
        actor_id=by,
        verb="finish",
        subject_kind="worklist item",
        subject_id=row.id,
        before=None,
        after={"delivery": row.facts["delivery"]},
        now=now,
    )


def _whom(delivery: Delivery, keeper: int | None) -> tuple[Way, int]:
    if keeper is not None:
        return Way.MAIL, keeper
    if delivery.body_id is not None:
        return Way.CHANNEL, delivery.body_id
    return Way(delivery.channel_kind), delivery.person_id or 0


def line(delivery: Delivery, keeper: int | None = None) -> Line:
    """Say whose line it is, and which, where a message can't arrive, or the copy for a keeper."""
    return delivery.partnership_id, _key(delivery, keeper)


def _key(delivery: Delivery, keeper: int | None) -> str:
    way, subject = _whom(delivery, keeper)
    return f"{key_of(Kind.NOT_REACHED, subject)}:{way}"
