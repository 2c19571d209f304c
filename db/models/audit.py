"""Who changed what: an append-only, hash-chained record (reliability.md, section 4)."""

from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import (
    Base,
    Owned,
    id_column,
    instant,
    json_object,
    owned_key,
    points_at,
    reference,
    short_text,
)


class AuditEntry(Owned, Base):
    """One change: by whom, what verb, on what, and a salted digest of its detail.

    Triggers on both databases refuse UPDATE and DELETE. `actor_id` is a person's id, or None for
    the clock and the command line; it stays when the person is erased.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (owned_key(),)

    id: Mapped[id_column]
    at: Mapped[instant]
    actor_id: Mapped[reference | None]
    verb: Mapped[short_text]
    subject_kind: Mapped[short_text]
    subject_id: Mapped[reference]
    digest: Mapped[short_text]


class AuditDetail(Owned, Base):
    """What an entry changed, from and to; it may be erased and the chain still proves true."""

    __tablename__ = "audit_detail"
    __table_args__ = (
        UniqueConstraint("entry_id"),
        points_at("entry_id", "audit_entry"),
        owned_key(),
    )

    id: Mapped[id_column]
    entry_id: Mapped[reference]
    salt: Mapped[short_text]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[json_object]


class AuditSeal(Owned, Base):
    """A link of the chain: `chain_hash` = SHA-256 of the link before and the entry."""

    __tablename__ = "audit_seal"
    __table_args__ = (
        UniqueConstraint("entry_id"),
        UniqueConstraint("partnership_id", "number"),
        points_at("entry_id", "audit_entry"),
        owned_key(),
    )

    id: Mapped[id_column]
    entry_id: Mapped[reference]
    number: Mapped[reference]
    chain_hash: Mapped[short_text]
