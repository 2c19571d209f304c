"""People: their posts, and the ways to know and reach them."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import (
    NEVER_REUSED,
    Base,
    Dated,
    Owned,
    address_text,
    id_column,
    instant,
    name_text,
    one_open,
    owned_key,
    points_at,
    reference,
    short_text,
    slack_id,
    span_check,
)


class Person(Owned, Base):
    """Somebody a partnership knows, with the language they read (None: the partnership's).

    `channel` is how they want reminders and digests: `mail` or `slack`; None is mail until they
    have pressed a button in Slack. `sample` rows came with *Look round with sample data*.
    """

    __tablename__ = "person"
    __table_args__ = (owned_key(), NEVER_REUSED)

    id: Mapped[id_column]
    name: Mapped[name_text]
    job_title: Mapped[name_text | None]
    language: Mapped[short_text | None]
    channel: Mapped[short_text | None]
    sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[instant]


class Address(Owned, Base):
    """A person's mail address; `address_key` is its case-folded form, unique in a partnership.

    The `main` one is written to; the others are known, in replies and registers.
    """

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
    main: Mapped[bool] = mapped_column(default=True)


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


class RoleHeld(Dated, Owned, Base):
    """What a person is to the partnership, over the days [since, until)."""

    __tablename__ = "role"
    __table_args__ = (
        span_check(),
        one_open("uq_role_open", "person_id", "role"),
        points_at("person_id", "person"),
        owned_key(),
    )

    id: Mapped[id_column]
    person_id: Mapped[reference]
    role: Mapped[short_text]


class Post(Dated, Owned, Base):
    """A person's place in an organisation; the `main` one is whom its mail goes to if no lead is.

    A person may have several, in different organisations or one after the other.
    """

    __tablename__ = "post"
    __table_args__ = (
        span_check(),
        one_open("uq_post_open", "person_id", "organisation_id"),
        points_at("person_id", "person"),
        points_at("organisation_id", "organisation"),
        owned_key(),
    )

    id: Mapped[id_column]
    person_id: Mapped[reference] = mapped_column(index=True)
    organisation_id: Mapped[reference] = mapped_column(index=True)
    main: Mapped[bool] = mapped_column(default=False)


class DiaryContact(Dated, Owned, Base):
    """`person_id` keeps the diary of `holder_id`: copied on their mail, never counted present."""

    __tablename__ = "diary_contact"
    __table_args__ = (
        CheckConstraint("person_id <> holder_id", name="another"),
        span_check(),
        one_open("uq_diary_contact_open", "holder_id", "person_id"),
        points_at("person_id", "person"),
        points_at("holder_id", "person"),
        owned_key(),
    )

    id: Mapped[id_column]
    person_id: Mapped[reference] = mapped_column(index=True)
    holder_id: Mapped[reference] = mapped_column(index=True)


class OptOut(Owned, Base):
    """A kind of message that a person does not want (domain.preferences.Kind)."""

    __tablename__ = "opt_out"
    __table_args__ = (
        UniqueConstraint("partnership_id", "person_id", "kind"),
        points_at("person_id", "person"),
        owned_key(),
    )

    id: Mapped[id_column]
    person_id: Mapped[reference]
    kind: Mapped[short_text]
    at: Mapped[instant]


class Introduction(Owned, Base):
    """Somebody in Slack whom nobody knew when they wrote, until a coordinator says who they are.

    `guess_id` is the person whose mail address the profile of our own workspace names; of another
    workspace's people nothing is guessed. `decided_at` without `person_id`: turned away.
    """

    __tablename__ = "introduction"
    __table_args__ = (
        UniqueConstraint("partnership_id", "enterprise_id", "team_id", "user_id"),
        points_at("guess_id", "person"),
        points_at("person_id", "person"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    enterprise_id: Mapped[slack_id]
    team_id: Mapped[slack_id]
    user_id: Mapped[slack_id]
    home_team_id: Mapped[slack_id]
    first_seen_at: Mapped[instant]
    looked_up_at: Mapped[instant | None]
    name: Mapped[name_text | None]
    guess_id: Mapped[reference | None]
    person_id: Mapped[reference | None]
    decided_at: Mapped[instant | None]
