"""A worker starts and stops whole, and says when it is not well."""

import threading
import time
from dataclasses import replace
from datetime import datetime

import pytest
import structlog
from sqlalchemy.orm import Session

from db import heartbeats
from jobs.ticks import PATIENCE, Tick, TickRunner
from jobs.worker import Worker
from tests.conftest import NOW
from tests.jobs.office import QUICK, Office
from tests.jobs.workers import wait_until_settled
from tests.world import World


def test_a_worker_delivers_ticks_and_stops(office: Office) -> None:
    ticks = TickRunner(office.database, [Tick("count", 0.1, lambda *_: 0)], lambda: NOW)
    worker = Worker(office.deliverer(), ticks)
    worker.start()
    office.plan(3)
    worker.wake()
    wait_until_settled(office, 10)
    assert worker.ailments() == []
    worker.stop()
    assert office.states() == {"sent": 3}


def test_a_worker_that_does_not_work_says_so(office: Office) -> None:
    deliverer = office.deliverer()
    deliverer._last_turn = time.monotonic() - 60
    worker = Worker(deliverer, TickRunner(office.database, [], lambda: NOW))
    assert worker.ailments() == ["deliveries"]


def test_a_worker_without_a_mail_server_says_so(world: World) -> None:
    assert world.house.worker.ailments() == [heartbeats.NO_MAIL]


def heard(office: Office) -> tuple[float, list[str]] | None:
    with office.database.reading() as session:
        return heartbeats.latest(session, heartbeats.WORKER)


def test_a_worker_writes_down_that_it_lives_and_what_ails_it(office: Office) -> None:
    deliverer = office.deliverer(replace(QUICK, heartbeat=0.1))
    deliverer._sender.ailing.found(7, "T7", "token_revoked", 60, whole=True)
    worker = Worker(deliverer, TickRunner(office.database, [], lambda: NOW))
    assert heard(office) is None
    worker.start()
    deadline = time.monotonic() + 60
    while heard(office) is None and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    beat = heard(office)
    worker.stop()
    assert beat is not None
    assert beat[0] < 5
    assert beat[1] == ["slack of partnership 7 (T7): token_revoked"]


def test_a_heart_that_fails_stops_no_message(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(heartbeats, "beat", fail)
    worker = Worker(office.deliverer(), TickRunner(office.database, [], lambda: NOW))
    office.plan(3)
    with structlog.testing.capture_logs() as logs:
        worker.start()
        wait_until_settled(office, 10)
        worker.stop()
    assert office.states() == {"sent": 3}
    assert [line["event"] for line in logs].count("heartbeat failed") == 1


def test_a_tick_that_runs_on_does_not_keep_a_worker_from_stopping(office: Office) -> None:
    begun, release = threading.Event(), threading.Event()

    def slow(_session: Session, _now: datetime) -> int:
        begun.set()
        release.wait(30)
        return 0

    database = office.database
    worker = Worker(
        office.deliverer(), TickRunner(database, [Tick("slow", 0.1, slow)], lambda: NOW)
    )
    worker.start()
    assert begun.wait(5)
    began = time.monotonic()
    try:
        with structlog.testing.capture_logs() as logs:
            worker.stop(patience=1)
        assert 0.5 < time.monotonic() - began < 4
        [still] = [line for line in logs if line["event"] == "ticks still run"]
        assert still["ticks"] == ["slow"]
    finally:
        release.set()
        worker.stop()


def test_stopping_ends_before_hosts_kill() -> None:
    assert PATIENCE <= 25
