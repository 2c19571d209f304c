"""The ledger of what leaves the building: one row is one message to one person by one channel."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import (
    NEVER_REUSED,
    Base,
    Owned,
    address_text,
    id_column,
    instant,
    json_object,
    long_text,
    owned_key,
    points_at,
    reference,
    short_text,
)


class State(StrEnum):
    """Where a message stands. The first two are open; the others are final."""

    PLANNED = "planned"
    LEASED = "leased"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"


OPEN = (State.PLANNED, State.LEASED)
"""The states in which a message may still go out."""

_OPEN = text("state IN ('planned', 'leased')")
_BY_MAIL = text("channel_kind = 'mail'")


class Delivery(Owned, Base):
    """One message. `key` is its identity: planning it twice is harmless.

    `due_at` and `expires_at` are the product's clock; `lease_until` and `next_try_at` the
    database's, since waits must not be skewed by a worker's clock or jumped by a demo's. `stream`
    orders the revisions of one message: only the lowest open one can be claimed. `payload` holds
    what is sent, kept from the first claim on so that every retry sends the same bytes. It is for a
    person, for the channel of a body, or for a channel of the partnership's own, which `room`
    names; `round_id` is the round of messages it belongs to, and `sent_to` the address or the
    place in Slack it went to.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("partnership_id", "key"),
        CheckConstraint(f"state IN ({', '.join(repr(str(s)) for s in State)})", name="state"),
        Index("ix_delivery_due", "due_at", postgresql_where=_OPEN, sqlite_where=_OPEN),
        Index("ix_delivery_stream", "partnership_id", "stream", "revision"),
        Index("ix_delivery_mail", "provider_ref", postgresql_where=_BY_MAIL, sqlite_where=_BY_MAIL),
        CheckConstraint(
            "(CASE WHEN person_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN body_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN room IS NULL THEN 0 ELSE 1 END) = 1",
            name="whom",
        ),
        CheckConstraint("room IN ('digest', 'updates')", name="room"),
        points_at("person_id", "person"),
        points_at("body_id", "body"),
        points_at("round_id", "round"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    key: Mapped[address_text]
    kind: Mapped[short_text]
    channel_kind: Mapped[short_text]
    person_id: Mapped[reference | None]
    body_id: Mapped[reference | None]
    room: Mapped[short_text | None]
    round_id: Mapped[reference | None] = mapped_column(index=True)
    subject: Mapped[json_object]
    stream: Mapped[address_text]
    revision: Mapped[int]
    priority: Mapped[int]
    state: Mapped[short_text]
    due_at: Mapped[instant]
    expires_at: Mapped[instant | None]
    attempts: Mapped[int]
    lease_until: Mapped[instant | None]
    lease_token: Mapped[short_text | None]
    next_try_at: Mapped[instant | None]
    payload: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    content_hash: Mapped[short_text | None]
    provider_ref: Mapped[short_text | None]
    sent_to: Mapped[address_text | None]
    last_error: Mapped[long_text | None]
    created_at: Mapped[instant]
    sent_at: Mapped[instant | None]
