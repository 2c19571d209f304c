"""Nothing is lost wherever a worker is lost; and what nobody sends is named."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from db import outcomes
from db.models import Delivery
from db.tenancy import across_partnerships
from jobs.deliver import Deliverer
from jobs.overdue import LONG
from tests.conftest import NOW
from tests.jobs.office import Office

LATER = NOW + LONG
MINUTE = timedelta(minutes=1)


class Lost(BaseException):
    """The worker is gone here."""


def gone(*_: object, **__: object) -> None:
    raise Lost


POINTS: dict[str, Callable[[Office, Deliverer], object]] = {
    "before it claims": lambda _office, _deliverer: None,
    "after it claimed": lambda _office, deliverer: deliverer._take(10),
    "after it sent": lambda _office, deliverer: [job.send() for job in deliverer._take(10)],
}


@pytest.mark.parametrize("point", POINTS)
def test_a_worker_that_is_lost_loses_nothing(office: Office, point: str) -> None:
    office.plan(3)
    POINTS[point](office, office.deliverer())
    let_leases_end(office)
    assert office.deliverer().drain() == 3
    assert office.states() == {"sent": 3}
    assert set(office.arrived().values()) == {1}


@pytest.mark.parametrize("where", ["settle", "_sent"])
def test_a_worker_that_is_lost_while_it_writes_down_loses_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    office.plan(1)
    with monkeypatch.context() as patch:
        patch.setattr(outcomes, where, gone)
        with pytest.raises(Lost):
            office.deliverer().drain()
    let_leases_end(office)
    assert office.deliverer().drain() == 1
    assert list(office.arrived().values()) == [1]


def test_what_nobody_claims_is_named(office: Office) -> None:
    office.plan(2)
    deliverer = office.deliverer()
    assert look(office, deliverer, LATER) == 0  # once is no proof
    assert look(office, deliverer, LATER) == 2
    assert deliverer.ailments() == ["2 messages overdue by 10 minutes"]
    deliverer.drain()
    assert look(office, deliverer, LATER) == 0
    assert deliverer.ailments() == []


def test_what_is_behind_a_dead_revision_is_named_with_it(office: Office) -> None:
    office.plan(kind="of a release that is gone", key="one", stream="s")
    office.plan(start=1, stream="s", revision=2)
    deliverer = office.deliverer()
    assert deliverer.drain() == 0
    look(office, deliverer, LATER)
    assert look(office, deliverer, LATER) == 2


def test_what_waits_for_its_time_is_not_overdue(office: Office) -> None:
    office.plan(1, due_at=NOW + MINUTE)
    office.plan(1, start=1, expires_at=NOW + MINUTE)
    office.plan(1, start=2)
    deliverer = office.deliverer()
    assert len(deliverer._take(1)) == 1  # one is on its way
    look(office, deliverer, LATER)
    assert look(office, deliverer, LATER) == 1  # neither what is on its way, nor what came later
    with office.database.writing() as session, across_partnerships(session):
        session.execute(update(Delivery).values(next_try_at=NOW.replace(year=2999)))
    look(office, deliverer, LATER)
    assert look(office, deliverer, LATER) == 0


def look(office: Office, deliverer: Deliverer, now: object) -> int:
    with office.database.writing() as session:
        return deliverer.reconcile(session, now)  # type: ignore[arg-type]


def let_leases_end(office: Office) -> None:
    with office.database.writing() as session, across_partnerships(session):
        leased = update(Delivery).where(Delivery.state == "leased")
        session.execute(leased.values(lease_until=NOW.replace(year=2000)))
