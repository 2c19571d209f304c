"""What meets, who has a seat there, who fills it, and when they are away."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import (
    NEVER_REUSED,
    Base,
    Dated,
    Owned,
    id_column,
    instant,
    name_key_text,
    name_text,
    one_open,
    owned_key,
    points_at,
    reference,
    short_text,
    slack_id,
    span_check,
)


class Body(Owned, Base):
    """What meets: an executive, a leadership forum, a sub-group.

    `answer_by_days` are working days before its events; `asks_deputies` is what happens after
    silence (domain.bodies.AsksDeputies); `quorum` is a rule as data (domain/quorum.py). Its cards
    go to the channel `channel_id` of the workspace `channel_team`, where it has one.
    """

    __tablename__ = "body"
    __table_args__ = (UniqueConstraint("partnership_id", "name_key"), owned_key(), NEVER_REUSED)

    id: Mapped[id_column]
    name: Mapped[name_text]
    name_key: Mapped[name_key_text]
    answer_by_days: Mapped[int] = mapped_column(default=10)
    asks_deputies: Mapped[short_text] = mapped_column(default="off")
    quorum: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    channel_team: Mapped[slack_id | None]
    channel_id: Mapped[slack_id | None]
    sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[instant]
    closed_at: Mapped[instant | None]


class Arrangement(Dated, Owned, Base):
    """A dated version of who sits where, such as the new arrangements of 2019; one at a time."""

    __tablename__ = "arrangement"
    __table_args__ = (span_check(), one_open("uq_arrangement_open"), owned_key(), NEVER_REUSED)

    id: Mapped[id_column]
    name: Mapped[name_text]
    sample: Mapped[bool] = mapped_column(default=False)


class Seat(Dated, Owned, Base):
    """An organisation's place on a body. It is the seat that is invited, answers and is counted.

    `title` tells two seats of one organisation apart; `speaks_for` says whom it stands for beyond
    its own organisation ("ninety primary schools").
    """

    __tablename__ = "seat"
    __table_args__ = (
        span_check(),
        one_open("uq_seat_open", "organisation_id", "body_id", "title"),
        points_at("organisation_id", "organisation"),
        points_at("body_id", "body"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    organisation_id: Mapped[reference] = mapped_column(index=True)
    body_id: Mapped[reference] = mapped_column(index=True)
    title: Mapped[name_text] = mapped_column(default="")
    statutory: Mapped[bool] = mapped_column(default=False)
    speaks_for: Mapped[name_text | None]


class SeatHolder(Dated, Owned, Base):
    """Who fills a seat: its lead, one at a time, or a standing deputy (domain.seats.Part).

    A seat without a lead is vacant, whatever deputies it has. A lead who was planned may be taken
    back: `cuts_short` says that the one before was to go on, `cut_until` until when.
    """

    __tablename__ = "seat_holder"
    __table_args__ = (
        CheckConstraint("part IN ('lead', 'deputy')", name="part"),
        span_check(),
        one_open("uq_seat_holder_lead", "seat_id", where="until IS NULL AND part = 'lead'"),
        one_open("uq_seat_holder_open", "seat_id", "person_id", "part"),
        points_at("seat_id", "seat"),
        points_at("person_id", "person"),
        owned_key(),
    )

    id: Mapped[id_column]
    seat_id: Mapped[reference] = mapped_column(index=True)
    person_id: Mapped[reference] = mapped_column(index=True)
    part: Mapped[short_text]
    cuts_short: Mapped[bool] = mapped_column(default=False)
    cut_until: Mapped[date | None]


class Leave(Dated, Owned, Base):
    """A span that pauses the clock for one seat, or for all of an organisation's."""

    __tablename__ = "leave"
    __table_args__ = (
        CheckConstraint("(organisation_id IS NULL) <> (seat_id IS NULL)", name="whose"),
        span_check(),
        one_open("uq_leave_organisation", "organisation_id"),
        one_open("uq_leave_seat", "seat_id"),
        points_at("organisation_id", "organisation"),
        points_at("seat_id", "seat"),
        owned_key(),
    )

    id: Mapped[id_column]
    organisation_id: Mapped[reference | None] = mapped_column(index=True)
    seat_id: Mapped[reference | None] = mapped_column(index=True)
    reason: Mapped[short_text]


class Term(Owned, Base):
    """A school term, its last day included: between terms, education and early years rest."""

    __tablename__ = "term"
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="days"),
        UniqueConstraint("partnership_id", "first_day"),
        owned_key(),
    )

    id: Mapped[id_column]
    name: Mapped[name_text]
    first_day: Mapped[date]
    last_day: Mapped[date]
