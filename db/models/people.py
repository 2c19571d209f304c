"""People, and the ways to know and reach them."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import (
    NEVER_REUSED,
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
    slack_id,
)


class Person(Owned, Base):
    """Somebody a partnership knows, with the language they read (None: the partnership's)."""

    __tablename__ = "person"
    __table_args__ = (owned_key(), NEVER_REUSED)

    id: Mapped[id_column]
    name: Mapped[name_text]
    job_title: Mapped[name_text | None]
    language: Mapped[short_text | None]
    created_at: Mapped[instant]


class Address(Owned, Base):
    """A person's mail address; `address_key` is its case-folded form, unique in a partnership."""

    __tablename__ = "address"
    __table_args__ = (
        UniqueConstraint("partnership_id", "address_key"),
        points_at("person_id", "person"),
        owned_key(),
    )

    id: Mapped[id_column]
    person_id: Mapped[reference] = mapped_column(index=True)
    address: Mapped[address_text]
    address_key: Mapped[address_text]


class SlackIdentity(Owned, Base):
    """Who a person is in Slack: (enterprise, team, user), never what a profile claims.

    The team is the person's own, which may be another organisation's workspace (Slack Connect).
    """

    __tablename__ = "slack_identity"
    __table_args__ = (
        UniqueConstraint("partnership_id", "enterprise_id", "team_id", "user_id"),
        points_at("person_id", "person"),
        owned_key(),
    )

    id: Mapped[id_column]
    person_id: Mapped[reference] = mapped_column(index=True)
    enterprise_id: Mapped[slack_id]
    team_id: Mapped[slack_id]
    user_id: Mapped[slack_id]


class RoleHeld(Owned, Base):
    """What a person is to the partnership, over the days [since, until)."""

    __tablename__ = "role"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until > since", name="span"),
        Index(
            "uq_role_open",
            "partnership_id",
            "person_id",
            "role",
            unique=True,
            postgresql_where=text("until IS NULL"),
            sqlite_where=text("until IS NULL"),
        ),
        points_at("person_id", "person"),
        owned_key(),
    )

    id: Mapped[id_column]
    person_id: Mapped[reference]
    role: Mapped[short_text]
    since: Mapped[date]
    until: Mapped[date | None]
