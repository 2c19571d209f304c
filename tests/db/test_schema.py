"""The tables over time: every migration, up and down, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.exc import DatabaseError

from db import copies, deliveries, event_links, golive, meeting_imports, schema
from db.engine import Database
from db.import_runs import By
from db.meeting_plans import Wanted
from db.models import Body, Delivery, Import, Link
from db.tenancy import within
from tests.databases import ENGINES, Templates
from tests.db.meetings import NOW, Register, register

APPEND_ONLY = ("audit_entry", "audit_seal")
"""Tables whose rows are neither changed nor deleted."""

RECORDED = (
    (
        "INSERT INTO partnership (id, slug, name, zone, language, created_at)"
        " VALUES (1, 'main', 'Safeguarding', 'Europe/London', 'en', '2026-11-23 09:30:00')"
    ),
    (
        "INSERT INTO audit_entry (id, at, verb, subject_kind, subject_id, digest, partnership_id)"
        " VALUES (1, '2026-11-23 09:30:00', 'add', 'organisation', 1, 'digest', 1)"
    ),
    (
        "INSERT INTO audit_seal (id, entry_id, number, chain_hash, partnership_id)"
        " VALUES (1, 1, 1, 'hash', 1)"
    ),
)
"""Rows as the first revision knew them: every later one must carry them along."""


def revisions() -> list[str]:
    """List the revisions from the first to the newest."""
    scripts = ScriptDirectory(str(schema._MIGRATIONS))
    return [script.revision for script in scripts.walk_revisions()][::-1]


FIRST, *LATER = revisions()


@pytest.fixture(params=ENGINES)
def empty(
    request: pytest.FixtureRequest, templates: Templates, tmp_path: Path
) -> Iterator[Database]:
    """Give a database without tables."""
    url = templates.fresh(request.param, tmp_path, migrated=False)
    database = Database(url)
    yield database
    database.close()
    templates.drop(url)


def run(database: Database, *statements: str) -> None:
    with database.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def refused(database: Database, table: str) -> bool:
    """Say whether a table lets nothing be changed, deleted or emptied, and still has its row."""
    attempts = [f"UPDATE {table} SET id = 2", f"DELETE FROM {table}"]
    if not database.is_sqlite:
        attempts.append(f"TRUNCATE {table} CASCADE")
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="append-only"):
            run(database, attempt)
    with database.engine.connect() as connection:
        return len(connection.execute(text(f"SELECT id FROM {table}")).all()) == 1


def leftovers(connection: Connection) -> list[str]:
    """List functions and triggers that outlived their tables."""
    if connection.dialect.name == "sqlite":
        kinds = "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')"
    else:
        kinds = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    return list(connection.execute(text(kinds)).scalars())


def test_there_is_one_newest_revision_and_it_is_the_head() -> None:
    assert [FIRST, *LATER][-1] == schema.head()


def test_every_migration_keeps_the_record_and_its_guards(empty: Database) -> None:
    schema.upgrade(empty, FIRST)
    run(empty, *RECORDED)
    for revision in [FIRST, *LATER]:
        schema.upgrade(empty, revision)
        assert schema.current(empty) == revision
        assert all(refused(empty, table) for table in APPEND_ONLY)


def test_every_migration_can_be_taken_back_and_done_again(empty: Database) -> None:
    schema.upgrade(empty, FIRST)
    run(empty, *RECORDED)
    schema.upgrade(empty)
    for revision in reversed([FIRST, *LATER][:-1]):
        schema.downgrade(empty, revision)
        assert schema.current(empty) == revision
        assert all(refused(empty, table) for table in APPEND_ONLY)
    schema.downgrade(empty, "base")
    assert (schema.current(empty), tables(empty)) == (None, set())
    with empty.engine.connect() as connection:
        assert leftovers(connection) == []
    schema.upgrade(empty)
    assert schema.drift(empty) == []


def send_one_of_each(made: Register) -> None:
    """Fill the ledger with a round and with what no round holds; link to the event, and import."""
    session, [lead], series = made.session, made.leads, made.sent()
    copies.plan(session, series, [lead.id], why="test", now=NOW)
    made.owner.live_at = None
    golive.go(session, made.owner, by=None, now=NOW)
    event_links.issue(session, lead.id, made.first(series).event, now=NOW)
    meeting_imports.begin(session, "a.csv", {}, Wanted(None), by=By(None, NOW, NOW.date()))
    deliveries.plan(
        session, key="w", kind="welcome", person_id=lead.id, priority=1, due_at=NOW, now=NOW
    )


def test_what_was_sent_of_events_goes_with_them_and_they_can_be_sent_anew(
    database: Database,
) -> None:
    with register(database, ("Police",)) as made:
        send_one_of_each(made)
        kinds = set(made.session.scalars(select(Delivery.kind)))
        assert kinds == {"event.invitation", "event.copy", "introduction", "welcome"}
    schema.downgrade(database, "0004")
    schema.upgrade(database)
    with database.writing() as session, within(session, 1):
        assert list(session.scalars(select(Delivery.kind))) == ["welcome"]
        assert [*session.scalars(select(Link.id)), *session.scalars(select(Import.id))] == []
        again = Register(session, session.get_one(Body, made.body.id), [], [])
        again.sent()
        assert again.messages() == [("invitation", "Police lead")]


def test_the_tables_at_head_are_the_models(database: Database) -> None:
    assert schema.current(database) == schema.head()
    assert schema.drift(database) == []


@pytest.mark.parametrize(
    "behind_its_back",
    [
        "ALTER TABLE partnership ADD COLUMN stray INTEGER",
        "ALTER TABLE person DROP COLUMN job_title",
        "CREATE TABLE stray (id INTEGER PRIMARY KEY)",
        "DROP INDEX ix_inbox_received_at",
    ],
)
def test_a_change_behind_its_back_is_found(database: Database, behind_its_back: str) -> None:
    run(database, behind_its_back)
    assert len(schema.drift(database)) == 1


def test_a_migration_that_breaks_a_foreign_key_leaves_no_trace(database: Database) -> None:
    orphan = (
        "INSERT INTO organisation (created_at, sample, partnership_id)"
        " VALUES ('2026-11-23 09:30:00', false, 99)"
    )
    with (
        pytest.raises((RuntimeError, DatabaseError), match="foreign key"),
        schema._migrating(database) as connection,
    ):
        connection.execute(text("CREATE TABLE stray (id INTEGER PRIMARY KEY)"))
        connection.execute(text(orphan))
    assert "stray" not in tables(database)


def test_foreign_keys_are_checked_again_after_a_migration(empty: Database) -> None:
    schema.upgrade(empty)
    run(empty, *RECORDED)
    with pytest.raises(DatabaseError, match=r"(?i)foreign key"):
        run(empty, "DELETE FROM partnership")


def test_every_foreign_key_holds_after_every_migration(empty: Database) -> None:
    if not empty.is_sqlite:
        return  # PostgreSQL never lets go of its keys
    schema.upgrade(empty, FIRST)
    run(empty, *RECORDED)
    for revision in LATER:
        schema.upgrade(empty, revision)
    with empty.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def test_what_was_registered_before_names_had_dates_keeps_its_name(empty: Database) -> None:
    schema.upgrade(empty, FIRST)
    registered = (
        "INSERT INTO organisation (name, name_key, created_at, partnership_id)"
        " VALUES ('County Police', 'county police', '2026-11-23 09:30:00', 1)"
    )
    run(empty, *RECORDED, registered)
    schema.upgrade(empty)
    facts = (
        "SELECT n.name, n.name_key, n.since, m.since FROM organisation_name n"
        " JOIN membership m ON m.organisation_id = n.organisation_id"
    )
    with empty.engine.connect() as connection:
        found = [str(each) for each in connection.execute(text(facts)).one()]
        assert found == ["County Police", "county police", "2026-11-23", "2026-11-23"]
        assert len(connection.execute(text("SELECT id FROM sector")).all()) == 12
    schema.downgrade(empty, FIRST)
    with empty.engine.connect() as connection:
        names = connection.execute(text("SELECT name, name_key FROM organisation")).one()
    assert tuple(names) == ("County Police", "county police")
