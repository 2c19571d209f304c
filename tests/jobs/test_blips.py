"""R3: the database goes away for a while; nothing arrives twice and nobody is restarted."""

import time
from collections.abc import Callable

import pytest
from sqlalchemy import create_engine, text

from db.engine import Database
from tests.jobs import office as offices
from tests.jobs.office import Office
from tests.jobs.workers import wait_for_posts, wait_until_settled, workers


def cut_all_connections(office: Office) -> None:
    """End every session on the test's database, as an administrator's failover does."""
    server = create_engine(office.database.url.set(database="postgres"))
    with server.connect() as connection:
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"),
            {"name": office.database.url.database},
        )
    server.dispose()


def hold_the_writers_lock(office: Office, seconds: float) -> None:
    """Write for a long time, as a backup does."""
    with office.database.writing():
        time.sleep(seconds)


def deliver_through_blips(
    office: Office, messages: int, blip: Callable[[], None], *, blips: int, pause: float
) -> None:
    office.plan(messages)
    office.sandbox.faults.add(method="chat.postMessage", kind="delay", seconds=0.1, times=None)
    with workers(office, 2, lease=5) as running:
        for worker in running:
            worker.begin()
        wait_for_posts(office, 10)
        for _ in range(blips):
            blip()
            time.sleep(pause)
        wait_until_settled_through(office, 120)
        assert [worker.process.poll() for worker in running] == [None, None]
    assert office.states() == {"sent": messages}
    assert set(office.arrived().values()) == {1}
    assert len(office.arrived()) == messages


def wait_until_settled_through(office: Office, seconds: float) -> None:
    """Wait on fresh connections: the blips cut the test's own too."""
    office.database.engine.dispose()
    wait_until_settled(office, seconds)


def test_a_blip_of_the_database_doubles_nothing(office: Office) -> None:
    office.employ(19)
    if office.database.is_sqlite:
        deliver_through_blips(
            office, 200, lambda: hold_the_writers_lock(office, 2), blips=1, pause=0
        )
    else:
        deliver_through_blips(office, 200, lambda: cut_all_connections(office), blips=4, pause=0.5)


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_many_blips_of_the_database_double_nothing(database: Database) -> None:
    with offices.office(database, people=100) as office:
        if database.is_sqlite:
            deliver_through_blips(
                office, 2500, lambda: hold_the_writers_lock(office, 20), blips=2, pause=5
            )
        else:
            deliver_through_blips(
                office, 2500, lambda: cut_all_connections(office), blips=10, pause=3
            )
