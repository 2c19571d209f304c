"""The ledger beside APScheduler's job store, side by side in one run: nothing is really sent.

Both drain as many jobs that are due, on databases that commit as durably as ours always do. What
a transport costs is left out of both; ours still renders, keeps the bytes, and looks for targets.
"""

import logging
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import pytest
import structlog
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore  # type: ignore[import-untyped]
from apscheduler.schedulers.background import (  # type: ignore[import-untyped]
    BackgroundScheduler,
)
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.ground import Ground
from bot.slack import Slack
from db import deliveries, outcomes, partnerships, people
from db.deliveries import Claim, Priority, Wanted
from db.engine import Database
from db.models import Delivery
from db.plans import Plan
from db.tenancy import within
from jobs.deliver import Deliverer
from jobs.pace import Pace
from jobs.ways import Json, Send
from tests.benchmarks.callers import show
from tests.conftest import NOW
from tests.jobs.notes import SEALER

MESSAGES = 200
ROUNDS = 9
"""Short turns, so that what else the disk does hits all alike."""

BATCH = 100
FUTURE = 1_000_000
POLLS = 200

LEAST_BATCHED = 2.0
LEAST_EACH = {"sqlite": 1.5, "postgresql": 0.8}
MOST_MILLISECONDS = 3.0
"""Of a poll that finds nothing due, however much is planned for later."""

_ran: list[int] = []


@dataclass(frozen=True, slots=True)
class Nowhere:
    """A way out that takes everything and does nothing."""

    def wanted(self) -> Wanted | None:
        return Wanted("slack", ["note"])

    def render(self, _session: Session, delivery: Delivery, _ground: Ground) -> Json | None:
        return {"text": f"Note {delivery.id}", "blocks": []}

    def address(self, _session: Session, claim: Claim, _now: datetime) -> Send:
        return lambda: partial(outcomes.sent, claim=claim, ref="1.1", to="U1", now=NOW)

    def names(self) -> list[str]:
        return []


_COPIES = text(
    "INSERT INTO delivery (partnership_id, key, kind, channel_kind, person_id, subject, stream,"
    " revision, priority, state, due_at, attempts, created_at)"
    " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most)"
    " SELECT partnership_id, 'copy ' || i, kind, channel_kind, person_id, subject, 'copy ' || i,"
    " revision, priority, state, due_at, attempts, created_at FROM delivery, n"
)


@dataclass
class Bench:
    """One database with a ledger, and what plans and drains it."""

    database: Database
    partnership_id: int
    person_id: int

    def plan(self, count: int, name: str, due_at: datetime = NOW) -> None:
        rows = [
            Plan(
                key=f"{name} {number}",
                kind="note",
                person_id=self.person_id,
                priority=Priority.REMINDER,
                due_at=due_at,
                now=NOW,
            )
            for number in range(count)
        ]
        with self.database.writing() as session, within(session, self.partnership_id):
            assert deliveries.plan_many(session, rows) == count

    def deliverer(self) -> Deliverer:
        slack = Slack("http://127.0.0.1:1/api/", timeout=1)
        made = Deliverer(
            self.database, slack, sealer=SEALER, clock=lambda: NOW, pace=Pace(batch=BATCH)
        )
        made._ways["slack"] = Nowhere()
        return made

    def batched(self) -> int:
        """Drain with one acknowledging commit for each batch, as the loop does."""
        deliverer, count = self.deliverer(), 0
        while jobs := deliverer._take(BATCH):
            deliverer._acknowledging.settle([job.send() for job in jobs])
            count += len(jobs)
        return count

    def each(self) -> int:
        """Drain with one acknowledging commit for each message."""
        return self.deliverer().drain()


@pytest.fixture(autouse=True)
def _silent() -> Iterator[None]:
    """Let neither log: what a terminal takes to show lines is nobody's doing."""
    before = structlog.get_config()
    quiet = structlog.make_filtering_bound_logger(logging.CRITICAL)
    structlog.configure(wrapper_class=quiet)
    yield
    structlog.configure(**before)


@pytest.fixture
def bench(database: Database) -> Bench:
    with database.writing() as session:
        own = partnerships.add(session, slug="main", name="Main", now=NOW)
        own.live_at = NOW
        with within(session, own.id):
            person = people.add(session, name="Carol", now=NOW)
            return Bench(database, own.id, person.id)


def ran(number: int) -> None:
    """Be the job that the scheduler runs."""
    _ran.append(number)


def scheduled(database: Database) -> float:
    """Drain as many jobs from APScheduler's own store; gives jobs a second.

    It has connections of its own, set as ours are: when it ends it closes them all, and whoever
    came next would have to begin SQLite's log anew, which makes every commit dearer.
    """
    _ran.clear()
    engine = Database(database.url).engine
    scheduler = BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(engine=engine)},
        job_defaults={"misfire_grace_time": None},
    )
    scheduler.start(paused=True)
    store = scheduler._jobstores["default"]
    with engine.begin():
        for number in range(MESSAGES):
            scheduler.add_job(ran, "date", run_date=NOW - timedelta(days=999), args=[number])
    assert store.get_next_run_time() is not None
    began = time.perf_counter()
    scheduler.resume()
    until = began + 120
    while (len(_ran) < MESSAGES or store.get_next_run_time()) and time.perf_counter() < until:
        time.sleep(0.01)
    taken = time.perf_counter() - began
    scheduler.shutdown()
    engine.dispose()  # its thread looks once more, after its store was closed
    assert len(_ran) == MESSAGES
    return MESSAGES / taken


def rate(work: Callable[[], int]) -> float:
    began = time.perf_counter()
    assert work() == MESSAGES
    return MESSAGES / (time.perf_counter() - began)


@pytest.mark.timeout(600)
def test_the_ledger_drains_faster_than_a_job_store(bench: Bench, database: Database) -> None:
    rates: list[tuple[float, float, float]] = []
    for turn in range(ROUNDS):
        bench.plan(MESSAGES, f"batched {turn}")
        batched = rate(bench.batched)
        bench.plan(MESSAGES, f"each {turn}")
        rates.append((scheduled(database), batched, rate(bench.each)))
    store, batched, each = (statistics.median(one) for one in zip(*rates, strict=True))
    name = database.url.get_backend_name()
    show(f"{name}, messages a second: job store {store:.0f}, ", end="")
    show(f"batched {batched:.0f} ({batched / store:.2f}), each {each:.0f} ({each / store:.2f})")
    assert statistics.median(own / other for other, own, _ in rates) >= LEAST_BATCHED
    assert statistics.median(own / other for other, _, own in rates) >= LEAST_EACH[name]


@pytest.mark.timeout(600)
def test_a_poll_is_as_quick_however_much_is_planned(bench: Bench, database: Database) -> None:
    bench.plan(1, "later", due_at=NOW + timedelta(days=9))
    with database.engine.begin() as connection:
        connection.execute(_COPIES, {"most": FUTURE})
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))  # as autovacuum does within a minute
    deliverer, times = bench.deliverer(), []
    for _ in range(POLLS):
        began = time.perf_counter()
        assert deliverer._take(BATCH) == []
        times.append((time.perf_counter() - began) * 1000)
    median = statistics.median(times)
    name = database.url.get_backend_name()
    show(f"{name}, an idle poll with {FUTURE} future rows: {median:.2f} ms")
    assert median <= MOST_MILLISECONDS
