"""Lay bodies, seats and leave."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("until IS NULL")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Lay bodies, seats and leave."""
    op.create_table(
        "body",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_key", sa.String(length=480), nullable=False),
        sa.Column("answer_by_days", sa.Integer(), nullable=False),
        sa.Column("asks_deputies", sa.String(length=64), nullable=False),
        sa.Column("quorum", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name="fk_body_partnership_id_partnership"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_body"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_body_partnership_id_id"),
        sa.UniqueConstraint("partnership_id", "name_key", name="uq_body_partnership_id_name_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "arrangement",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.CheckConstraint("until IS NULL OR until > since", name="ck_arrangement_span"),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name="fk_arrangement_partnership_id_partnership"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_arrangement"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_arrangement_partnership_id_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_arrangement_open",
        "arrangement",
        ["partnership_id"],
        unique=True,
        postgresql_where=OPEN,
        sqlite_where=OPEN,
    )
    op.create_table(
        "seat",
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("body_id", KEY, nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("statutory", sa.Boolean(), nullable=False),
        sa.Column("speaks_for", sa.String(length=120), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.CheckConstraint("until IS NULL OR until > since", name="ck_seat_span"),
        sa.ForeignKeyConstraint(
            ["partnership_id", "body_id"],
            ["body.partnership_id", "body.id"],
            name="fk_seat_partnership_id_body_id_body",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "organisation_id"],
            ["organisation.partnership_id", "organisation.id"],
            name="fk_seat_partnership_id_organisation_id_organisation",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name="fk_seat_partnership_id_partnership"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_seat"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_seat_partnership_id_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_seat_body_id", "seat", ["body_id"], unique=False)
    op.create_index("ix_seat_organisation_id", "seat", ["organisation_id"], unique=False)
    op.create_index(
        "uq_seat_open",
        "seat",
        ["partnership_id", "organisation_id", "body_id", "title"],
        unique=True,
        postgresql_where=OPEN,
        sqlite_where=OPEN,
    )
    op.create_table(
        "seat_holder",
        sa.Column("id", KEY, nullable=False),
        sa.Column("seat_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("part", sa.String(length=64), nullable=False),
        sa.Column("cuts_short", sa.Boolean(), nullable=False),
        sa.Column("cut_until", sa.Date(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.CheckConstraint("part IN ('lead', 'deputy')", name="ck_seat_holder_part"),
        sa.CheckConstraint("until IS NULL OR until > since", name="ck_seat_holder_span"),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name="fk_seat_holder_partnership_id_person_id_person",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "seat_id"],
            ["seat.partnership_id", "seat.id"],
            name="fk_seat_holder_partnership_id_seat_id_seat",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name="fk_seat_holder_partnership_id_partnership"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_seat_holder"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_seat_holder_partnership_id_id"),
    )
    op.create_index("ix_seat_holder_person_id", "seat_holder", ["person_id"], unique=False)
    op.create_index("ix_seat_holder_seat_id", "seat_holder", ["seat_id"], unique=False)
    op.create_index(
        "uq_seat_holder_lead",
        "seat_holder",
        ["partnership_id", "seat_id"],
        unique=True,
        postgresql_where=sa.text("until IS NULL AND part = 'lead'"),
        sqlite_where=sa.text("until IS NULL AND part = 'lead'"),
    )
    op.create_index(
        "uq_seat_holder_open",
        "seat_holder",
        ["partnership_id", "seat_id", "person_id", "part"],
        unique=True,
        postgresql_where=OPEN,
        sqlite_where=OPEN,
    )
    op.create_table(
        "leave",
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=True),
        sa.Column("seat_id", KEY, nullable=True),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.CheckConstraint("(organisation_id IS NULL) <> (seat_id IS NULL)", name="ck_leave_whose"),
        sa.CheckConstraint("until IS NULL OR until > since", name="ck_leave_span"),
        sa.ForeignKeyConstraint(
            ["partnership_id", "organisation_id"],
            ["organisation.partnership_id", "organisation.id"],
            name="fk_leave_partnership_id_organisation_id_organisation",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "seat_id"],
            ["seat.partnership_id", "seat.id"],
            name="fk_leave_partnership_id_seat_id_seat",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name="fk_leave_partnership_id_partnership"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_leave"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_leave_partnership_id_id"),
    )
    op.create_index("ix_leave_organisation_id", "leave", ["organisation_id"], unique=False)
    op.create_index("ix_leave_seat_id", "leave", ["seat_id"], unique=False)
    op.create_index(
        "uq_leave_organisation",
        "leave",
        ["partnership_id", "organisation_id"],
        unique=True,
        postgresql_where=OPEN,
        sqlite_where=OPEN,
    )
    op.create_index(
        "uq_leave_seat",
        "leave",
        ["partnership_id", "seat_id"],
        unique=True,
        postgresql_where=OPEN,
        sqlite_where=OPEN,
    )
    op.create_table(
        "term",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.CheckConstraint("last_day >= first_day", name="ck_term_days"),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name="fk_term_partnership_id_partnership"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_term"),
        sa.UniqueConstraint("partnership_id", "first_day", name="uq_term_partnership_id_first_day"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_term_partnership_id_id"),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("term")
    op.drop_table("leave")
    op.drop_table("seat_holder")
    op.drop_table("seat")
    op.drop_table("arrangement")
    op.drop_table("body")
