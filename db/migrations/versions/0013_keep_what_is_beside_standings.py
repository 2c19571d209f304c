"""Keep what is beside standings: findings, snoozes, contacts, digests and partners' updates."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0013"
down_revision = "0012"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
WHOM = "(person_id IS NULL) <> (body_id IS NULL)"
WHOM_NOW = (
    "(CASE WHEN person_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN body_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN room IS NULL THEN 0 ELSE 1 END) = 1"
)


_SETTINGS = (
    "sends_digest",
    "digest_channel",
    "updates_channel",
    "warns_early",
    "digest_asked",
    "digest_asked_by",
)


def upgrade() -> None:
    """Lay the tables, what a partnership sets of its digest, and its own channels as places."""
    _lay_findings()
    _lay_snoozes()
    _lay_logged_contacts()
    _lay_digests()
    _lay_updates()
    with op.batch_alter_table("partnership") as batch:
        batch.add_column(
            sa.Column("sends_digest", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        batch.add_column(sa.Column("digest_channel", sa.String(length=32), nullable=True))
        batch.add_column(sa.Column("updates_channel", sa.String(length=32), nullable=True))
        batch.add_column(
            sa.Column("warns_early", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.add_column(sa.Column("digest_asked", sa.Date(), nullable=True))
        batch.add_column(sa.Column("digest_asked_by", KEY, nullable=True))
    with op.batch_alter_table("delivery", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("room", sa.String(length=64), nullable=True))
        batch.drop_constraint("ck_delivery_whom", type_="check")
        batch.create_check_constraint("ck_delivery_whom", WHOM_NOW)
        batch.create_check_constraint("ck_delivery_room", "room IN ('digest', 'updates')")


def downgrade() -> None:
    """Forget all of it, and what went to channels of a partnership's own."""
    op.execute("DELETE FROM delivery WHERE room IS NOT NULL")
    with op.batch_alter_table("delivery", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_constraint("ck_delivery_room", type_="check")
        batch.drop_constraint("ck_delivery_whom", type_="check")
        batch.create_check_constraint("ck_delivery_whom", WHOM)
        batch.drop_column("room")
    with op.batch_alter_table("partnership") as batch:
        for name in _SETTINGS[::-1]:
            batch.drop_column(name)
    for table in ("partners_update", "digest_sent", "logged_contact", "snooze", "finding"):
        op.drop_table(table)


def _owned(table: str, *points: tuple[str, str]) -> list[SchemaItem]:
    """Give what every row of a partnership has: whose it is, its key, and where it points."""
    return [
        sa.Column("id", KEY, nullable=False),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=f"fk_{table}_partnership_id_partnership"
        ),
        *(
            sa.ForeignKeyConstraint(
                ["partnership_id", column],
                [f"{other}.partnership_id", f"{other}.id"],
                name=f"fk_{table}_partnership_id_{column}_{other}",
            )
            for column, other in points
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("partnership_id", "id", name=f"uq_{table}_partnership_id_id"),
    ]


def _one_open(table: str, name: str, where: str) -> None:
    """Let a partner at a body have one row without an end."""
    criterion = sa.text(f"{where} IS NULL")
    op.create_index(
        name,
        table,
        ["partnership_id", "organisation_id", "body_id"],
        unique=True,
        postgresql_where=criterion,
        sqlite_where=criterion,
    )


def _lay_findings() -> None:
    op.create_table(
        "finding",
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("body_id", KEY, nullable=False),
        sa.Column("level", sa.String(length=64), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("noticed_at", MOMENT, nullable=False),
        sa.Column("checked_at", MOMENT, nullable=True),
        sa.Column("checked_by", KEY, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("level IN ('act', 'lapsed')", name="ck_finding_level"),
        *_owned(
            "finding",
            ("organisation_id", "organisation"),
            ("body_id", "body"),
            ("checked_by", "person"),
        ),
        sqlite_autoincrement=True,
    )
    _one_open("finding", "uq_finding_open", "ended_at")


def _lay_snoozes() -> None:
    op.create_table(
        "snooze",
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("body_id", KEY, nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=4000), nullable=False),
        sa.Column("snoozed_by", KEY, nullable=True),
        sa.Column("snoozed_at", MOMENT, nullable=False),
        sa.Column("lifted_at", MOMENT, nullable=True),
        *_owned(
            "snooze",
            ("organisation_id", "organisation"),
            ("body_id", "body"),
            ("snoozed_by", "person"),
        ),
        sqlite_autoincrement=True,
    )
    _one_open("snooze", "uq_snooze_running", "lifted_at")


def _lay_logged_contacts() -> None:
    op.create_table(
        "logged_contact",
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("body_id", KEY, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=64), nullable=False),
        sa.Column("came_of_it", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=4000), nullable=True),
        sa.Column("logged_by", KEY, nullable=True),
        sa.Column("logged_at", MOMENT, nullable=False),
        *_owned(
            "logged_contact",
            ("organisation_id", "organisation"),
            ("body_id", "body"),
            ("logged_by", "person"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_logged_contact_organisation_id", "logged_contact", ["organisation_id"])


def _lay_digests() -> None:
    op.create_table(
        "digest_sent",
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("withheld", sa.String(length=64), nullable=True),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("asked_by", KEY, nullable=True),
        *_owned("digest_sent", ("asked_by", "person")),
        sa.UniqueConstraint(
            "partnership_id", "period", name="uq_digest_sent_partnership_id_period"
        ),
        sqlite_autoincrement=True,
    )


def _lay_updates() -> None:
    op.create_table(
        "partners_update",
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("line", sa.String(length=4000), nullable=False),
        sa.Column("drafted_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("sent_by", KEY, nullable=True),
        sa.Column("dropped_at", MOMENT, nullable=True),
        sa.Column("dropped_by", KEY, nullable=True),
        sa.CheckConstraint(
            "sent_at IS NULL OR dropped_at IS NULL", name="ck_partners_update_ending"
        ),
        *_owned("partners_update", ("sent_by", "person"), ("dropped_by", "person")),
        sa.UniqueConstraint(
            "partnership_id", "period", name="uq_partners_update_partnership_id_period"
        ),
        sqlite_autoincrement=True,
    )
