"""What invited seats and guests answered, whom they send, and what they need to take part."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import (
    NEVER_REUSED,
    Base,
    Owned,
    address_text,
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

_TOLD = text("reason IS NOT NULL OR comment IS NOT NULL")


class NamedDeputy(Owned, Base):
    """Somebody named to stand in for a seat at one event (domain.answers.Deputising).

    Held for a coordinator, they are no `person_id` yet: nobody has asked them.
    """

    __tablename__ = "named_deputy"
    __table_args__ = (
        CheckConstraint(
            "state IN ('held', 'asked', 'agreed', 'declined', 'refused', 'replaced')", name="state"
        ),
        CheckConstraint(
            "person_id IS NOT NULL OR state IN ('held', 'refused', 'replaced')", name="who"
        ),
        one_open(
            "uq_named_deputy_open", "invitation_id", where="state IN ('held', 'asked', 'agreed')"
        ),
        points_at("invitation_id", "invitation"),
        points_at("person_id", "person"),
        points_at("named_by", "person"),
        points_at("decided_by", "person"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    invitation_id: Mapped[reference] = mapped_column(index=True)
    person_id: Mapped[reference | None] = mapped_column(index=True)
    name: Mapped[name_text]
    address: Mapped[address_text | None]
    state: Mapped[short_text]
    named_by: Mapped[reference | None]
    named_at: Mapped[instant]
    decided_by: Mapped[reference | None]
    decided_at: Mapped[instant | None]


class Answer(Owned, Base):
    """What was answered for a seat, or by a guest. Rows are added and never changed.

    But for `is_current`, which says which of an invitation's stands (`domain.answers.order`), and
    for `reason` and `comment`, which are deleted after a while. `given_at` is the earlier of when
    the giver says it was and when we had it. `revision` is the event's at that time; `begins`,
    `ends` and `zone` are the time that was answered for, without them an unknown one; `lead_id`
    led the seat then. `whole`: it was given for all of a series. `recorded_by` wrote it down as
    `told_by` told it (domain.answers.Teller); without them, its giver gave it themselves.
    """

    __tablename__ = "answer"
    __table_args__ = (
        CheckConstraint("kind IN ('attending', 'deputy', 'apologies', 'unsure')", name="kind"),
        CheckConstraint("deputy_id IS NULL OR kind = 'deputy'", name="deputy"),
        CheckConstraint("reason IS NULL OR kind = 'apologies'", name="reason"),
        one_open("uq_answer_current", "invitation_id", where="is_current"),
        Index("ix_answer_told", "given_at", postgresql_where=_TOLD, sqlite_where=_TOLD),
        points_at("invitation_id", "invitation"),
        points_at("deputy_id", "named_deputy"),
        points_at("given_by", "person"),
        points_at("lead_id", "person"),
        points_at("recorded_by", "person"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    invitation_id: Mapped[reference] = mapped_column(index=True)
    kind: Mapped[short_text]
    reason: Mapped[short_text | None]
    deputy_id: Mapped[reference | None]
    comment: Mapped[long_text | None]
    source: Mapped[short_text]
    given_by: Mapped[reference | None] = mapped_column(index=True)
    given_at: Mapped[instant]
    received_at: Mapped[instant]
    revision: Mapped[int]
    begins: Mapped[wall_clock | None]
    ends: Mapped[wall_clock | None]
    zone: Mapped[short_text | None]
    lead_id: Mapped[reference | None]
    recorded_by: Mapped[reference | None]
    told_by: Mapped[short_text | None]
    whole: Mapped[bool] = mapped_column(default=False)
    is_current: Mapped[bool] = mapped_column(default=False)


class AccessNeed(Owned, Base):
    """What somebody needs to take part in an event, told in private and kept until soon after it.

    It stands apart from answers, so that nothing that lists those can show it.
    """

    __tablename__ = "access_need"
    __table_args__ = (
        UniqueConstraint("partnership_id", "event_id", "person_id"),
        points_at("event_id", "event"),
        points_at("person_id", "person"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    event_id: Mapped[reference]
    person_id: Mapped[reference]
    text: Mapped[long_text]
    told_at: Mapped[instant]
