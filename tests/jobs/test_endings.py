"""How a process learns that it is to end, also by a signal that comes before it waits."""

import os
import signal
from collections.abc import Iterator
from threading import Event

import pytest

from jobs import endings


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Leave the signal's handler as it was."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


class Blind(Event):
    """An event whose first wait nobody wakes: a signal's handler ran too late for it."""

    waits = 0

    def wait(self, timeout: float | None = None) -> bool:
        self.waits += 1
        assert timeout is not None  # without an end it would be for ever
        return super().wait(timeout) and self.waits > 1


def test_a_signal_ends_the_wait_even_if_it_came_too_early_to_wake_it() -> None:
    told = Blind()
    endings.heed_signals(told, [signal.SIGTERM])
    os.kill(os.getpid(), signal.SIGTERM)
    endings.wait_until(told)
    assert (told.is_set(), told.waits) == (True, 2)
