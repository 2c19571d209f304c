"""Date what is known of organisations and people."""

from contextlib import AbstractContextManager

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0002"
down_revision = "0001"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("until IS NULL")
INSTANT = sa.DateTime(timezone=True)
SECTORS = (
    ("local_authority", "Local authority", False),
    ("health", "Health", False),
    ("police", "Police", False),
    ("education", "Education", True),
    ("early_years", "Early years", True),
    ("youth_justice", "Youth justice", False),
    ("probation", "Probation", False),
    ("secure_estate", "Secure estate", False),
    ("fire", "Fire", False),
    ("housing", "Housing", False),
    ("voluntary", "Voluntary", False),
    ("other", "Other", False),
)
"""Code, name, and whether it keeps school terms."""


def upgrade() -> None:
    """Date what is known of organisations and people."""
    op.create_table(
        "organisation_name",
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_key", sa.String(length=480), nullable=False),
        sa.Column("alias", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.CheckConstraint("until IS NULL OR until > since", name="ck_organisation_name_span"),
        sa.ForeignKeyConstraint(
            ["partnership_id", "organisation_id"],
            ["organisation.partnership_id", "organisation.id"],
            name="fk_organisation_name_organisation",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name="fk_organisation_name_partnership_id_partnership",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_organisation_name"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_organisation_name_partnership_id_id"),
    )
    op.create_index(
        "ix_organisation_name_organisation_id",
        "organisation_name",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        "uq_organisation_name_of",
        "organisation_name",
        ["partnership_id", "organisation_id"],
        unique=True,
        postgresql_where=sa.text("until IS NULL AND alias IS FALSE"),
        sqlite_where=sa.text("until IS NULL AND alias IS FALSE"),
    )
    op.create_index(
        "uq_organisation_name_open",
        "organisation_name",
        ["partnership_id", "name_key"],
        unique=True,
        postgresql_where=OPEN,
        sqlite_where=OPEN,
    )
    op.create_table(
        "sector",
        sa.Column("id", KEY, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_key", sa.String(length=480), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("keeps_terms", sa.Boolean(), nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name="fk_sector_partnership_id_partnership"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sector"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_sector_partnership_id_id"),
        sa.UniqueConstraint("partnership_id", "name_key", name="uq_sector_partnership_id_name_key"),
    )
    op.create_table(
        "organisation_sector",
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("sector_id", KEY, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.CheckConstraint("until IS NULL OR until > since", name="ck_organisation_sector_span"),
        sa.ForeignKeyConstraint(
            ["partnership_id", "organisation_id"],
            ["organisation.partnership_id", "organisation.id"],
            name="fk_organisation_sector_organisation",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "sector_id"],
            ["sector.partnership_id", "sector.id"],
            name="fk_organisation_sector_partnership_id_sector_id_sector",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name="fk_organisation_sector_partnership_id_partnership",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_organisation_sector"),
        sa.UniqueConstraint(
            "partnership_id", "id", name="uq_organisation_sector_partnership_id_id"
        ),
    )
    op.create_index(
        "ix_organisation_sector_organisation_id",
        "organisation_sector",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        "uq_organisation_sector_open",
        "organisation_sector",
        ["partnership_id", "organisation_id"],
        unique=True,
        postgresql_where=OPEN,
        sqlite_where=OPEN,
    )
    op.create_table(
        "membership",
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("successor_id", KEY, nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.CheckConstraint("successor_id <> organisation_id", name="ck_membership_another"),
        sa.CheckConstraint("until IS NULL OR until > since", name="ck_membership_span"),
        sa.ForeignKeyConstraint(
            ["partnership_id", "organisation_id"],
            ["organisation.partnership_id", "organisation.id"],
            name="fk_membership_partnership_id_organisation_id_organisation",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "successor_id"],
            ["organisation.partnership_id", "organisation.id"],
            name="fk_membership_partnership_id_successor_id_organisation",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name="fk_membership_partnership_id_partnership"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_membership"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_membership_partnership_id_id"),
    )
    op.create_index(
        "ix_membership_organisation_id", "membership", ["organisation_id"], unique=False
    )
    op.create_index(
        "uq_membership_open",
        "membership",
        ["partnership_id", "organisation_id"],
        unique=True,
        postgresql_where=OPEN,
        sqlite_where=OPEN,
    )
    op.create_table(
        "email_domain",
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("domain", sa.String(length=320), nullable=False),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "organisation_id"],
            ["organisation.partnership_id", "organisation.id"],
            name="fk_email_domain_partnership_id_organisation_id_organisation",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name="fk_email_domain_partnership_id_partnership",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_email_domain"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_email_domain_partnership_id_id"),
        sa.UniqueConstraint(
            "partnership_id",
            "organisation_id",
            "domain",
            name="uq_email_domain_partnership_id_organisation_id_domain",
        ),
    )
    op.create_table(
        "merge",
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("into_id", KEY, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("undone_at", INSTANT, nullable=True),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.CheckConstraint("organisation_id <> into_id", name="ck_merge_another"),
        sa.ForeignKeyConstraint(
            ["partnership_id", "into_id"],
            ["organisation.partnership_id", "organisation.id"],
            name="fk_merge_partnership_id_into_id_organisation",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "organisation_id"],
            ["organisation.partnership_id", "organisation.id"],
            name="fk_merge_partnership_id_organisation_id_organisation",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name="fk_merge_partnership_id_partnership"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_merge"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_merge_partnership_id_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_merge_into_id", "merge", ["into_id"], unique=False)
    op.create_index(
        "uq_merge_open",
        "merge",
        ["partnership_id", "organisation_id"],
        unique=True,
        postgresql_where=sa.text("undone_at IS NULL"),
        sqlite_where=sa.text("undone_at IS NULL"),
    )
    op.create_table(
        "contact",
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("way", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=4000), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("noted_by", KEY, nullable=True),
        sa.Column("noted_at", INSTANT, nullable=False),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "noted_by"],
            ["person.partnership_id", "person.id"],
            name="fk_contact_partnership_id_noted_by_person",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "organisation_id"],
            ["organisation.partnership_id", "organisation.id"],
            name="fk_contact_partnership_id_organisation_id_organisation",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name="fk_contact_partnership_id_partnership"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contact"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_contact_partnership_id_id"),
    )
    op.create_index("ix_contact_organisation_id", "contact", ["organisation_id"], unique=False)
    op.create_table(
        "post",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.CheckConstraint("until IS NULL OR until > since", name="ck_post_span"),
        sa.ForeignKeyConstraint(
            ["partnership_id", "organisation_id"],
            ["organisation.partnership_id", "organisation.id"],
            name="fk_post_partnership_id_organisation_id_organisation",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name="fk_post_partnership_id_person_id_person",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name="fk_post_partnership_id_partnership"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_post"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_post_partnership_id_id"),
    )
    op.create_index("ix_post_organisation_id", "post", ["organisation_id"], unique=False)
    op.create_index("ix_post_person_id", "post", ["person_id"], unique=False)
    op.create_index(
        "uq_post_open",
        "post",
        ["partnership_id", "person_id", "organisation_id"],
        unique=True,
        postgresql_where=OPEN,
        sqlite_where=OPEN,
    )
    op.create_table(
        "diary_contact",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("holder_id", KEY, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.CheckConstraint("person_id <> holder_id", name="ck_diary_contact_another"),
        sa.CheckConstraint("until IS NULL OR until > since", name="ck_diary_contact_span"),
        sa.ForeignKeyConstraint(
            ["partnership_id", "holder_id"],
            ["person.partnership_id", "person.id"],
            name="fk_diary_contact_partnership_id_holder_id_person",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name="fk_diary_contact_partnership_id_person_id_person",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name="fk_diary_contact_partnership_id_partnership",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_diary_contact"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_diary_contact_partnership_id_id"),
    )
    op.create_index("ix_diary_contact_holder_id", "diary_contact", ["holder_id"], unique=False)
    op.create_index("ix_diary_contact_person_id", "diary_contact", ["person_id"], unique=False)
    op.create_index(
        "uq_diary_contact_open",
        "diary_contact",
        ["partnership_id", "holder_id", "person_id"],
        unique=True,
        postgresql_where=OPEN,
        sqlite_where=OPEN,
    )
    op.create_table(
        "opt_out",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name="fk_opt_out_partnership_id_person_id_person",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name="fk_opt_out_partnership_id_partnership"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_opt_out"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_opt_out_partnership_id_id"),
        sa.UniqueConstraint(
            "partnership_id", "person_id", "kind", name="uq_opt_out_partnership_id_person_id_kind"
        ),
    )
    op.create_table(
        "introduction",
        sa.Column("id", KEY, nullable=False),
        sa.Column("enterprise_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("home_team_id", sa.String(length=32), nullable=False),
        sa.Column("first_seen_at", INSTANT, nullable=False),
        sa.Column("looked_up_at", INSTANT, nullable=True),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("guess_id", KEY, nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "guess_id"],
            ["person.partnership_id", "person.id"],
            name="fk_introduction_partnership_id_guess_id_person",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name="fk_introduction_partnership_id_person_id_person",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name="fk_introduction_partnership_id_partnership",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_introduction"),
        sa.UniqueConstraint(
            "partnership_id",
            "enterprise_id",
            "team_id",
            "user_id",
            name="uq_introduction_partnership_id_enterprise_id_team_id_user_id",
        ),
        sa.UniqueConstraint("partnership_id", "id", name="uq_introduction_partnership_id_id"),
        sqlite_autoincrement=True,
    )
    _date_what_is_known()
    _ship_sectors()
    op.add_column("person", sa.Column("channel", sa.String(length=64), nullable=True))
    op.add_column("person", _no("sample"))
    op.add_column("address", _yes("main"))
    op.add_column("partnership", sa.Column("phone", sa.String(length=64), nullable=True))
    op.add_column("partnership", sa.Column("privacy_page", sa.String(length=320), nullable=True))


def _no(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)


def _yes(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=sa.true(), nullable=False)


def _date_what_is_known() -> None:
    """Begin each organisation's name and membership on the day it was registered (UTC)."""
    since = "date(created_at)" if _is_sqlite() else "(created_at AT TIME ZONE 'UTC')::date"
    op.execute(
        "INSERT INTO organisation_name"
        " (organisation_id, name, name_key, alias, since, partnership_id)"
        " SELECT id, name, name_key, false, DAY, partnership_id FROM organisation".replace(
            "DAY", since
        )
    )
    op.execute(
        "INSERT INTO membership (organisation_id, since, partnership_id)"
        " SELECT id, DAY, partnership_id FROM organisation".replace("DAY", since)
    )
    with _organisation() as table:
        table.add_column(_no("sample"))
        table.drop_constraint("uq_organisation_partnership_id_name_key", type_="unique")
        table.drop_column("name")
        table.drop_column("name_key")


def _ship_sectors() -> None:
    """Give each partnership that is there the sectors we ship."""
    for place, (code, name, keeps_terms) in enumerate(SECTORS):
        op.execute(
            sa.text(
                "INSERT INTO sector (code, name, name_key, place, keeps_terms, partnership_id) "
                "SELECT :code, :name, :key, :place, :keeps_terms, id FROM partnership"
            ).bindparams(
                code=code, name=name, key=name.lower(), place=place, keeps_terms=keeps_terms
            )
        )


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _organisation() -> AbstractContextManager[BatchOperations]:
    return op.batch_alter_table("organisation", table_kwargs={"sqlite_autoincrement": True})


def downgrade() -> None:
    """Take it back: an organisation keeps the last name it had."""
    op.drop_column("partnership", "privacy_page")
    op.drop_column("partnership", "phone")
    op.drop_column("address", "main")
    op.drop_column("person", "sample")
    op.drop_column("person", "channel")
    with _organisation() as table:
        table.add_column(sa.Column("name", sa.String(length=120), nullable=True))
        table.add_column(sa.Column("name_key", sa.String(length=480), nullable=True))
    for column in ("name", "name_key"):
        op.execute(
            f"UPDATE organisation SET {column} = (SELECT n.{column} FROM organisation_name n "  # noqa: S608 - names of our own
            "WHERE n.organisation_id = organisation.id AND NOT n.alias "
            "ORDER BY n.since DESC LIMIT 1)"
        )
    with _organisation() as table:
        table.alter_column("name", nullable=False)
        table.alter_column("name_key", nullable=False)
        table.drop_column("sample")
        table.create_unique_constraint(
            "uq_organisation_partnership_id_name_key", ["partnership_id", "name_key"]
        )
    op.drop_table("introduction")
    op.drop_table("opt_out")
    op.drop_table("diary_contact")
    op.drop_table("post")
    op.drop_table("contact")
    op.drop_table("merge")
    op.drop_table("email_domain")
    op.drop_table("membership")
    op.drop_table("organisation_sector")
    op.drop_table("sector")
    op.drop_table("organisation_name")
