"""The way out, against a sandboxed Slack on both databases."""

import threading
import time
from dataclasses import replace
from gettext import NullTranslations

import pytest
from sqlalchemy import update

from db import deliveries
from db.models import Delivery, Person
from db.tenancy import across_partnerships, within
from jobs import kinds
from jobs.deliver import Deliverer
from jobs.pace import Pace
from tests.conftest import NOW
from tests.jobs.office import QUICK, Office


def test_a_planned_message_arrives_once(office: Office) -> None:
    office.plan()
    assert office.deliverer().drain() == 1
    assert office.deliverer().drain() == 0
    assert office.texts() == ["Note 0"]
    (row,) = office.rows()
    assert (row.state, row.sent_at, row.attempts) == ("sent", NOW, 1)
    assert row.content_hash


def test_a_post_unfurls_nothing_and_can_be_found_again(office: Office) -> None:
    office.plan()
    office.deliverer().drain()
    (call,) = office.sandbox.calls("chat.postMessage")
    (row,) = office.rows()
    assert (call.arguments["unfurl_links"], call.arguments["unfurl_media"]) == (False, False)
    assert call.arguments["metadata"]["event_type"] == "joinedup_delivery"
    assert call.arguments["metadata"]["event_payload"]["delivery"] == row.id
    assert call.arguments["client_msg_id"] == call.arguments["metadata"]["event_payload"]["message"]


def test_one_message_can_be_delivered_by_its_id(office: Office) -> None:
    office.plan(2)
    _, second = office.rows()
    deliverer = office.deliverer()
    deliverer.deliver(second.id)
    deliverer.deliver(second.id)
    assert office.arrived() == {second.id: 1}


def test_the_conversation_is_opened_once(office: Office) -> None:
    office.plan(5)
    office.deliverer().drain()
    assert len(office.sandbox.calls("conversations.open")) == 1


def test_nothing_is_sent_before_its_time(office: Office) -> None:
    office.plan()
    assert office.deliverer().drain(NOW.replace(hour=0)) == 0


def test_messages_are_in_the_readers_language(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Welsh(NullTranslations):
        def gettext(self, message: str) -> str:
            return {"Note": "Nodyn"}[message]

    monkeypatch.setattr(kinds, "catalogue", {"en": NullTranslations(), "cy": Welsh()}.__getitem__)
    office.employ(1)
    with office.database.writing() as session, across_partnerships(session):
        welsh = update(Person).where(Person.id == office.people[1][0])
        session.execute(welsh.values(language="cy"))
    office.plan(2)
    office.deliverer().drain()
    assert sorted(office.texts()) == ["Nodyn 1", "Note 0"]


def test_what_is_no_longer_owed_is_cancelled(office: Office) -> None:
    office.plan(subject={"what": "gone"})
    assert office.deliverer().drain() == 0
    assert office.states() == {"cancelled": 1}


def test_a_poison_message_is_parked_and_blocks_nobody(office: Office) -> None:
    office.plan(subject={"what": "poison"}, key="poison")
    office.plan(3, start=1)
    assert office.deliverer().drain() == 3
    assert office.states() == {"failed": 1, "sent": 3}
    assert office.rows()[0].last_error == "render: ZeroDivisionError"


def test_a_kind_of_a_newer_release_waits(office: Office) -> None:
    office.plan(kind="of tomorrow")
    assert office.deliverer().drain() == 0
    assert office.states() == {"planned": 1}


def test_every_attempt_sends_the_same_bytes(office: Office) -> None:
    office.plan()
    office.sandbox.faults.add(method="chat.postMessage", kind="drop_before")
    office.deliverer().drain()
    with office.database.writing() as session, across_partnerships(session):
        session.execute(update(Delivery).values(subject={"number": 99}))
    office.deliverer().drain()
    assert office.texts() == ["Note 0"]


@pytest.mark.parametrize("kind", ["drop_after", "drop_before", "error500"])
def test_a_lost_answer_doubles_nothing(office: Office, kind: str) -> None:
    office.plan(3)
    office.sandbox.faults.add(method="chat.postMessage", kind=kind)  # type: ignore[arg-type]
    office.deliverer().drain()
    assert set(office.arrived().values()) == {1}
    assert office.states() == {"sent": 3}
    assert len(office.sandbox.calls("conversations.history")) == 1


def test_a_slow_answer_doubles_nothing(office: Office) -> None:
    office.plan()
    office.sandbox.faults.add(method="chat.postMessage", kind="delay", seconds=1.3)
    office.deliverer(replace(QUICK, doubt=0.6), timeout=1).drain()
    assert office.states() == {"leased": 1}
    deadline = time.monotonic() + 60
    while office.open_rows() and time.monotonic() < deadline:
        office.deliverer().drain()
        time.sleep(0.1)
    assert list(office.arrived().values()) == [1]
    assert office.states() == {"sent": 1}


@pytest.mark.parametrize("kind", ["drop_after", "drop_before"])
def test_without_reading_back_doubt_stays_unknown(office: Office, kind: str) -> None:
    office.workspace.scopes.remove("im:history")
    office.plan()
    office.sandbox.faults.add(method="chat.postMessage", kind=kind)  # type: ignore[arg-type]
    assert office.deliverer().drain() == 0
    assert office.states() == {"unknown": 1}
    assert sum(office.arrived().values()) == (1 if kind == "drop_after" else 0)
    assert office.rows()[0].last_error == "conversations.history: missing_scope"


def test_an_abandoned_message_is_looked_for_first(office: Office) -> None:
    office.plan(2)
    office.abandon()
    assert office.deliverer().drain() == 2
    assert set(office.arrived().values()) == {1}
    assert len(office.sandbox.calls("conversations.history")) == 2


def test_a_message_withdrawn_while_in_doubt_is_not_sent_again(office: Office) -> None:
    office.plan(2, stream="s")
    office.abandon()
    with office.database.writing() as session, within(session, office.partnership_id):
        deliveries.cancel(session, stream="s", now=NOW)
    assert office.deliverer().drain() == 0
    assert office.arrived() == {}
    assert office.states() == {"expired": 2}


def test_a_passing_failure_is_tried_again_and_then_parked(office: Office) -> None:
    office.plan()
    office.sandbox.faults.add(method="conversations.open", kind="error500", times=2)
    assert office.deliverer().drain() == 1
    office.plan(start=1)
    office.sandbox.faults.add(
        method="chat.postMessage", kind="slack_error", times=None, error="service_unavailable"
    )
    assert office.deliverer().drain() == 0
    assert office.states() == {"sent": 1, "failed": 1}
    assert office.rows()[1].last_error == "chat.postMessage: service_unavailable"


def test_a_permanent_failure_is_parked_at_once(office: Office) -> None:
    office.plan()
    office.sandbox.faults.add(method="chat.postMessage", kind="slack_error", error="is_archived")
    office.deliverer().drain()
    (row,) = office.rows()
    assert (row.state, row.attempts) == ("failed", 1)


def test_slacks_wish_to_wait_is_heeded(office: Office) -> None:
    office.plan(5)
    office.sandbox.faults.add(method="chat.postMessage", kind="ratelimited", retry_after=60)
    deliverer = office.deliverer()
    began = time.monotonic()
    assert deliverer.drain() == 0
    assert time.monotonic() - began < 5
    assert len(office.sandbox.calls("chat.postMessage")) == 1
    assert office.states() == {"planned": 5}
    assert {row.attempts for row in office.rows()} == {0}


def test_others_are_not_held_up_by_one_workspaces_limit(office: Office) -> None:
    office.plan(2)
    deliverer = office.deliverer()
    deliverer._sender.holds.keep("chat.postMessage", office.workspace.id, office.partnership_id, 60)
    assert deliverer.drain() == 0
    assert deliverer._sender.holds.waiting() == {office.partnership_id}
    assert {row.attempts for row in office.rows()} == {0}


def test_the_loop_delivers_while_things_are_planned(office: Office) -> None:
    stop, wake = threading.Event(), threading.Event()
    thread = threading.Thread(target=office.deliverer().run, args=(stop, wake))
    thread.start()
    for number in range(10):
        office.plan(start=number)
        wake.set()
    wait_until_settled(office)
    stop.set()
    wake.set()
    thread.join(5)
    assert not thread.is_alive()
    assert set(office.arrived().values()) == {1}
    assert office.states() == {"sent": 10}


def test_what_is_on_its_way_lands_when_the_loop_is_told_to_stop(office: Office) -> None:
    office.plan(20)
    office.sandbox.faults.add(method="chat.postMessage", kind="delay", seconds=0.3, times=None)
    stop, wake = threading.Event(), threading.Event()
    pace = Pace(batch=8)
    thread = threading.Thread(target=office.deliverer(pace).run, args=(stop, wake))
    thread.start()
    while office.states()["leased"] == 0:
        time.sleep(0.01)
    stop.set()
    wake.set()
    thread.join(10)
    states = office.states()
    assert set(states) == {"sent", "planned"}
    assert len(office.arrived()) == states["sent"] >= 1


def test_a_worker_that_slept_through_its_lease_sends_nothing(office: Office) -> None:
    office.plan()
    sleeper = office.deliverer()
    (job,) = sleeper._take(1)
    with office.database.writing() as session, across_partnerships(session):
        past = NOW.replace(year=2000)
        session.execute(update(Delivery).values(lease_until=past))
    assert office.deliverer().drain() == 1
    sleeper._acknowledging.settle([job.send()])
    assert list(office.arrived().values()) == [1]
    assert office.states() == {"sent": 1}


def test_a_post_that_could_outlive_its_lease_is_refused(office: Office) -> None:
    with pytest.raises(ValueError, match="time-out < deadline < lease"):
        office.deliverer(timeout=3)


def test_the_welcome_is_a_real_message(office: Office) -> None:
    office.plan(kind="welcome")
    deliverer = office.deliverer(kinds=kinds.KINDS)
    assert isinstance(deliverer, Deliverer)
    assert deliverer.drain() == 1
    assert "Joined Up" in office.texts()[0]


def wait_until_settled(office: Office, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while office.open_rows() and time.monotonic() < deadline:
        time.sleep(0.05)
