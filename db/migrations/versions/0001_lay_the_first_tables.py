"""Lay the first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("state IN ('planned', 'leased')")
INSTANT = sa.DateTime(timezone=True)
APPEND_ONLY = {
    "audit_entry": "id = NEW.id",
    "audit_seal": "id = NEW.id OR entry_id = NEW.entry_id"
    " OR (partnership_id = NEW.partnership_id AND number = NEW.number)",
}
"""Tables whose rows stay as they are, and which row a new one would take the place of."""


def upgrade() -> None:
    """Lay the first tables."""
    op.create_table(
        "partnership",
        sa.Column("id", KEY, nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=64), nullable=False),
        sa.Column("coordinators_channel", sa.String(length=32), nullable=True),
        sa.Column("reply_mailbox", sa.String(length=320), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("set_up_at", INSTANT, nullable=True),
        sa.Column("live_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_partnership"),
        sa.UniqueConstraint("slug", name="uq_partnership_slug"),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor_id", KEY, nullable=True),
        sa.Column("verb", sa.String(length=64), nullable=False),
        sa.Column("subject_kind", sa.String(length=64), nullable=False),
        sa.Column("subject_id", KEY, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name="fk_audit_entry_partnership_id_partnership"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entry"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_audit_entry_partnership_id_id"),
    )
    op.create_table(
        "inbox",
        sa.Column("id", KEY, nullable=False),
        sa.Column("key", sa.String(length=320), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("answer", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name="fk_inbox_partnership_id_partnership"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_inbox_partnership_id_id"),
        sa.UniqueConstraint("partnership_id", "key", name="uq_inbox_partnership_id_key"),
    )
    op.create_index("ix_inbox_received_at", "inbox", ["received_at"], unique=False)

    op.create_table(
        "installation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("enterprise_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("bot_user_id", sa.String(length=32), nullable=False),
        sa.Column("bot_id", sa.String(length=32), nullable=False),
        sa.Column("sealed_token", sa.LargeBinary(), nullable=False),
        sa.Column("installed_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name="fk_installation_partnership_id_partnership",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_installation"),
        sa.UniqueConstraint(
            "partnership_id",
            "enterprise_id",
            "team_id",
            name="uq_installation_partnership_id_enterprise_id_team_id",
        ),
        sa.UniqueConstraint("partnership_id", "id", name="uq_installation_partnership_id_id"),
    )
    op.create_index("ix_installation_team_id", "installation", ["team_id"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_key", sa.String(length=480), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name="fk_organisation_partnership_id_partnership",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_organisation_partnership_id_id"),
        sa.UniqueConstraint(
            "partnership_id", "name_key", name="uq_organisation_partnership_id_name_key"
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "partnership_channel",
        sa.Column("id", KEY, nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name="fk_partnership_channel_partnership_id_partnership",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_partnership_channel"),
        sa.UniqueConstraint(
            "partnership_id", "id", name="uq_partnership_channel_partnership_id_id"
        ),
        sa.UniqueConstraint(
            "team_id", "channel_id", name="uq_partnership_channel_team_id_channel_id"
        ),
    )
    op.create_table(
        "person",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("job_title", sa.String(length=120), nullable=True),
        sa.Column("language", sa.String(length=64), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name="fk_person_partnership_id_partnership"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_person_partnership_id_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "address",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("address_key", sa.String(length=320), nullable=False),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name="fk_address_partnership_id_person_id_person",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name="fk_address_partnership_id_partnership"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_address"),
        sa.UniqueConstraint(
            "partnership_id", "address_key", name="uq_address_partnership_id_address_key"
        ),
        sa.UniqueConstraint("partnership_id", "id", name="uq_address_partnership_id_id"),
    )
    op.create_index("ix_address_person_id", "address", ["person_id"], unique=False)

    op.create_table(
        "audit_detail",
        sa.Column("id", KEY, nullable=False),
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "entry_id"],
            ["audit_entry.partnership_id", "audit_entry.id"],
            name="fk_audit_detail_partnership_id_entry_id_audit_entry",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name="fk_audit_detail_partnership_id_partnership",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_audit_detail"),
        sa.UniqueConstraint("entry_id", name="uq_audit_detail_entry_id"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_audit_detail_partnership_id_id"),
    )
    op.create_table(
        "audit_seal",
        sa.Column("id", KEY, nullable=False),
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("number", KEY, nullable=False),
        sa.Column("chain_hash", sa.String(length=64), nullable=False),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "entry_id"],
            ["audit_entry.partnership_id", "audit_entry.id"],
            name="fk_audit_seal_partnership_id_entry_id_audit_entry",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name="fk_audit_seal_partnership_id_partnership"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_audit_seal"),
        sa.UniqueConstraint("entry_id", name="uq_audit_seal_entry_id"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_audit_seal_partnership_id_id"),
        sa.UniqueConstraint("partnership_id", "number", name="uq_audit_seal_partnership_id_number"),
    )
    op.create_table(
        "delivery",
        sa.Column("id", KEY, nullable=False),
        sa.Column("key", sa.String(length=320), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("channel_kind", sa.String(length=64), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("subject", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("stream", sa.String(length=320), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("lease_token", sa.String(length=64), nullable=True),
        sa.Column("next_try_at", INSTANT, nullable=True),
        sa.Column("payload", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=True),
        sa.Column("provider_ref", sa.String(length=64), nullable=True),
        sa.Column("last_error", sa.String(length=4000), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.CheckConstraint(
            "state IN ('planned', 'leased', 'sent', 'unknown', 'failed', "
            "'cancelled', 'expired', 'superseded')",
            name="ck_delivery_state",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name="fk_delivery_partnership_id_person_id_person",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name="fk_delivery_partnership_id_partnership"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_delivery_partnership_id_id"),
        sa.UniqueConstraint("partnership_id", "key", name="uq_delivery_partnership_id_key"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_delivery_due",
        "delivery",
        ["due_at"],
        unique=False,
        postgresql_where=OPEN,
        sqlite_where=OPEN,
    )
    op.create_index(
        "ix_delivery_stream",
        "delivery",
        ["partnership_id", "stream", "revision"],
        unique=False,
        postgresql_where=OPEN,
        sqlite_where=OPEN,
    )

    op.create_table(
        "link",
        sa.Column("id", KEY, nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("subject_id", KEY, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.CheckConstraint("expires_at > issued_at", name="ck_link_span"),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name="fk_link_partnership_id_person_id_person",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name="fk_link_partnership_id_partnership"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_link"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_link_partnership_id_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "role",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.CheckConstraint("until IS NULL OR until > since", name="ck_role_span"),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name="fk_role_partnership_id_person_id_person",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name="fk_role_partnership_id_partnership"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_role"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_role_partnership_id_id"),
    )
    op.create_index(
        "uq_role_open",
        "role",
        ["partnership_id", "person_id", "role"],
        unique=True,
        postgresql_where=sa.text("until IS NULL"),
        sqlite_where=sa.text("until IS NULL"),
    )

    op.create_table(
        "slack_identity",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("enterprise_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "person_id"],
            ["person.partnership_id", "person.id"],
            name="fk_slack_identity_partnership_id_person_id_person",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name="fk_slack_identity_partnership_id_partnership",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_slack_identity"),
        sa.UniqueConstraint(
            "partnership_id",
            "enterprise_id",
            "team_id",
            "user_id",
            name="uq_slack_identity_partnership_id_enterprise_id_team_id_user_id",
        ),
        sa.UniqueConstraint("partnership_id", "id", name="uq_slack_identity_partnership_id_id"),
    )
    op.create_index("ix_slack_identity_person_id", "slack_identity", ["person_id"], unique=False)
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("ailments", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_heartbeat"),
    )
    for table in APPEND_ONLY:
        refuse_changes(table)


def refuse_changes(table: str) -> None:
    """Make the database itself refuse to change or delete what was recorded."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb} BEFORE {verb.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        # INSERT OR REPLACE deletes without asking the trigger above
        op.execute(
            f"CREATE TRIGGER {table}_refuses_replace BEFORE INSERT ON {table} "  # noqa: S608 - ours
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {APPEND_ONLY[table]}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("heartbeat")
    op.drop_table("slack_identity")

    op.drop_table("role")
    op.drop_table("link")

    op.drop_table("delivery")
    op.drop_table("audit_seal")
    op.drop_table("audit_detail")

    op.drop_table("address")
    op.drop_table("person")
    op.drop_table("partnership_channel")
    op.drop_table("organisation")

    op.drop_table("installation")

    op.drop_table("inbox")
    op.drop_table("audit_entry")
    op.drop_table("partnership")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
