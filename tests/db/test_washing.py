"""A washed PostgreSQL database can't be told from a new one."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, text

from db import partnerships
from db.engine import Database
from tests.databases import Templates

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def used(templates: Templates, tmp_path: Path) -> URL:
    return templates.fresh("postgresql", tmp_path)


def partnership_of(url: URL) -> int:
    """Add a partnership, which leaves entries of the append-only record, and give its id."""
    database = Database(url)
    with database.writing() as session:
        made = partnerships.add(session, slug="anytown", name="Anytown", now=NOW).id
    database.close()
    return made


def run(url: URL, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_rows_are_gone_and_ids_begin_again(templates: Templates, used: URL, tmp_path: Path) -> None:
    first = partnership_of(used)
    templates.drop(used)
    again = templates.fresh("postgresql", tmp_path)
    assert again == used
    database = Database(again)
    with database.reading() as session:
        assert partnerships.every(session) == []
    database.close()
    assert partnership_of(again) == first == 1
    templates.drop(again)


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE partnership ADD COLUMN odd integer",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "DROP TABLE paper",
        "CREATE TABLE odd (id integer)",
        "UPDATE alembic_version SET version_num = '0001'",
    ],
)
def test_a_changed_schema_is_not_given_to_the_next_test(
    templates: Templates, used: URL, tmp_path: Path, change: str
) -> None:
    run(used, change)
    templates.drop(used)
    assert templates.fresh("postgresql", tmp_path) != used


def test_who_is_still_connected_is_thrown_out(
    templates: Templates, used: URL, tmp_path: Path
) -> None:
    engine = create_engine(used)
    with engine.connect() as left:
        left.execute(text("LOCK TABLE partnership"))
        templates.drop(used)
        assert templates.fresh("postgresql", tmp_path) == used
        left.invalidate()
    engine.dispose()
    templates.drop(used)
