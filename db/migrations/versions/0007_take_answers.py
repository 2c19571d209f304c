"""Lay the tables of answers, named deputies and access needs, and of mail that comes to us."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0007"
down_revision = "0006"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
IN_PLACE = sa.text("state IN ('held', 'asked', 'agreed')")
WAITING = sa.text("state = 'waiting'")
BY_MAIL = sa.text("channel_kind = 'mail'")


def upgrade() -> None:
    """Lay what is answered, who stands in, what is needed, and mail as it comes in."""
    _lay_named_deputies()
    _lay_answers()
    _lay_access_needs()
    _lay_inbound_mail()
    _lay_calendar_replies()
    _lay_mail_notes()
    _find_by_mail()
    op.add_column("partnership", sa.Column("reminded_at", MOMENT, nullable=True))


def _owned(table: str, *points: tuple[str, str]) -> list[SchemaItem]:
    """Give what every row of a partnership has: whose it is, its key, and where it points."""
    return [
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


def _lay_named_deputies() -> None:
    op.create_table(
        "named_deputy",
        sa.Column("id", KEY, nullable=False),
        sa.Column("invitation_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("address", sa.String(320), nullable=True),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("named_by", KEY, nullable=True),
        sa.Column("named_at", MOMENT, nullable=False),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "state IN ('held', 'asked', 'agreed', 'declined', 'refused', 'replaced')",
            name="ck_named_deputy_state",
        ),
        sa.CheckConstraint(
            "person_id IS NOT NULL OR state IN ('held', 'refused', 'replaced')",
            name="ck_named_deputy_who",
        ),
        *_owned(
            "named_deputy",
            ("invitation_id", "invitation"),
            ("person_id", "person"),
            ("named_by", "person"),
            ("decided_by", "person"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_named_deputy_invitation_id", "named_deputy", ["invitation_id"])
    op.create_index("ix_named_deputy_person_id", "named_deputy", ["person_id"])
    _one("uq_named_deputy_open", "named_deputy", IN_PLACE)


def _lay_answers() -> None:
    op.create_table(
        "answer",
        sa.Column("id", KEY, nullable=False),
        sa.Column("invitation_id", KEY, nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(64), nullable=True),
        sa.Column("deputy_id", KEY, nullable=True),
        sa.Column("comment", sa.String(4000), nullable=True),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("given_by", KEY, nullable=True),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("begins", sa.DateTime(), nullable=True),
        sa.Column("ends", sa.DateTime(), nullable=True),
        sa.Column("zone", sa.String(64), nullable=True),
        sa.Column("lead_id", KEY, nullable=True),
        sa.Column("recorded_by", KEY, nullable=True),
        sa.Column("told_by", sa.String(64), nullable=True),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('attending', 'deputy', 'apologies', 'unsure')", name="ck_answer_kind"
        ),
        sa.CheckConstraint("deputy_id IS NULL OR kind = 'deputy'", name="ck_answer_deputy"),
        sa.CheckConstraint("reason IS NULL OR kind = 'apologies'", name="ck_answer_reason"),
        *_owned(
            "answer",
            ("invitation_id", "invitation"),
            ("deputy_id", "named_deputy"),
            ("given_by", "person"),
            ("lead_id", "person"),
            ("recorded_by", "person"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_answer_invitation_id", "answer", ["invitation_id"])
    op.create_index("ix_answer_given_by", "answer", ["given_by"])
    _one("uq_answer_current", "answer", sa.text("is_current"))
    told = sa.text("reason IS NOT NULL OR comment IS NOT NULL")
    op.create_index(
        "ix_answer_told", "answer", ["given_at"], postgresql_where=told, sqlite_where=told
    )


def _lay_access_needs() -> None:
    op.create_table(
        "access_need",
        sa.Column("id", KEY, nullable=False),
        sa.Column("event_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("text", sa.String(4000), nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        *_owned("access_need", ("event_id", "event"), ("person_id", "person")),
        sa.UniqueConstraint(
            "partnership_id",
            "event_id",
            "person_id",
            name="uq_access_need_partnership_id_event_id_person_id",
        ),
        sqlite_autoincrement=True,
    )


def _lay_inbound_mail() -> None:
    op.create_table(
        "inbound_mail",
        sa.Column("id", KEY, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("sender", sa.String(320), nullable=False),
        sa.Column("recipient", sa.String(320), nullable=False),
        sa.Column("token", sa.String(64), nullable=True),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("outcome", sa.String(64), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("applied_at", MOMENT, nullable=True),
        sa.Column("owner_id", KEY, nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'applied', 'review', 'ignored', 'failed')",
            name="ck_inbound_mail_state",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_inbound_mail"),
        sa.UniqueConstraint("key", name="uq_inbound_mail_key"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_inbound_mail_waiting",
        "inbound_mail",
        ["id"],
        postgresql_where=WAITING,
        sqlite_where=WAITING,
    )


def _lay_calendar_replies() -> None:
    op.create_table(
        "calendar_reply",
        sa.Column("id", KEY, nullable=False),
        sa.Column("attendee_id", KEY, nullable=False),
        sa.Column("instance", sa.String(64), nullable=False),
        sa.Column("address_key", sa.String(320), nullable=False),
        sa.Column("original", sa.DateTime(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("stamp", MOMENT, nullable=False),
        sa.Column("partstat", sa.String(64), nullable=False),
        sa.Column("mail_id", KEY, nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        *_owned("calendar_reply", ("attendee_id", "attendee")),
        sa.UniqueConstraint(
            "partnership_id",
            "attendee_id",
            "instance",
            "address_key",
            name="uq_calendar_reply_instance",
        ),
        sqlite_autoincrement=True,
    )


def _lay_mail_notes() -> None:
    op.create_table(
        "mail_note",
        sa.Column("id", KEY, nullable=False),
        sa.Column("event_id", KEY, nullable=False),
        sa.Column("attendee_id", KEY, nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('automatic', 'not obeyed')", name="ck_mail_note_kind"),
        *_owned("mail_note", ("event_id", "event"), ("attendee_id", "attendee")),
        sa.UniqueConstraint(
            "partnership_id",
            "event_id",
            "attendee_id",
            "kind",
            name="uq_mail_note_partnership_id_event_id_attendee_id_kind",
        ),
        sqlite_autoincrement=True,
    )


def _find_by_mail() -> None:
    """Find a message by its Message-ID, and a series by its UID, whichever partnership's it is."""
    op.create_index(
        "ix_delivery_mail",
        "delivery",
        ["provider_ref"],
        postgresql_where=BY_MAIL,
        sqlite_where=BY_MAIL,
    )
    op.create_index("ix_series_uid", "series", ["uid"])


def _one(name: str, table: str, where: sa.TextClause) -> None:
    op.create_index(
        name,
        table,
        ["partnership_id", "invitation_id"],
        unique=True,
        postgresql_where=where,
        sqlite_where=where,
    )


def downgrade() -> None:
    """Take it all away again, and the links to pages that only it has."""
    op.execute("DELETE FROM link WHERE purpose IN ('deputy', 'access', 'holder', 'preferences')")
    op.drop_column("partnership", "reminded_at")
    op.drop_index("ix_series_uid", "series")
    op.drop_index("ix_delivery_mail", "delivery")
    for name in (
        "mail_note",
        "calendar_reply",
        "inbound_mail",
        "access_need",
        "answer",
        "named_deputy",
    ):
        op.drop_table(name)
