"""Who is invited to an event, who is asked, and the rounds of messages that told them."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import (
    NEVER_REUSED,
    Base,
    Owned,
    address_text,
    id_column,
    instant,
    owned_key,
    points_at,
    reference,
    short_text,
)


class Invitation(Owned, Base):
    """That a seat, or a guest, is invited to an event. It is the seat that answers and is counted.

    Withdrawn, it stays: it was asked once.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint("(seat_id IS NULL) <> (person_id IS NULL)", name="who"),
        UniqueConstraint("partnership_id", "event_id", "seat_id"),
        UniqueConstraint("partnership_id", "event_id", "person_id"),
        points_at("event_id", "event"),
        points_at("seat_id", "seat"),
        points_at("person_id", "person"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    event_id: Mapped[reference]
    seat_id: Mapped[reference | None] = mapped_column(index=True)
    person_id: Mapped[reference | None]
    invited_at: Mapped[instant]
    withdrawn_at: Mapped[instant | None]


class Attendee(Owned, Base):
    """One person as one calendar entry knows them (RFC 5545, 3.8.4.1), for life.

    `token` stands in the plus-address of their ORGANIZER: it says whose calendar answers.
    `messages` counts what was planned for them: the revisions of their stream.
    """

    __tablename__ = "attendee"
    __table_args__ = (
        UniqueConstraint("partnership_id", "series_id", "person_id"),
        UniqueConstraint("token"),
        points_at("series_id", "series"),
        points_at("person_id", "person"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    series_id: Mapped[reference]
    person_id: Mapped[reference] = mapped_column(index=True)
    token: Mapped[short_text]
    messages: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[instant]


class Recipient(Owned, Base):
    """That a person is asked about an event, for one seat or for several, or as a guest.

    `asked_for` tells the seats by their ids, or `guest`. `cards` counts what was planned for their
    card in Slack: the revisions of its stream.
    """

    __tablename__ = "recipient"
    __table_args__ = (
        UniqueConstraint("partnership_id", "event_id", "attendee_id"),
        points_at("event_id", "event"),
        points_at("attendee_id", "attendee"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    event_id: Mapped[reference]
    attendee_id: Mapped[reference] = mapped_column(index=True)
    asked_for: Mapped[address_text] = mapped_column(default="")
    cards: Mapped[int] = mapped_column(default=0)
    since: Mapped[instant]
    withdrawn_at: Mapped[instant | None]


class Round(Owned, Base):
    """A round of messages about a series or one of its events: what went out at once, and why.

    Until `goes_at` it can be stopped; `undo` holds what the stop puts back. `people` counts those
    it is for.
    """

    __tablename__ = "round"
    __table_args__ = (
        points_at("series_id", "series"),
        points_at("event_id", "event"),
        points_at("by_id", "person"),
        points_at("stopped_by", "person"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    series_id: Mapped[reference] = mapped_column(index=True)
    event_id: Mapped[reference | None]
    what: Mapped[short_text]
    reason: Mapped[address_text | None]
    people: Mapped[int]
    by_id: Mapped[reference | None]
    planned_at: Mapped[instant]
    goes_at: Mapped[instant]
    undo: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    stopped_at: Mapped[instant | None]
    stopped_by: Mapped[reference | None]
