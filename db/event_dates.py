"""Which dates of a series came or went for one reader, since a message reached them last."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Event, Recipient
from domain.events import Status


@dataclass(frozen=True, slots=True)
class Dates:
    """The days of a reader's events: those that came, those that went, and the last left."""

    came: tuple[date, ...] = ()
    gone: tuple[date, ...] = ()
    last: date | None = None


def since(session: Session, attendee_id: int, moments: Collection[datetime]) -> Dates:
    """Say what changes that were made at some moments gave to a reader, and took from them."""
    query = (
        select(Event, Recipient.since, Recipient.withdrawn_at)
        .join(Recipient, Recipient.event_id == Event.id)
        .where(Recipient.attendee_id == attendee_id)
        .order_by(Event.begins_at, Event.id)
    )
    came: list[date] = []
    gone: list[date] = []
    held: list[date] = []
    for event, since_then, withdrawn_at in session.execute(query):
        day = event.begins.date()
        is_off = event.status == Status.CANCELLED
        is_held = withdrawn_at is None and not is_off
        held += [day] if is_held else []
        came += [day] if is_held and since_then in moments else []
        left_at = event.ended_at if is_off and withdrawn_at is None else withdrawn_at
        gone += [day] if left_at in moments and since_then not in moments else []
    return Dates(tuple(came), tuple(gone), max(held, default=None))
