"""One partnership's flood of messages holds up nobody else's."""

import time
from dataclasses import replace
from threading import Event, Thread

from sqlalchemy import select

from db import deliveries, people
from db.deliveries import Priority
from db.models import Delivery, Partnership
from db.models.deliveries import State
from db.tenancy import across_partnerships, within
from tests.conftest import NOW
from tests.jobs.office import QUICK, Office, install

FLOOD = 40
SLOW = 0.1


def another_partnership(office: Office) -> tuple[int, int]:
    """Make a partnership in the same workspace, with a person; gives both ids."""
    user = office.workspace.add_user("Dan")
    with office.database.writing() as session:
        adults = Partnership(
            slug="adults",
            name="Adults",
            zone="Europe/London",
            language="en",
            created_at=NOW,
            live_at=NOW,
        )
        session.add(adults)
        session.flush()
        with within(session, adults.id):
            install(session, adults.id, office.workspace)
            person = people.add(session, name="Dan", now=NOW)
            people.identify(
                session, person, enterprise_id="", team_id=office.workspace.id, user_id=user.id
            )
        return adults.id, person.id


def sent_before(office: Office, key: str) -> int:
    """Count what had gone out when a message did, by the order in which it was written down."""
    with office.database.reading() as session, across_partnerships(session):
        found = session.execute(select(Delivery.key, Delivery.provider_ref)).all()
        refs = {key_: ref for key_, ref in found}  # noqa: C416 - rows are no tuples to mypy
        own = refs[key]
        assert own is not None
        return sum(1 for ref in refs.values() if ref is not None and ref < own)


def test_a_flood_holds_up_nobody_else(office: Office) -> None:
    adults, dan = another_partnership(office)
    office.plan(FLOOD, priority=Priority.INVITATION)
    office.sandbox.faults.add(method="chat.postMessage", kind="delay", seconds=SLOW, times=1000)
    stop, wake = Event(), Event()
    deliverer = office.deliverer(replace(QUICK, batch=4, senders=4))
    loop = Thread(target=deliverer.run, args=(stop, wake))
    loop.start()
    try:
        time.sleep(3 * SLOW)
        with office.database.writing() as session, within(session, adults):
            deliveries.plan(
                session,
                key="theirs",
                kind="note",
                person_id=dan,
                subject={"number": 0},
                priority=Priority.DIGEST,
                due_at=NOW,
                now=NOW,
            )
        wake.set()
        settled(office)
    finally:
        stop.set()
        wake.set()
        loop.join()
    assert sent_before(office, "theirs") < FLOOD // 2


def settled(office: Office) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with office.database.reading() as session, across_partnerships(session):
            states = set(session.scalars(select(Delivery.state)))
        if states == {State.SENT}:
            return
        time.sleep(0.1)
    raise AssertionError("not all was sent")
