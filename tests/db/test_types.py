"""Moments and wall times in columns."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import StatementError

from db.clock import database_now
from db.engine import Database
from db.models.base import Instant, WallClock
from db.tenancy import across_partnerships

TABLE = Table(
    "moments",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("moment", Instant),
    Column("wall", WallClock),
)
PARIS = timezone(timedelta(hours=2))


@pytest.fixture
def table(database: Database) -> Table:
    TABLE.create(database.engine)
    return TABLE


def test_a_moment_comes_back_in_utc(database: Database, table: Table) -> None:
    given = datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=PARIS)
    with database.engine.begin() as connection:
        connection.execute(insert(table).values(moment=given))
        found = connection.execute(select(table.c.moment)).scalar_one()
    assert (found, found.tzinfo) == (given, UTC)


def test_moments_sort_by_time_whatever_their_zone(database: Database, table: Table) -> None:
    early = datetime(2026, 7, 1, 12, tzinfo=PARIS)
    late = datetime(2026, 7, 1, 11, tzinfo=UTC)
    with database.engine.begin() as connection:
        connection.execute(insert(table), [{"moment": late}, {"moment": early}])
        found = connection.execute(select(table.c.moment).order_by(table.c.moment)).scalars().all()
        since = select(table.c.moment).where(table.c.moment >= late)
        assert connection.execute(since).scalars().all() == [late]
    assert found == [early, late]


def test_a_naive_moment_is_refused(database: Database, table: Table) -> None:
    with database.engine.begin() as connection, pytest.raises(StatementError, match="time zone"):
        connection.execute(insert(table).values(moment=datetime(2026, 7, 1)))


def test_a_wall_time_stays_as_it_is_and_an_aware_one_is_refused(
    database: Database, table: Table
) -> None:
    ten = datetime(2026, 7, 1, 10)
    with database.engine.begin() as connection:
        connection.execute(insert(table).values(wall=ten))
        assert connection.execute(select(table.c.wall)).scalar_one() == ten
        with pytest.raises(StatementError, match="no zone"):
            connection.execute(insert(table).values(wall=ten.replace(tzinfo=UTC)))


def test_nothing_stays_nothing(database: Database, table: Table) -> None:
    with database.engine.begin() as connection:
        connection.execute(insert(table).values(moment=None, wall=None))
        assert connection.execute(select(table.c.moment, table.c.wall)).one() == (None, None)


def test_the_databases_clock_goes_on(database: Database) -> None:
    with database.writing() as session, across_partnerships(session):
        first, second = database_now(session), database_now(session)
    assert first.tzinfo is UTC
    assert timedelta(0) <= second - first < timedelta(seconds=5)
