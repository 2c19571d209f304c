"""Lay the worklist and imports."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Lay the worklist and imports."""
    op.create_table(
        "worklist_item",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("subject_id", KEY, nullable=False),
        sa.Column("facts", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("noticed_at", INSTANT, nullable=False),
        sa.Column("snoozed_until", INSTANT, nullable=True),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("done_by", KEY, nullable=True),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "done_by"],
            ["person.partnership_id", "person.id"],
            name="fk_worklist_item_partnership_id_done_by_person",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name="fk_worklist_item_partnership_id_partnership",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_worklist_item"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_worklist_item_partnership_id_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_worklist_item_waiting",
        "worklist_item",
        ["partnership_id", "key"],
        unique=True,
        postgresql_where=sa.text("done_at IS NULL"),
        sqlite_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "import",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("asked_by", KEY, nullable=True),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("source", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("summary", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.Column("undone_at", INSTANT, nullable=True),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "asked_by"],
            ["person.partnership_id", "person.id"],
            name="fk_import_partnership_id_asked_by_person",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name="fk_import_partnership_id_partnership"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_import"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_import_partnership_id_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "import_question",
        sa.Column("id", KEY, nullable=False),
        sa.Column("import_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("facts", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("offers", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("decision", sa.String(length=64), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "import_id"],
            ["import.partnership_id", "import.id"],
            name="fk_import_question_partnership_id_import_id_import",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name="fk_import_question_partnership_id_partnership",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_import_question"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_import_question_partnership_id_id"),
        sa.UniqueConstraint(
            "partnership_id",
            "import_id",
            "key",
            name="uq_import_question_partnership_id_import_id_key",
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "import_change",
        sa.Column("id", KEY, nullable=False),
        sa.Column("import_id", KEY, nullable=False),
        sa.Column("table", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id", "import_id"],
            ["import.partnership_id", "import.id"],
            name="fk_import_change_partnership_id_import_id_import",
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name="fk_import_change_partnership_id_partnership",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_import_change"),
        sa.UniqueConstraint("partnership_id", "id", name="uq_import_change_partnership_id_id"),
    )
    op.create_index("ix_import_change_import_id", "import_change", ["import_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    op.drop_table("import_change")
    op.drop_table("import_question")
    op.drop_table("import")
    op.drop_table("worklist_item")
