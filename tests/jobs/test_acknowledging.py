"""Writing down one after the other what has arrived: one statement each, committed at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, update
from sqlalchemy.exc import OperationalError

from db.models import Delivery
from db.tenancy import across_partnerships
from jobs.ways import Job
from tests.conftest import NOW
from tests.jobs.office import Office
from tests.jobs.test_blips import cut_all_connections


@contextmanager
def heard(office: Office, *, break_first: bool = False) -> Iterator[list[str]]:
    """Note every statement; the first may find the database gone."""
    said: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)
        if break_first and len(said) == 1:
            raise OperationalError(statement, None, Exception("gone"))

    engine = office.database.engine
    event.listen(engine, "before_cursor_execute", hear)
    yield said
    event.remove(engine, "before_cursor_execute", hear)


def taken(office: Office, count: int) -> tuple[Any, list[Job]]:
    office.plan(count)
    deliverer = office.deliverer()
    return deliverer._acknowledging, deliverer._take(count)


def test_each_that_arrived_is_one_statement_and_committed_before_the_next(office: Office) -> None:
    acknowledging, jobs = taken(office, 3)
    with acknowledging.one_by_one() as written_down:
        for number, job in enumerate(jobs, start=1):
            outcome = job.send()
            with heard(office) as said:
                written_down(outcome)
            words = [statement.split()[0] for statement in said]
            assert [word for word in words if word != "PRAGMA"] == ["UPDATE"]
            assert office.states()["sent"] == number
    assert set(office.arrived().values()) == {1}


def test_nobody_waits_for_a_lock_between_two(office: Office) -> None:
    acknowledging, jobs = taken(office, 2)
    with acknowledging.one_by_one() as written_down:
        written_down(jobs[0].send())
        with office.database.writing(patience=1) as session, across_partnerships(session):
            session.execute(update(Delivery).values(last_error="seen"))
        written_down(jobs[1].send())
    assert office.states() == {"sent": 2}


def test_a_blip_between_two_loses_neither(office: Office) -> None:
    acknowledging, jobs = taken(office, 3)
    with acknowledging.one_by_one() as written_down:
        written_down(jobs[0].send())
        outcome = jobs[1].send()
        with heard(office, break_first=True):
            written_down(outcome)
        outcome = jobs[2].send()
        if not office.database.is_sqlite:
            cut_all_connections(office)
        written_down(outcome)
    assert office.states() == {"sent": 3}
    assert set(office.arrived().values()) == {1}


def test_what_somebody_else_took_over_stays_theirs(office: Office) -> None:
    acknowledging, jobs = taken(office, 2)
    outcomes = [job.send() for job in jobs]
    with office.database.writing() as session, across_partnerships(session):
        first = outcomes[0].keywords["claim"].delivery.id
        theirs = update(Delivery).where(Delivery.id == first)
        session.execute(theirs.values(lease_token="theirs", lease_until=NOW.replace(year=2100)))
    with acknowledging.one_by_one() as written_down:
        for outcome in outcomes:
            written_down(outcome)
    assert office.states() == {"leased": 1, "sent": 1}


def test_what_may_not_have_arrived_is_looked_for_by_the_next(office: Office) -> None:
    acknowledging, jobs = taken(office, 2)
    office.sandbox.faults.add(method="chat.postMessage", kind="error500")
    with acknowledging.one_by_one() as written_down:
        for job in jobs:
            written_down(job.send())
    assert office.states() == {"leased": 1, "sent": 1}
    assert office.deliverer().drain() == 1
    assert set(office.arrived().values()) == {1}
