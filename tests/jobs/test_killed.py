"""R1 and R2: workers are killed in mid-send; nothing is lost and nothing arrives twice."""

import signal
import time
from collections import Counter
from dataclasses import dataclass

import pytest

from db.engine import Database
from tests.jobs import office as offices
from tests.jobs.office import Office
from tests.jobs.workers import wait_for_posts, wait_until_settled, workers

SMALL = 300
FULL = 10_000


@dataclass
class Run:
    """How a run with kills went."""

    kills: int
    seconds: float
    arrived: Counter[int]
    states: Counter[str]


def run_with_kills(
    office: Office, messages: int, *, kills: int, every: float, delay: float, most: float
) -> Run:
    """Deliver messages with two workers, killing one every so often with posts on its way."""
    office.plan(messages)
    office.sandbox.faults.add(method="chat.postMessage", kind="delay", seconds=delay, times=None)
    with workers(office, kills + 2) as (first, second, *others):
        first.begin()
        second.begin()
        began = time.monotonic()
        killed = 0
        for victim, fresh in zip([first, second, *others], others, strict=False):
            wait_for_posts(office, 1)
            time.sleep(every)
            if not office.open_rows():
                break
            victim.kill()
            killed += 1
            fresh.begin()
        wait_until_settled(office, most)
        seconds = time.monotonic() - began
    print(f"{killed} kills, {seconds:.1f} s, {dict(office.states())}")  # noqa: T201 - measured
    return Run(killed, seconds, office.arrived(), office.states())


def test_killed_workers_lose_and_double_nothing(office: Office) -> None:
    office.employ(19)
    run = run_with_kills(office, SMALL, kills=4, every=0.4, delay=0.1, most=20)
    assert run.kills >= 3
    everything_arrived_once(office, run, SMALL)


def test_without_reading_back_every_doubt_is_shown(office: Office) -> None:
    office.employ(19)
    office.workspace.scopes.remove("im:history")
    run = run_with_kills(office, SMALL, kills=4, every=0.4, delay=0.1, most=20)
    assert run.kills >= 3
    doubts_are_shown(office, run, SMALL)


@pytest.mark.soak
@pytest.mark.timeout(600)
@pytest.mark.parametrize("read_back", [True, False])
def test_ten_thousand_messages_and_a_kill_every_two_seconds(
    database: Database, *, read_back: bool
) -> None:
    with offices.office(database, people=200) as office:
        if not read_back:
            office.workspace.scopes.remove("im:history")
        run = run_with_kills(office, FULL, kills=20, every=2, delay=0.05, most=300)
        (everything_arrived_once if read_back else doubts_are_shown)(office, run, FULL)


def everything_arrived_once(office: Office, run: Run, messages: int) -> None:
    assert doubled(office, run) == []
    assert run.states == {"sent": messages}
    assert len(run.arrived) == messages
    assert set(run.arrived.values()) == {1}
    assert {row.id for row in office.rows()} == set(run.arrived)


def doubled(office: Office, run: Run) -> list[tuple[int, float, float]]:
    """List the posts that people saw twice: which, when Slack got it, how long Slack took."""
    twice = {number for number, times in run.arrived.items() if times > 1}
    return [
        (number, call.at, call.seconds)
        for call in office.sandbox.calls("chat.postMessage")
        if (number := call.arguments["metadata"]["event_payload"]["delivery"]) in twice
    ]


def doubts_are_shown(office: Office, run: Run, messages: int) -> None:
    assert set(run.states) <= {"sent", "unknown"}
    assert run.states["unknown"] > 0
    assert set(run.arrived.values()) == {1}
    told = {row.id for row in office.rows() if row.state == "sent"}
    assert told <= set(run.arrived)
    assert messages - len(run.arrived) <= run.states["unknown"]


def test_sigterm_lets_what_is_on_its_way_land(office: Office) -> None:
    office.employ(9)
    office.plan(100)
    office.sandbox.faults.add(method="chat.postMessage", kind="delay", seconds=0.2, times=None)
    with workers(office, 1, lease=60) as (worker,):
        worker.begin()
        wait_for_posts(office, 20)
        worker.process.send_signal(signal.SIGTERM)
        assert worker.process.wait(25) == 0
    assert office.states()["leased"] == 0
    assert office.states()["sent"] == len(office.arrived())
    assert office.states()["planned"] > 0
