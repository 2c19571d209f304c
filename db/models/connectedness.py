"""What is kept beside a standing, which itself is always worked out: checks, contacts, digests."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import (
    NEVER_REUSED,
    Base,
    Owned,
    id_column,
    instant,
    json_object,
    long_text,
    one_open,
    owned_key,
    points_at,
    reference,
    short_text,
)


class Finding(Owned, Base):
    """That a partner became *less connected* or *not seen* at a body: coordinators check it first.

    One for each such spell: `since` is the day of the event at which it began, `ended_at` when it
    was noticed that it is over. `level` is the deepest it came to. `checked_at` None: nobody has
    checked its facts yet.
    """

    __tablename__ = "finding"
    __table_args__ = (
        CheckConstraint("level IN ('act', 'lapsed')", name="level"),
        one_open("uq_finding_open", "organisation_id", "body_id", where="ended_at IS NULL"),
        points_at("organisation_id", "organisation"),
        points_at("body_id", "body"),
        points_at("checked_by", "person"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    organisation_id: Mapped[reference]
    body_id: Mapped[reference]
    level: Mapped[short_text]
    since: Mapped[date]
    noticed_at: Mapped[instant]
    checked_at: Mapped[instant | None]
    checked_by: Mapped[reference | None]
    ended_at: Mapped[instant | None]


class Snooze(Owned, Base):
    """That a partner at a body is left out of watch list and digest until a day, and why."""

    __tablename__ = "snooze"
    __table_args__ = (
        one_open("uq_snooze_running", "organisation_id", "body_id", where="lifted_at IS NULL"),
        points_at("organisation_id", "organisation"),
        points_at("body_id", "body"),
        points_at("snoozed_by", "person"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    organisation_id: Mapped[reference]
    body_id: Mapped[reference]
    until: Mapped[date]
    reason: Mapped[long_text]
    snoozed_by: Mapped[reference | None]
    snoozed_at: Mapped[instant]
    lifted_at: Mapped[instant | None]


class LoggedContact(Owned, Base):
    """That somebody of us spoke with a partner about how connected it is, and what came of it.

    `way` is a domain.findings.Way, `came_of_it` a domain.findings.CameOfIt. Rows are added and
    never changed, but for `note`, which is forgotten in time.
    """

    __tablename__ = "logged_contact"
    __table_args__ = (
        points_at("organisation_id", "organisation"),
        points_at("body_id", "body"),
        points_at("logged_by", "person"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    organisation_id: Mapped[reference] = mapped_column(index=True)
    body_id: Mapped[reference | None]
    day: Mapped[date]
    way: Mapped[short_text]
    came_of_it: Mapped[short_text]
    note: Mapped[long_text | None]
    logged_by: Mapped[reference | None]
    logged_at: Mapped[instant]


class DigestSent(Owned, Base):
    """That the digest of a month was made: its `period` is that month's first day.

    The row is what makes the same digest twice impossible. `withheld` says why it went to the
    coordinators alone instead of its channel (domain.digests.Unfit); `late` that its moment had
    passed. `told` is where those stood who were not as usual, by "partner:body", as its channel
    was told: so that the next one names what is new. `asked_by` is who had it sent by hand.
    """

    __tablename__ = "digest_sent"
    __table_args__ = (
        UniqueConstraint("partnership_id", "period"),
        points_at("asked_by", "person"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    period: Mapped[date]
    made_at: Mapped[instant]
    late: Mapped[bool] = mapped_column(default=False)
    withheld: Mapped[short_text | None]
    told: Mapped[json_object]
    asked_by: Mapped[reference | None]


class PartnersUpdate(Owned, Base):
    """The partners' update of a month: a draft until a coordinator sends it, or it is dropped.

    `line` is *a line from us*, which it begins with.
    """

    __tablename__ = "partners_update"
    __table_args__ = (
        CheckConstraint("sent_at IS NULL OR dropped_at IS NULL", name="ending"),
        UniqueConstraint("partnership_id", "period"),
        points_at("sent_by", "person"),
        points_at("dropped_by", "person"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    period: Mapped[date]
    line: Mapped[long_text] = mapped_column(default="")
    drafted_at: Mapped[instant]
    sent_at: Mapped[instant | None]
    sent_by: Mapped[reference | None]
    dropped_at: Mapped[instant | None]
    dropped_by: Mapped[reference | None]
