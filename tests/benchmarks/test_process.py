"""What a process costs: the time until it answers, and its memory when idle."""

import statistics
import time

import pytest

from tests.benchmarks.callers import per_second, show
from tests.cli.hosts import Host
from tests.cli.processes import Program, wait_until

STARTS = 5
MOST_SECONDS = 1.5
MOST_MEGABYTES = 120

WEB = ("web", "--host", "127.0.0.1", "--port", "0")


@pytest.fixture
def named(prepared: Host) -> Host:
    """Give a host with a token, so that each start also asks Slack who it is."""
    prepared.settings["SLACK_BOT_TOKEN"] = prepared.workspace.bot_token
    prepared.settings["JOINEDUP_COORDINATORS"] = prepared.coordinator.id
    return prepared


def megabytes(program: Program) -> float:
    """Give what a process keeps in memory."""
    return program.process.memory_info().rss / 1e6


def seconds_to_start(host: Host) -> tuple[float, float]:
    """Start the web process; gives the seconds until it is alive, and until a command's answer."""
    began = time.perf_counter()
    program = host.start(*WEB)
    assert program.get("/healthz") == 200
    alive = time.perf_counter() - began
    host.turn_to(program)
    assert host.coordinator.run("/partner list").ok
    answered = time.perf_counter() - began
    program.kill()
    return alive, answered


def test_web_answers_within_a_second_and_a_half(named: Host) -> None:
    seconds_to_start(named)
    starts = [seconds_to_start(named) for _ in range(STARTS)]
    alive, answered = (statistics.median(each) for each in zip(*starts, strict=True))
    name = named.database.url.get_backend_name()
    show(f"{name}: alive after {alive:.2f} s, a command answered after {answered:.2f} s")
    assert alive <= MOST_SECONDS


def test_processes_are_small_when_idle(named: Host) -> None:
    worker, web = named.start("worker"), named.start(*WEB)
    named.turn_to(web)
    lines = [f"/partner add Partner {number}" for number in range(50)] + ["/partner list"] * 50
    per_second(web.url, [named.coordinator.command_request(line) for line in lines], 8)
    wait_until("the welcome is sent", lambda: named.coordinator.messages)
    name = named.database.url.get_backend_name()
    show(f"{name}: web {megabytes(web):.0f} MB, worker {megabytes(worker):.0f} MB")
    assert megabytes(web) <= MOST_MEGABYTES
    assert megabytes(worker) <= MOST_MEGABYTES
