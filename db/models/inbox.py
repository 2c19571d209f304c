"""What has been asked already, so that a repeat gets the same answer and has no second effect."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Owned, address_text, id_column, instant, json_object, owned_key


class InboxEntry(Owned, Base):
    """One request that had an effect, by the key its sender repeats, with the answer it got."""

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("partnership_id", "key"), owned_key())

    id: Mapped[id_column]
    key: Mapped[address_text]
    received_at: Mapped[instant] = mapped_column(index=True)
    answer: Mapped[json_object | None]
