"""A slash command's own share of time over bare Bolt, side by side in one run."""

import statistics
from dataclasses import dataclass, field
from itertools import count

import pytest

from db.models import Organisation
from sandbox import SignedRequest
from tests.benchmarks.callers import in_turn, per_second, show
from tests.cli.hosts import Host
from tests.cli.processes import Program

PARTNERS = 50
"""How large the register is when measuring begins."""

TURNS = 400

CALLERS = 8
BATCH = 400
ROUNDS = 5

MOST_MILLISECONDS = 3.0
"""Our own share: what a command takes over a listener that does nothing."""

LEAST_RATIO = 0.5
"""Our requests a second, of those that Bolt serves when its listener commits one row as durably."""


@dataclass
class Lines:
    """What a coordinator types, signed, each line a request of its own."""

    host: Host
    numbers: "count[int]" = field(default_factory=count)

    def reads(self, times: int) -> list[SignedRequest]:
        return [self._signed("show Partner 7") for _ in range(times)]

    def writes(self, times: int) -> list[SignedRequest]:
        return [self._signed(f"add Partner {next(self.numbers)}") for _ in range(times)]

    def _signed(self, text: str) -> SignedRequest:
        return self.host.coordinator.command_request(f"/partner {text}")


@pytest.fixture
def ours(prepared: Host) -> Program:
    """Start the real thing, on a database whose commits are durable."""
    with prepared.database.engine.connect() as connection:
        if prepared.database.is_sqlite:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        else:
            for setting in ("fsync", "synchronous_commit"):
                assert connection.exec_driver_sql(f"SHOW {setting}").scalar() == "on"
    program = prepared.start("web", "--host", "127.0.0.1", "--port", "0")
    prepared.turn_to(program)
    return program


@pytest.fixture
def lines(prepared: Host, ours: Program) -> Lines:
    lines = Lines(prepared)
    per_second(ours.url, lines.writes(PARTNERS), 1)
    assert prepared.count(Organisation) == PARTNERS
    return lines


@pytest.mark.timeout(300)
def test_a_slash_command_costs_three_milliseconds_over_bare_bolt(
    prepared: Host, lines: Lines, ours: Program, bare: Program
) -> None:
    in_turn([(bare.url, lines.reads(50)), (ours.url, lines.reads(50))])
    nothing, read, write = in_turn(
        [
            (bare.url, lines.reads(TURNS)),
            (ours.url, lines.reads(TURNS)),
            (ours.url, lines.writes(TURNS)),
        ]
    )
    show(f"{prepared.address.get_backend_name()}, one caller, milliseconds:")
    for name, times in (("bare Bolt", nothing), ("show", read), ("add", write)):
        over = times.median - nothing.median
        show(f"  {name:18} median {times.median:6.2f}  over {over:5.2f}  p99 {times.p99:6.2f}")
    assert prepared.count(Organisation) == PARTNERS + TURNS
    assert read.median - nothing.median <= MOST_MILLISECONDS
    assert write.median - nothing.median <= MOST_MILLISECONDS


@pytest.mark.timeout(300)
def test_eight_callers_are_served_half_as_fast_as_by_bolt_with_a_durable_commit(
    prepared: Host, lines: Lines, ours: Program, bare: Program, keeping: Program
) -> None:
    rates = [
        (
            per_second(bare.url, lines.reads(BATCH), CALLERS),
            per_second(keeping.url, lines.reads(BATCH), CALLERS),
            per_second(ours.url, lines.reads(BATCH), CALLERS),
            per_second(ours.url, lines.writes(BATCH), CALLERS),
        )
        for _ in range(ROUNDS)
    ]
    names = ("bare Bolt", "Bolt, one commit", "show", "add")
    nothing, one_commit, *_ = medians = [
        statistics.median(each) for each in zip(*rates, strict=True)
    ]
    show(f"{prepared.address.get_backend_name()}, eight callers, requests a second:")
    for name, rate in zip(names, medians, strict=True):
        show(f"  {name:18} {rate:6.0f}  of bare {rate / nothing:4.2f}  ", end="")
        show(f"of one commit {rate / one_commit:4.2f}")
    assert prepared.count(Organisation) == PARTNERS + ROUNDS * BATCH
    assert statistics.median(add / one for _, one, _, add in rates) >= LEAST_RATIO
