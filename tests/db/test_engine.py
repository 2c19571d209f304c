"""Sessions that read and sessions that write."""

import threading
import time

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.engine import Database, database_url
from db.models import Partnership
from db.tenancy import ReadOnly, across_partnerships
from tests.conftest import NOW


def partnership(slug: str = "main") -> Partnership:
    return Partnership(
        slug=slug, name="Safeguarding", zone="Europe/London", language="en", created_at=NOW
    )


def test_what_was_written_is_kept(database: Database) -> None:
    with database.writing() as session:
        session.add(partnership())
    with database.reading() as session:
        assert session.scalars(select(Partnership)).one().created_at == NOW


def test_an_exception_takes_everything_back(database: Database) -> None:
    with pytest.raises(KeyError), database.writing() as session:
        session.add(partnership())
        session.flush()
        raise KeyError
    with database.reading() as session:
        assert session.scalars(select(Partnership)).all() == []


def test_a_reading_session_writes_nothing(database: Database) -> None:
    with pytest.raises(ReadOnly), database.reading() as session:
        session.add(partnership())
        session.flush()


def test_nor_does_its_connection_and_the_next_writer_may(database: Database) -> None:
    with database.writing() as session:
        session.add(partnership())
    for _ in range(2):
        with pytest.raises(DBAPIError, match=r"(?i)read.?only"), database.reading() as session:
            session.connection().execute(text("UPDATE partnership SET name = 'x'"))
        with database.writing() as session:
            session.connection().execute(text("UPDATE partnership SET name = 'y'"))
        with database.engine.begin() as connection:
            connection.execute(text("UPDATE partnership SET name = 'z'"))


def test_a_second_writer_waits_for_the_first_instead_of_failing(database: Database) -> None:
    started = threading.Event()

    def first() -> None:
        with database.writing() as session:
            session.add(partnership("first"))
            session.flush()
            started.set()
            time.sleep(0.3)

    thread = threading.Thread(target=first)
    thread.start()
    started.wait()
    with database.writing() as session:
        session.add(partnership("second"))
    thread.join()
    with database.reading() as session:
        assert len(session.scalars(select(Partnership)).all()) == 2


def test_a_reader_is_not_held_up_by_a_writer(database: Database) -> None:
    with database.writing() as writer:
        writer.add(partnership())
        writer.flush()
        with database.reading() as reader:
            assert reader.scalars(select(Partnership)).all() == []


def test_sqlite_survives_power_loss_and_checks_keys(database: Database) -> None:
    if not database.is_sqlite:
        return
    with database.engine.connect() as connection:
        modes = [
            connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert modes == ["wal", 2, 1]


def test_only_steps_may_be_lost_by_a_power_cut(database: Database) -> None:
    if not database.is_sqlite:
        return

    def durable(session: Session) -> bool:
        return bool(session.connection().execute(text("PRAGMA synchronous")).scalar_one() == 2)

    for _ in range(2):
        with database.stepping() as session, across_partnerships(session):
            assert not durable(session)
            with database.writing() as answer, across_partnerships(answer):
                assert durable(answer)
        with (
            database.stepping() as session,
            pytest.raises(ZeroDivisionError),
            database.turn(session),
        ):
            assert 1 / int(durable(session))
        with database.writing() as claim, across_partnerships(claim):
            assert durable(claim)
        with database.engine.begin() as connection:
            assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("postgres://u:p@h/d", "postgresql+psycopg"),
        ("postgresql://u:p@h/d", "postgresql+psycopg"),
        ("postgresql+psycopg://u:p@h/d", "postgresql+psycopg"),
        ("sqlite:///x", "sqlite"),
    ],
)
def test_usual_addresses_select_our_drivers(url: str, driver: str) -> None:
    assert database_url(url).drivername == driver
