"""That a process lives, and what ails it: written by itself, read by whoever asks."""

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, instant, short_text


class Heartbeat(Base):
    """The last sign of life of a part of the bot, by the database's clock. No partnership's."""

    __tablename__ = "heartbeat"

    name: Mapped[short_text] = mapped_column(primary_key=True)
    at: Mapped[instant]
    ailments: Mapped[list[str]] = mapped_column(JSON(none_as_null=True))
