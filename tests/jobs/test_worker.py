"""A worker starts and stops whole, and says when it is not well."""

import time

from jobs.ticks import Tick, TickRunner
from jobs.worker import Worker
from tests.conftest import NOW
from tests.jobs.office import Office
from tests.jobs.workers import wait_until_settled


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
