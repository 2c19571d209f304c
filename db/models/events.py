"""Leadership events: series with their occurrences, whom they invite, and their papers."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import (
    NEVER_REUSED,
    Base,
    Owned,
    address_text,
    id_column,
    instant,
    long_text,
    name_key_text,
    name_text,
    owned_key,
    points_at,
    reference,
    short_text,
    wall_clock,
)

_WHOM = ("body_id", "sector_id", "seat_id", "person_id")
_WHERE = ("url", "content", "source")
_TO_ASK = text("status = 'scheduled' AND who_came_asked_at IS NULL")


def _one(column: str) -> str:
    """Count a column that is set as one, as both databases do."""
    return f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END"


class Series(Owned, Base):
    """What has one UID in calendars: a rule with its occurrences, or without one a single event.

    `begins` and `ends` are the first occurrence's wall times in `zone`; `rule` as
    domain/kept_rules.py gives it. `body_id` is what meets. `sequence` rises with every change of
    time, rule or status of any of its occurrences (RFC 5546, 2.1.4), `revision` with every change
    that people see. `continues_id` is the series that this one follows ("this and following").
    """

    __tablename__ = "series"
    __table_args__ = (
        CheckConstraint("calendar IN ('ours', 'elsewhere', 'none')", name="calendar"),
        UniqueConstraint("partnership_id", "uid"),
        Index("ix_series_uid", "uid"),
        points_at("body_id", "body"),
        points_at("continues_id", "series"),
        points_at("created_by", "person"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    uid: Mapped[short_text]
    body_id: Mapped[reference | None]
    zone: Mapped[short_text]
    begins: Mapped[wall_clock]
    ends: Mapped[wall_clock]
    rule: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    title: Mapped[name_text]
    title_key: Mapped[name_key_text]
    place: Mapped[address_text] = mapped_column(default="")
    link: Mapped[long_text] = mapped_column(default="")
    joining: Mapped[long_text] = mapped_column(default="")
    agenda: Mapped[long_text] = mapped_column(default="")
    priorities: Mapped[list[str]] = mapped_column(JSON, default=list)
    calendar: Mapped[short_text] = mapped_column(default="ours")
    hide_guests: Mapped[bool] = mapped_column(default=True)
    in_channel: Mapped[bool] = mapped_column(default=False)
    answer_by: Mapped[date | None]
    sequence: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=1)
    continues_id: Mapped[reference | None]
    sample: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[reference | None]
    created_at: Mapped[instant]
    changed_at: Mapped[instant]
    scheduled_at: Mapped[instant | None]
    cancelled_at: Mapped[instant | None]


class Event(Owned, Base):
    """One meeting: a single event, or an occurrence of a series.

    `original` is when its series has it, whatever its own time is now (RECURRENCE-ID); `begins_at`
    and `ends_at` are derived from the wall times. What it says is copied from its series; `changed`
    says that it differs, and `sequence` is the series' at its last change of time or status.
    `who_came_asked_at`: it is over, and its coordinators were asked for its register.
    """

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint(
            "status IN ('draft', 'scheduled', 'held', 'abandoned', 'cancelled')", name="status"
        ),
        UniqueConstraint("partnership_id", "series_id", "original"),
        Index("ix_event_partnership_id_begins_at", "partnership_id", "begins_at"),
        Index("ix_event_to_ask", "ends_at", postgresql_where=_TO_ASK, sqlite_where=_TO_ASK),
        points_at("series_id", "series"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    series_id: Mapped[reference]
    original: Mapped[wall_clock]
    zone: Mapped[short_text]
    begins: Mapped[wall_clock]
    ends: Mapped[wall_clock]
    begins_at: Mapped[instant]
    ends_at: Mapped[instant]
    title: Mapped[name_text]
    place: Mapped[address_text] = mapped_column(default="")
    link: Mapped[long_text] = mapped_column(default="")
    joining: Mapped[long_text] = mapped_column(default="")
    agenda: Mapped[long_text] = mapped_column(default="")
    answer_by: Mapped[date]
    status: Mapped[short_text]
    changed: Mapped[bool] = mapped_column(default=False)
    sequence: Mapped[int] = mapped_column(default=0)
    reason: Mapped[address_text | None]
    ended_at: Mapped[instant | None]
    who_came_asked_at: Mapped[instant | None]
    created_at: Mapped[instant]


class AudienceItem(Owned, Base):
    """Whom a series invites: all seats of a body, of a sector, one seat, or a guest.

    With `event_id` it holds for that occurrence alone, or from it `onwards`. `out`: they are
    invited no more. What was chosen later holds (db/audience_items.py).
    """

    __tablename__ = "audience_item"
    __table_args__ = (
        CheckConstraint(f"{' + '.join(map(_one, _WHOM))} = 1", name="whom"),
        points_at("series_id", "series"),
        points_at("event_id", "event"),
        points_at("body_id", "body"),
        points_at("sector_id", "sector"),
        points_at("seat_id", "seat"),
        points_at("person_id", "person"),
        owned_key(),
    )

    id: Mapped[id_column]
    series_id: Mapped[reference] = mapped_column(index=True)
    event_id: Mapped[reference | None]
    body_id: Mapped[reference | None]
    sector_id: Mapped[reference | None]
    seat_id: Mapped[reference | None]
    person_id: Mapped[reference | None]
    out: Mapped[bool] = mapped_column(default=False)
    onwards: Mapped[bool] = mapped_column(default=False)


class Paper(Owned, Base):
    """A paper of an event: a link, or where the partnership allows it a file that we keep.

    `source` says where the file is in Slack until it is fetched. `announced_at`: those invited
    were told of it; taken away at `removed_at`, and a file's content with it.
    """

    __tablename__ = "paper"
    __table_args__ = (
        CheckConstraint(
            f"removed_at IS NOT NULL OR {' + '.join(map(_one, _WHERE))} = 1", name="where"
        ),
        points_at("event_id", "event"),
        points_at("added_by", "person"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    event_id: Mapped[reference] = mapped_column(index=True)
    title: Mapped[name_text]
    url: Mapped[long_text | None]
    file_name: Mapped[name_text | None]
    media_type: Mapped[name_text | None]
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    source: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    added_at: Mapped[instant]
    added_by: Mapped[reference | None]
    announced_at: Mapped[instant | None]
    removed_at: Mapped[instant | None]
