"""Links in mails: what each may open, for whom, and until when."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from db.models.base import (
    NEVER_REUSED,
    Base,
    Owned,
    id_column,
    instant,
    one_open,
    owned_key,
    points_at,
    reference,
    short_text,
)

OF_NOTHING = "revoked_at IS NULL AND subject_id IS NULL"


class Link(Owned, Base):
    """A link of one purpose for one person; its token is a signature of the id, kept nowhere."""

    __tablename__ = "link"
    __table_args__ = (
        CheckConstraint("expires_at > issued_at", name="span"),
        one_open("uq_link_own", "person_id", "purpose", where=OF_NOTHING),
        one_open("uq_link_open", "person_id", "subject_id", "purpose", where="revoked_at IS NULL"),
        points_at("person_id", "person"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    purpose: Mapped[short_text]
    person_id: Mapped[reference]
    subject_id: Mapped[reference | None]
    version: Mapped[int]
    issued_at: Mapped[instant]
    expires_at: Mapped[instant]
    revoked_at: Mapped[instant | None]
