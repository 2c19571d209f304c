"""Lay who came: registers of attendance, outcomes, walk-ins, corrections, check-ins, reports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0008"
down_revision = "0007"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Lay what happened at events, how it came to be known, and whether they could decide."""
    _ask_who_came()
    _lay_attendances()
    _lay_outcomes()
    _lay_drafted_outcomes()
    _lay_walk_ins()
    _lay_corrections()
    _lay_quorum_forecasts()
    _lay_check_in_tries()
    _lay_call_reports()
    _lay_call_lines()


def _ask_who_came() -> None:
    op.add_column("event", sa.Column("who_came_asked_at", MOMENT, nullable=True))
    where = sa.text("status = 'scheduled' AND who_came_asked_at IS NULL")
    op.create_index(
        "ix_event_to_ask", "event", ["ends_at"], postgresql_where=where, sqlite_where=where
    )


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


def _lay_attendances() -> None:
    op.create_table(
        "attendance",
        sa.Column("id", KEY, nullable=False),
        sa.Column("event_id", KEY, nullable=False),
        sa.Column("quorate", sa.String(64), nullable=False),
        sa.Column("quorum", sa.JSON(), nullable=True),
        sa.Column("reached", sa.JSON(), nullable=True),
        sa.Column("quorum_lost_at", sa.DateTime(), nullable=True),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("recorded_by", KEY, nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.CheckConstraint("quorate IN ('yes', 'no', 'unknown')", name="ck_attendance_quorate"),
        sa.UniqueConstraint(
            "partnership_id", "event_id", name="uq_attendance_partnership_id_event_id"
        ),
        *_owned("attendance", ("event_id", "event"), ("recorded_by", "person")),
    )


def _lay_outcomes() -> None:
    op.create_table(
        "outcome",
        sa.Column("id", KEY, nullable=False),
        sa.Column("invitation_id", KEY, nullable=False),
        sa.Column("code", sa.String(64), nullable=True),
        sa.Column("remote", sa.Boolean(), nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("note", sa.String(64), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("recorded_by", KEY, nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.CheckConstraint("code IN ('MA', 'RA', 'A', 'NC', 'IA')", name="ck_outcome_code"),
        sa.CheckConstraint("note IN ('had said yes', 'apologies after')", name="ck_outcome_note"),
        *_owned(
            "outcome",
            ("invitation_id", "invitation"),
            ("person_id", "person"),
            ("recorded_by", "person"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outcome_invitation_id", "outcome", ["invitation_id"])
    op.create_index("ix_outcome_person_id", "outcome", ["person_id"])
    _one("uq_outcome_current", "outcome", sa.text("is_current"))


def _lay_drafted_outcomes() -> None:
    op.create_table(
        "drafted_outcome",
        sa.Column("id", KEY, nullable=False),
        sa.Column("invitation_id", KEY, nullable=False),
        sa.Column("code", sa.String(64), nullable=True),
        sa.Column("remote", sa.Boolean(), nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("note", sa.String(64), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("drafted_by", KEY, nullable=True),
        sa.Column("drafted_at", MOMENT, nullable=False),
        sa.CheckConstraint("code IN ('MA', 'RA', 'A', 'NC', 'IA')", name="ck_drafted_outcome_code"),
        sa.CheckConstraint(
            "note IN ('had said yes', 'apologies after')", name="ck_drafted_outcome_note"
        ),
        sa.UniqueConstraint(
            "partnership_id",
            "invitation_id",
            name="uq_drafted_outcome_partnership_id_invitation_id",
        ),
        *_owned(
            "drafted_outcome",
            ("invitation_id", "invitation"),
            ("person_id", "person"),
            ("drafted_by", "person"),
        ),
    )


def _lay_walk_ins() -> None:
    op.create_table(
        "walk_in",
        sa.Column("id", KEY, nullable=False),
        sa.Column("event_id", KEY, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("organisation", sa.String(120), nullable=False),
        sa.Column("organisation_id", KEY, nullable=True),
        sa.Column("remote", sa.Boolean(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("recorded_by", KEY, nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        *_owned(
            "walk_in",
            ("event_id", "event"),
            ("organisation_id", "organisation"),
            ("recorded_by", "person"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_walk_in_event_id", "walk_in", ["event_id"])


def _lay_corrections() -> None:
    op.create_table(
        "correction",
        sa.Column("id", KEY, nullable=False),
        sa.Column("invitation_id", KEY, nullable=False),
        sa.Column("outcome_id", KEY, nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("remote", sa.Boolean(), nullable=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("comment", sa.String(4000), nullable=True),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("asked_by", KEY, nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("settled_id", KEY, nullable=True),
        sa.CheckConstraint("code IN ('MA', 'RA', 'A', 'NC', 'IA')", name="ck_correction_code"),
        sa.CheckConstraint(
            "state IN ('waiting', 'accepted', 'declined', 'withdrawn')", name="ck_correction_state"
        ),
        *_owned(
            "correction",
            ("invitation_id", "invitation"),
            ("outcome_id", "outcome"),
            ("asked_by", "person"),
            ("decided_by", "person"),
            ("settled_id", "outcome"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_correction_invitation_id", "correction", ["invitation_id"])
    _one("uq_correction_waiting", "correction", sa.text("state = 'waiting'"))


def _lay_quorum_forecasts() -> None:
    op.create_table(
        "quorum_forecast",
        sa.Column("id", KEY, nullable=False),
        sa.Column("event_id", KEY, nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("reckoned_at", MOMENT, nullable=False),
        sa.Column("told", sa.String(64), nullable=True),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("risk_told_at", MOMENT, nullable=True),
        sa.CheckConstraint("state IN ('yes', 'no', 'unknown')", name="ck_quorum_forecast_state"),
        sa.UniqueConstraint(
            "partnership_id", "event_id", name="uq_quorum_forecast_partnership_id_event_id"
        ),
        *_owned("quorum_forecast", ("event_id", "event")),
    )


def _lay_check_in_tries() -> None:
    op.create_table(
        "check_in_try",
        sa.Column("id", KEY, nullable=False),
        sa.Column("event_id", KEY, nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        *_owned("check_in_try", ("event_id", "event")),
    )
    op.create_index("ix_check_in_try_at", "check_in_try", ["at"])
    op.create_index("ix_check_in_try_event_id", "check_in_try", ["event_id"])


def _lay_call_reports() -> None:
    op.create_table(
        "call_report",
        sa.Column("id", KEY, nullable=False),
        sa.Column("event_id", KEY, nullable=False),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("vendor", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("read_by", KEY, nullable=True),
        sa.Column("read_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        *_owned("call_report", ("event_id", "event"), ("read_by", "person")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_call_report_digest", "call_report", ["partnership_id", "digest"])
    op.create_index("ix_call_report_event_id", "call_report", ["event_id"])


def _lay_call_lines() -> None:
    op.create_table(
        "call_line",
        sa.Column("id", KEY, nullable=False),
        sa.Column("report_id", KEY, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("address", sa.String(4000), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("invitation_id", KEY, nullable=True),
        sa.Column("walk_in_id", KEY, nullable=True),
        sa.Column("offers", sa.JSON(), nullable=False),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "state IN ('sure', 'waiting', 'decided', 'walk-in', 'left out')",
            name="ck_call_line_state",
        ),
        *_owned(
            "call_line",
            ("report_id", "call_report"),
            ("invitation_id", "invitation"),
            ("walk_in_id", "walk_in"),
            ("decided_by", "person"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_call_line_report_id", "call_line", ["report_id"])


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
    op.execute("DELETE FROM link WHERE purpose IN ('record', 'check-in')")
    for name in (
        "call_line",
        "call_report",
        "check_in_try",
        "quorum_forecast",
        "correction",
        "walk_in",
        "drafted_outcome",
        "outcome",
        "attendance",
    ):
        op.drop_table(name)
    op.drop_index("ix_event_to_ask", "event")
    op.drop_column("event", "who_came_asked_at")
