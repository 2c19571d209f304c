"""Links in mails: what each may open, for whom, and until when."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from db.models.base import (
    NEVER_REUSED,
    Base,
    Owned,
    id_column,
    instant,
    owned_key,
    points_at,
    reference,
    short_text,
)


class Link(Owned, Base):
    """A link of one purpose for one person; its token is a signature of the id, kept nowhere."""

    __tablename__ = "link"
    __table_args__ = (
        CheckConstraint("expires_at > issued_at", name="span"),
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
