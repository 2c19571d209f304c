"""Ticks: one transaction each, harmless twice, and alive when the clock jumps."""

import threading
import time
from datetime import datetime, timedelta
from typing import Any

import pytest
import structlog
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from db import audit, deliveries
from db.deliveries import Priority
from db.engine import Database
from db.models import AuditEntry, AuditSeal, Delivery, InboxEntry, Partnership, Person
from db.models.deliveries import State
from db.tenancy import across_partnerships, within
from jobs.schedule import TICKS
from jobs.ticks import Tick, TickRunner, lock_number
from tests.conftest import NOW


def partnership(slug: str = "main") -> Partnership:
    return Partnership(
        slug=slug, name="Safeguarding", zone="Europe/London", language="en", created_at=NOW
    )


def add_one(session: Session, now: datetime) -> int:
    session.add(partnership(now.isoformat()))
    session.flush()
    return 1


def fail(session: Session, now: datetime) -> int:
    add_one(session, now)
    raise ZeroDivisionError("a secret value")


def runner(database: Database, *ticks: Tick) -> TickRunner:
    return TickRunner(database, ticks, lambda: NOW)


def count(database: Database) -> int:
    with database.reading() as session:
        return len(session.scalars(select(Partnership)).all())


def test_a_tick_is_one_transaction(database: Database) -> None:
    tick = Tick("add", 60, add_one)
    assert runner(database, tick).run(tick) == 1
    assert count(database) == 1


def test_a_failing_tick_leaves_nothing_and_stops_nobody(database: Database) -> None:
    ticks = runner(database, Tick("fail", 60, fail), Tick("add", 60, add_one))
    with structlog.testing.capture_logs() as logs:
        assert ticks.run_all() == 1
    assert count(database) == 1
    failure = next(line for line in logs if line["event"] == "tick failed")
    assert (failure["tick"], failure["error"]) == ("fail", "ZeroDivisionError")
    assert any("fail" in frame for frame in failure["where"])
    assert "secret" not in str(logs)


def test_two_processes_do_the_work_once_at_a_time(database: Database) -> None:
    if database.is_sqlite:
        return  # the writer's lock is that lock
    begun, release = threading.Event(), threading.Event()

    def slow(_session: Session, _now: datetime) -> int:
        begun.set()
        release.wait(5)
        return 1

    tick = Tick("slow", 60, slow)
    thread = threading.Thread(target=runner(database, tick).run, args=(tick,))
    thread.start()
    begun.wait(5)
    assert runner(database, tick).run(tick) == 0
    release.set()
    thread.join()


def test_a_ticks_lock_is_the_same_in_every_release() -> None:
    assert lock_number("seal the audit") == 6196995415019479434


def test_it_ticks_by_itself_and_knows_the_age_of_each_tick(database: Database) -> None:
    ticked = threading.Event()

    def tell(_session: Session, _now: datetime) -> int:
        ticked.set()
        return 0

    ticks = runner(database, Tick("tell", 0.1, tell), Tick("fail", 0.1, fail))
    ticks.start()
    try:
        assert ticked.wait(5)
        time.sleep(0.5)
        assert ticks.ages()["tell"] < 0.4
        assert ticks.late() == ["fail"]
    finally:
        ticks.stop()


def test_a_clock_that_is_stepped_back_does_not_stop_the_ticks(database: Database) -> None:
    """R11: without the watch, nothing would tick for an hour."""
    ticked = threading.Event()

    def tell(_session: Session, _now: datetime) -> int:
        ticked.set()
        return 0

    ticks = runner(database, Tick("tell", 0.1, tell))
    with time_machine.travel(NOW + timedelta(hours=2), tick=True) as wall:
        ticks.start()
        try:
            assert ticked.wait(5)
            assert not ticks.watch()
            wall.shift(timedelta(hours=-1))
            time.sleep(0.3)
            ticked.clear()
            assert not ticked.wait(0.5)
            assert ticks.watch()
            assert ticked.wait(5)
            assert not ticks.watch()
        finally:
            ticks.stop()


OF_EVENTS = {
    "keep audiences",
    "clear diaries",
    "announce papers",
    "remind",
    "write series ahead",
    "ask who came",
    "forecast quorums",
    "look for findings",
}
"""Ticks that find nothing to do where nothing is arranged: their own tests run them twice."""


@pytest.mark.parametrize("tick", TICKS, ids=[tick.name for tick in TICKS])
def test_running_a_tick_twice_is_harmless(database: Database, tick: Tick) -> None:
    fill(database)
    ticks = TickRunner(database, TICKS, lambda: NOW)
    assert (ticks.run(tick) > 0) == (tick.name not in OF_EVENTS)
    once = everything(database)
    assert ticks.run(tick) == 0
    assert everything(database) == once


def test_old_things_are_given_up_sealed_and_forgotten(database: Database) -> None:
    fill(database)
    TickRunner(database, TICKS, lambda: NOW).run_all()
    with database.reading() as session, across_partnerships(session):
        assert audit.verify(session, now=NOW) == []
        assert [row.key for row in session.scalars(select(InboxEntry))] == ["new"]
        rows = {row.key: row for row in session.scalars(select(Delivery))}
    assert rows["late"].state == State.EXPIRED
    assert rows["old"].payload is None
    assert rows["old"].content_hash == "h"
    assert rows["new"].payload == {"text": "x"}


def fill(database: Database) -> None:
    """Leave something to do for every tick."""
    with database.writing() as session:
        row = partnership()
        session.add(row)
        session.flush()
        with within(session, row.id):
            person = Person(name="Carol", created_at=NOW)
            session.add(person)
            for key, days in (("old", 4), ("new", 2)):
                session.add(InboxEntry(key=key, received_at=NOW - timedelta(days=days)))
            session.flush()
            audit.record(
                session,
                actor_id=None,
                verb="add",
                subject_kind="person",
                subject_id=person.id,
                before=None,
                after={},
                now=NOW,
            )
            for key, days in (("old", 40), ("new", 20), ("late", 1)):
                plan(session, person.id, key, NOW - timedelta(days=days))
            for settled in session.scalars(select(Delivery).where(Delivery.key != "late")):
                settled.state = State.SENT
                settled.payload, settled.content_hash = {"text": "x"}, "h"


def plan(session: Session, person_id: int, key: str, due_at: datetime) -> None:
    deliveries.plan(
        session,
        key=key,
        kind="note",
        person_id=person_id,
        priority=Priority.REMINDER,
        due_at=due_at,
        expires_at=due_at + timedelta(hours=1),
        now=due_at,
    )


def everything(database: Database) -> list[Any]:
    with database.reading() as session, across_partnerships(session):
        return [
            session.execute(select(table).order_by("id")).all()
            for table in (
                Delivery.__table__,
                InboxEntry.__table__,
                AuditEntry.__table__,
                AuditSeal.__table__,
            )
        ]
