"""Who came: the register of an event, what is noted for each seat, walk-ins, and corrections."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import (
    NEVER_REUSED,
    Base,
    Owned,
    id_column,
    instant,
    long_text,
    name_text,
    one_open,
    owned_key,
    points_at,
    reference,
    short_text,
    wall_clock,
)

_CODES = "('MA', 'RA', 'A', 'NC', 'IA')"
_NOTES = "('had said yes', 'apologies after')"


class Attendance(Owned, Base):
    """That an event took place and was recorded, and whether it could decide.

    Without a row its register is not filled in. `quorate` is what a coordinator settled
    (domain.outcomes.Quorate); `quorum` is the body's rule of that day as data, and `reached` how
    each part of it was met. `quorum_lost_at` is a time of day in the event's zone.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        CheckConstraint("quorate IN ('yes', 'no', 'unknown')", name="quorate"),
        UniqueConstraint("partnership_id", "event_id"),
        points_at("event_id", "event"),
        points_at("recorded_by", "person"),
        owned_key(),
    )

    id: Mapped[id_column]
    event_id: Mapped[reference]
    quorate: Mapped[short_text] = mapped_column(default="unknown")
    quorum: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    reached: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    quorum_lost_at: Mapped[wall_clock | None]
    source: Mapped[short_text]
    recorded_by: Mapped[reference | None]
    recorded_at: Mapped[instant]


class Outcome(Owned, Base):
    """What happened for an invited seat or guest. Rows are added and never changed.

    But for `is_current`, which says which of an invitation's stands. Without a current row nothing
    is recorded for it; a row with `code` None takes back what was. `person_id` is who was there, or
    the `name` of somebody whom the register does not know. `remote` None: nobody noted how they
    took part. `minutes` is how long they stayed, where a report of the call says it.
    """

    __tablename__ = "outcome"
    __table_args__ = (
        CheckConstraint(f"code IN {_CODES}", name="code"),
        CheckConstraint(f"note IN {_NOTES}", name="note"),
        one_open("uq_outcome_current", "invitation_id", where="is_current"),
        points_at("invitation_id", "invitation"),
        points_at("person_id", "person"),
        points_at("recorded_by", "person"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    invitation_id: Mapped[reference] = mapped_column(index=True)
    code: Mapped[short_text | None]
    remote: Mapped[bool | None]
    person_id: Mapped[reference | None] = mapped_column(index=True)
    name: Mapped[name_text] = mapped_column(default="")
    note: Mapped[short_text | None]
    minutes: Mapped[int | None]
    source: Mapped[short_text]
    recorded_by: Mapped[reference | None]
    recorded_at: Mapped[instant]
    is_current: Mapped[bool] = mapped_column(default=False)


class DraftedOutcome(Owned, Base):
    """What a register that is not saved yet says of an invitation: entered, or by a check-in.

    It goes when the register is saved. `code` None: it was set to *not recorded*.
    """

    __tablename__ = "drafted_outcome"
    __table_args__ = (
        CheckConstraint(f"code IN {_CODES}", name="code"),
        CheckConstraint(f"note IN {_NOTES}", name="note"),
        UniqueConstraint("partnership_id", "invitation_id"),
        points_at("invitation_id", "invitation"),
        points_at("person_id", "person"),
        points_at("drafted_by", "person"),
        owned_key(),
    )

    id: Mapped[id_column]
    invitation_id: Mapped[reference]
    code: Mapped[short_text | None]
    remote: Mapped[bool | None]
    person_id: Mapped[reference | None]
    name: Mapped[name_text] = mapped_column(default="")
    note: Mapped[short_text | None]
    minutes: Mapped[int | None]
    source: Mapped[short_text]
    drafted_by: Mapped[reference | None]
    drafted_at: Mapped[instant]


class WalkIn(Owned, Base):
    """Somebody who came and was not invited: in attendance, and never counted.

    `organisation` is what they said they are from, `organisation_id` that partner if it is one.
    It is in the register once that is saved; taken out, it stays with `removed_at`.
    """

    __tablename__ = "walk_in"
    __table_args__ = (
        points_at("event_id", "event"),
        points_at("organisation_id", "organisation"),
        points_at("recorded_by", "person"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    event_id: Mapped[reference] = mapped_column(index=True)
    name: Mapped[name_text]
    organisation: Mapped[name_text] = mapped_column(default="")
    organisation_id: Mapped[reference | None]
    remote: Mapped[bool | None]
    minutes: Mapped[int | None]
    source: Mapped[short_text]
    recorded_by: Mapped[reference | None]
    recorded_at: Mapped[instant]
    removed_at: Mapped[instant | None]


class Correction(Owned, Base):
    """That a partner says of its own record: that is not right. What was recorded stays beside it.

    `outcome_id` is what they objected to, `code` what they say happened, `settled_id` what was
    recorded because of it. `reply` is what a coordinator told them with the decision.
    """

    __tablename__ = "correction"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'accepted', 'declined', 'withdrawn')", name="state"),
        CheckConstraint(f"code IN {_CODES}", name="code"),
        one_open("uq_correction_waiting", "invitation_id", where="state = 'waiting'"),
        points_at("invitation_id", "invitation"),
        points_at("outcome_id", "outcome"),
        points_at("settled_id", "outcome"),
        points_at("asked_by", "person"),
        points_at("decided_by", "person"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    invitation_id: Mapped[reference] = mapped_column(index=True)
    outcome_id: Mapped[reference]
    code: Mapped[short_text]
    remote: Mapped[bool | None]
    name: Mapped[name_text] = mapped_column(default="")
    comment: Mapped[long_text | None]
    source: Mapped[short_text]
    state: Mapped[short_text]
    asked_by: Mapped[reference | None]
    asked_at: Mapped[instant]
    decided_by: Mapped[reference | None]
    decided_at: Mapped[instant | None]
    settled_id: Mapped[reference | None]
    reply: Mapped[long_text | None]


class QuorumForecast(Owned, Base):
    """What was last said of an event's quorum before it takes place, so that only news is told."""

    __tablename__ = "quorum_forecast"
    __table_args__ = (
        CheckConstraint("state IN ('yes', 'no', 'unknown')", name="state"),
        UniqueConstraint("partnership_id", "event_id"),
        points_at("event_id", "event"),
        owned_key(),
    )

    id: Mapped[id_column]
    event_id: Mapped[reference]
    state: Mapped[short_text]
    reckoned_at: Mapped[instant]
    told: Mapped[short_text | None]
    told_at: Mapped[instant | None]
    risk_told_at: Mapped[instant | None]


class CheckInTry(Owned, Base):
    """That somebody entered a wrong code when checking in; kept for an hour, to limit guesses."""

    __tablename__ = "check_in_try"
    __table_args__ = (
        Index("ix_check_in_try_at", "at"),
        points_at("event_id", "event"),
        owned_key(),
    )

    id: Mapped[id_column]
    event_id: Mapped[reference] = mapped_column(index=True)
    who: Mapped[short_text]
    at: Mapped[instant]


class CallReport(Owned, Base):
    """A report of who was in a call, as Teams or Zoom write it, for one event.

    `digest` tells the same file. It is undone as a whole with `undone_at`.
    """

    __tablename__ = "call_report"
    __table_args__ = (
        Index("ix_call_report_digest", "partnership_id", "digest"),
        points_at("event_id", "event"),
        points_at("read_by", "person"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    event_id: Mapped[reference] = mapped_column(index=True)
    file_name: Mapped[name_text]
    vendor: Mapped[short_text]
    digest: Mapped[short_text]
    minimum: Mapped[int]
    read_by: Mapped[reference | None]
    read_at: Mapped[instant]
    undone_at: Mapped[instant | None]


class CallLine(Owned, Base):
    """One person of a call's report: who they say they are, how long they stayed, and who it is.

    `state` is a domain.call_reports.State: `invitation_id` is whose seat or guest they were, once
    that is certain or decided; `offers` are the invitations that it may be, the likeliest first.
    `fits` is all that they were there for (domain.call_reports.Fit), which waits where the register
    says otherwise, and `before` what was said by hand where that gave way, by invitation.
    """

    __tablename__ = "call_line"
    __table_args__ = (
        CheckConstraint(
            "state IN ('sure', 'waiting', 'decided', 'walk-in', 'left out')", name="state"
        ),
        points_at("report_id", "call_report"),
        points_at("invitation_id", "invitation"),
        points_at("walk_in_id", "walk_in"),
        points_at("decided_by", "person"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    report_id: Mapped[reference] = mapped_column(index=True)
    name: Mapped[name_text]
    address: Mapped[long_text] = mapped_column(default="")
    minutes: Mapped[int]
    state: Mapped[short_text]
    invitation_id: Mapped[reference | None]
    walk_in_id: Mapped[reference | None]
    offers: Mapped[list[int]] = mapped_column(JSON, default=list)
    fits: Mapped[list[list[Any]] | None] = mapped_column(JSON(none_as_null=True))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    decided_by: Mapped[reference | None]
    decided_at: Mapped[instant | None]
