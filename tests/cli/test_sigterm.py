"""R18: told to end (SIGTERM), what is on its way lands, and the exit code is 0."""

from sqlalchemy import select

from db.models import Delivery, Organisation
from db.tenancy import across_partnerships
from tests.cli.hosts import Host
from tests.cli.processes import wait_until
from tests.cli.test_kill import connected, hand_over

SOON = 25.0
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
    after = states(prepared)
    assert set(after) <= {"sent", "planned"}  # what was not claimed yet waits for the next one
    assert after.count("sent") >= 1
    came = [*prepared.coordinator.messages, *prepared.colleague.messages]
    assert len(came) == after.count("sent")


def test_web_answers_what_is_on_its_way_and_ends(prepared: Host) -> None:
    web = prepared.start("web", "--host", "127.0.0.1", "--port", "0")
    prepared.turn_to(web)
    request = prepared.coordinator.command_request("/partner add Housing Trust")
    sqlite = prepared.database.is_sqlite
    lock = "BEGIN IMMEDIATE" if sqlite else "LOCK TABLE inbox IN EXCLUSIVE MODE"
    with connected(web) as connection:
        held_back = prepared.database.engine.connect().execution_options(sqlite_begin="")
        with held_back as held:
            held.exec_driver_sql(lock)
            hand_over(connection, request)
            web.process.terminate()
            wait_until("nobody is let in any more", lambda: not web.listens())
            held.rollback()
        answer = connection.getresponse()
        assert answer.status == 200
        assert b"Housing Trust is now a partner" in answer.read()
    assert web.process.wait(10) == 0
    assert prepared.count(Organisation) == 1
