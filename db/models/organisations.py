"""Partner agencies: in code an organisation, in every text a partner. All of it is dated."""

from datetime import date

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
    long_text,
    name_key_text,
    name_text,
    one_open,
    owned_key,
    points_at,
    reference,
    short_text,
    span_check,
)


class Organisation(Owned, Base):
    """A partner agency: who it is stands in `OrganisationName`, that it belongs in `Membership`."""

    __tablename__ = "organisation"
    __table_args__ = (owned_key(), NEVER_REUSED)

    id: Mapped[id_column]
    sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[instant]


class OrganisationName(Dated, Owned, Base):
    """What an organisation is called: one name at a time, and any number of aliases.

    Two spellings of one name share a `name_key`; names and aliases in use are unique together.
    """

    __tablename__ = "organisation_name"
    __table_args__ = (
        span_check(),
        one_open("uq_organisation_name_open", "name_key"),
        one_open(
            "uq_organisation_name_of",
            "organisation_id",
            where="until IS NULL AND alias IS FALSE",
        ),
        points_at("organisation_id", "organisation", name="fk_organisation_name_organisation"),
        owned_key(),
    )

    id: Mapped[id_column]
    organisation_id: Mapped[reference] = mapped_column(index=True)
    name: Mapped[name_text]
    name_key: Mapped[name_key_text]
    alias: Mapped[bool] = mapped_column(default=False)


class Sector(Owned, Base):
    """A sector that a partnership sorts its partners by; `code` names one of those we ship.

    Those that keep school terms aren't chased in the holidays. A retired one is offered no more.
    """

    __tablename__ = "sector"
    __table_args__ = (UniqueConstraint("partnership_id", "name_key"), owned_key())

    id: Mapped[id_column]
    code: Mapped[short_text | None]
    name: Mapped[name_text]
    name_key: Mapped[name_key_text]
    place: Mapped[int]
    keeps_terms: Mapped[bool] = mapped_column(default=False)
    retired_at: Mapped[instant | None]


class SectorHeld(Dated, Owned, Base):
    """The sector an organisation is of, one at a time."""

    __tablename__ = "organisation_sector"
    __table_args__ = (
        span_check(),
        one_open("uq_organisation_sector_open", "organisation_id"),
        points_at("organisation_id", "organisation", name="fk_organisation_sector_organisation"),
        points_at("sector_id", "sector"),
        owned_key(),
    )

    id: Mapped[id_column]
    organisation_id: Mapped[reference] = mapped_column(index=True)
    sector_id: Mapped[reference]


class Membership(Dated, Owned, Base):
    """That an organisation belongs to the partnership; `successor_id` took its place at the end."""

    __tablename__ = "membership"
    __table_args__ = (
        span_check(),
        CheckConstraint("successor_id <> organisation_id", name="another"),
        one_open("uq_membership_open", "organisation_id"),
        points_at("organisation_id", "organisation"),
        points_at("successor_id", "organisation"),
        owned_key(),
    )

    id: Mapped[id_column]
    organisation_id: Mapped[reference] = mapped_column(index=True)
    successor_id: Mapped[reference | None]


class EmailDomain(Owned, Base):
    """A mail domain of an organisation, in lower case; several may share one (nhs.net)."""

    __tablename__ = "email_domain"
    __table_args__ = (
        UniqueConstraint("partnership_id", "organisation_id", "domain"),
        points_at("organisation_id", "organisation"),
        owned_key(),
    )

    id: Mapped[id_column]
    organisation_id: Mapped[reference]
    domain: Mapped[address_text]


class Merge(Owned, Base):
    """A redirect: from a day on `organisation_id` is `into_id`. Undone, it never was.

    No row of either is rewritten. For two spellings of one organisation `since` lies before
    everything known of either.
    """

    __tablename__ = "merge"
    __table_args__ = (
        CheckConstraint("organisation_id <> into_id", name="another"),
        one_open("uq_merge_open", "organisation_id", where="undone_at IS NULL"),
        points_at("organisation_id", "organisation"),
        points_at("into_id", "organisation"),
        owned_key(),
        NEVER_REUSED,
    )

    id: Mapped[id_column]
    organisation_id: Mapped[reference]
    into_id: Mapped[reference] = mapped_column(index=True)
    since: Mapped[date]
    made_at: Mapped[instant]
    undone_at: Mapped[instant | None]


class Contact(Owned, Base):
    """A call, visit or mail with an organisation, as the coordinator noted it in a line."""

    __tablename__ = "contact"
    __table_args__ = (
        points_at("organisation_id", "organisation"),
        points_at("noted_by", "person"),
        owned_key(),
    )

    id: Mapped[id_column]
    organisation_id: Mapped[reference] = mapped_column(index=True)
    way: Mapped[short_text]
    note: Mapped[long_text]
    day: Mapped[date]
    noted_by: Mapped[reference | None]
    noted_at: Mapped[instant]
