"""Calendar entries as bytes: messages before they are finished, and parts of feeds."""

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import (
    Base,
    Owned,
    address_text,
    id_column,
    instant,
    name_text,
    owned_key,
    points_at,
    reference,
    short_text,
)


class CalendarDraft(Owned, Base):
    """A calendar message before it is finished for each reader: its bytes, kept per revision.

    `key` says which message it is, of which revision (db/calendars.py).
    """

    __tablename__ = "calendar_draft"
    __table_args__ = (
        UniqueConstraint("partnership_id", "series_id", "key"),
        points_at("series_id", "series"),
        owned_key(),
    )

    id: Mapped[id_column]
    series_id: Mapped[reference]
    key: Mapped[address_text]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[instant]


class FeedPart(Owned, Base):
    """An entry's bytes in every feed: the series' own, or with `event_id` a changed occurrence's.

    `gone_at`: it was cancelled then, and is shown so for a while.
    """

    __tablename__ = "feed_part"
    __table_args__ = (
        points_at("series_id", "series"),
        points_at("event_id", "event"),
        owned_key(),
    )

    id: Mapped[id_column]
    series_id: Mapped[reference] = mapped_column(index=True)
    event_id: Mapped[reference | None]
    key: Mapped[name_text]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    zone: Mapped[short_text | None]
    first_year: Mapped[int]
    last_year: Mapped[int]
    gone_at: Mapped[instant | None]
