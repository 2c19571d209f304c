"""R18: told to end (SIGTERM), what is on its way lands, and the exit code is 0."""

from sqlalchemy import select

from db.models import Delivery
from db.tenancy import across_partnerships
from tests.cli.hosts import Host
from tests.cli.processes import wait_until

SOON = 10.0
"""Seconds an ending may take on a busy machine; the host kills after thirty."""


def states(host: Host) -> list[str]:
    with host.database.reading() as session, across_partnerships(session):
        return [*session.scalars(select(Delivery.state))]


def test_an_idle_worker_ends_at_once(prepared: Host) -> None:
    worker = prepared.start("worker")
    wait_until("the welcomes are sent", lambda: states(prepared) == ["sent", "sent"])
    assert worker.terminate(SOON) == 0


def test_a_worker_lets_a_message_land_that_is_on_its_way(prepared: Host) -> None:
    prepared.slack.faults.add(method="chat.postMessage", kind="delay", seconds=1.0, times=None)
    worker = prepared.start("worker")
    wait_until("a message is on its way", lambda: "leased" in states(prepared))
    assert worker.terminate(SOON) == 0
    assert states(prepared) == ["sent", "sent"]
    assert [len(each.messages) for each in (prepared.coordinator, prepared.colleague)] == [1, 1]
