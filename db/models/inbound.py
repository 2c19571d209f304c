"""Mail that came to us, and what each recipient's calendar said last."""

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import (
    NEVER_REUSED,
    Base,
    Key,
    Owned,
    address_text,
    id_column,
    instant,
    owned_key,
    points_at,
    reference,
    short_text,
    wall_clock,
)

_WAITING = text("state = 'waiting'")


class InboundMail(Base):
    """A mail as it came through our door, before anybody knows whose it is.

    `key` is its identity: the same mail delivered twice is one. `token` is what stood behind the
    plus of the address it was sent to. `raw` is taken away after 30 days. `outcome` says what came
    of it (jobs/inbox.py); `owner_id` which
    partnership's it turned out to be.
    """

    __tablename__ = "inbound_mail"
    __table_args__ = (
        CheckConstraint(
            "state IN ('waiting', 'applied', 'review', 'ignored', 'failed')", name="state"
        ),
        UniqueConstraint("key"),
        Index("ix_inbound_mail_waiting", "id", postgresql_where=_WAITING, sqlite_where=_WAITING),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    key: Mapped[short_text]
    sender: Mapped[address_text]
    recipient: Mapped[address_text]
    token: Mapped[short_text | None]
    raw: Mapped[bytes | None] = mapped_column(LargeBinary)
    size: Mapped[int]
    received_at: Mapped[instant]
    state: Mapped[short_text]
    outcome: Mapped[short_text | None]
    attempts: Mapped[int] = mapped_column(default=0)
    applied_at: Mapped[instant | None]
    owner_id: Mapped[int | None] = mapped_column(Key)


class CalendarReply(Owned, Base):
    """What one recipient's calendar said last of an event, or of all of a series (RFC 5546, 2.1.5).

    `original` tells the occurrence (RECURRENCE-ID) as wall time of its series; `instance` is the
    same as a key, empty for all of it. An older reply, by SEQUENCE and then DTSTAMP, is dropped.
    """

    __tablename__ = "calendar_reply"
    __table_args__ = (
        UniqueConstraint(
            "partnership_id",
            "attendee_id",
            "instance",
            "address_key",
            name="uq_calendar_reply_instance",
        ),
        points_at("attendee_id", "attendee"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    attendee_id: Mapped[reference]
    instance: Mapped[short_text]
    address_key: Mapped[address_text]
    original: Mapped[wall_clock | None]
    sequence: Mapped[int]
    stamp: Mapped[instant]
    partstat: Mapped[short_text]
    mail_id: Mapped[reference | None]
    received_at: Mapped[instant]


class MailNote(Owned, Base):
    """That a mail came which is no answer: it is shown beside its event, and its text is not kept.

    `automatic`: an out-of-office note; `not obeyed`: somebody's calendar tried to ask or cancel.
    """

    __tablename__ = "mail_note"
    __table_args__ = (
        CheckConstraint("kind IN ('automatic', 'not obeyed')", name="kind"),
        UniqueConstraint("partnership_id", "event_id", "attendee_id", "kind"),
        points_at("event_id", "event"),
        points_at("attendee_id", "attendee"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    event_id: Mapped[reference]
    attendee_id: Mapped[reference]
    kind: Mapped[short_text]
    at: Mapped[instant]
