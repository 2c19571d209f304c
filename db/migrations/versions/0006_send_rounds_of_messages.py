"""Let deliveries belong to a round, and go to a body's channel; add what events need set."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("state IN ('planned', 'leased')")
STREAM = ["partnership_id", "stream", "revision"]
WHOM = "(person_id IS NULL) <> (body_id IS NULL)"


def upgrade() -> None:
    """Point deliveries at rounds and bodies; add a body's channel, and three settings."""
    with op.batch_alter_table("body") as batch:
        batch.add_column(sa.Column("channel_team", sa.String(length=32), nullable=True))
        batch.add_column(sa.Column("channel_id", sa.String(length=32), nullable=True))
    with op.batch_alter_table("partnership") as batch:
        batch.add_column(
            sa.Column("region", sa.String(length=64), nullable=False, server_default="ENG")
        )
        batch.add_column(
            sa.Column("hide_guests", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        batch.add_column(
            sa.Column("keeps_files", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.add_column(sa.Column("audiences_kept_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("delivery", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("body_id", KEY, nullable=True))
        batch.add_column(sa.Column("round_id", KEY, nullable=True))
        batch.add_column(sa.Column("sent_to", sa.String(length=320), nullable=True))
        batch.alter_column("person_id", existing_type=KEY, nullable=True)
        batch.create_check_constraint("ck_delivery_whom", WHOM)
        batch.create_foreign_key(
            "fk_delivery_partnership_id_round_id_round",
            "round",
            ["partnership_id", "round_id"],
            ["partnership_id", "id"],
        )
        batch.create_foreign_key(
            "fk_delivery_partnership_id_body_id_body",
            "body",
            ["partnership_id", "body_id"],
            ["partnership_id", "id"],
        )
        batch.create_index("ix_delivery_round_id", ["round_id"])
    op.drop_index("ix_delivery_stream", "delivery")
    op.create_index("ix_delivery_stream", "delivery", STREAM)


def downgrade() -> None:
    """Take it all back; what was sent of events goes with it, since its keys would come again."""
    op.execute(
        "DELETE FROM delivery WHERE person_id IS NULL OR round_id IS NOT NULL"
        " OR kind = 'introduction' OR kind LIKE 'event.%'"
    )
    op.drop_index("ix_delivery_stream", "delivery")
    op.create_index(
        "ix_delivery_stream", "delivery", STREAM, postgresql_where=OPEN, sqlite_where=OPEN
    )
    with op.batch_alter_table("delivery", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_index("ix_delivery_round_id")
        batch.drop_constraint("fk_delivery_partnership_id_body_id_body", type_="foreignkey")
        batch.drop_constraint("fk_delivery_partnership_id_round_id_round", type_="foreignkey")
        batch.drop_constraint("ck_delivery_whom", type_="check")
        batch.alter_column("person_id", existing_type=KEY, nullable=False)
        batch.drop_column("sent_to")
        batch.drop_column("round_id")
        batch.drop_column("body_id")
    with op.batch_alter_table("partnership") as batch:
        for name in ("audiences_kept_at", "keeps_files", "hide_guests", "region"):
            batch.drop_column(name)
    with op.batch_alter_table("body") as batch:
        for name in ("channel_id", "channel_team"):
            batch.drop_column(name)
