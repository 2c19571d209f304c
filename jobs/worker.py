"""One process's share of the work: delivery loop and ticks, started and stopped together."""

import time
from collections.abc import Sequence
from threading import Event, Thread

from jobs.deliver import Deliverer
from jobs.endings import heed_signals, wait_until
from jobs.ticks import PATIENCE, TickRunner

QUIET = 10.0
"""Seconds without a turn of the delivery loop after which it is not healthy."""


class Worker:
    """Runs deliveries in a thread, with the ticks beside; `wake` it after planning a message.

    `lacks` names what it was never given, as db.heartbeats does.
    """

    def __init__(
        self, deliverer: Deliverer, ticks: TickRunner, *, lacks: Sequence[str] = ()
    ) -> None:
        self._deliverer = deliverer
        self._lacks = lacks
        self._ticks = ticks
        self._stop = Event()
        self._wake = Event()
        self._thread = Thread(target=self._run, name="deliveries", daemon=True)

    def start(self) -> None:
        """Begin to tick and to deliver."""
        self._ticks.start()
        self._thread.start()

    def wake(self) -> None:
        """Look for due messages now rather than within a second."""
        self._wake.set()

    def catch_up(self) -> None:
        """Do at once what the ticks would do within their intervals: a demo's clock has jumped."""
        self._ticks.run_all()
        self.wake()

    def stop(self, patience: float = PATIENCE) -> None:
        """Claim nothing more, let what is on its way finish, and come back (25 s at most)."""
        self._stop.set()
        self._wake.set()
        until = time.monotonic() + patience
        self._ticks.close()
        if self._thread.ident is not None:
            self._thread.join(patience)
        self._ticks.stop(max(until - time.monotonic(), 0))

    def wait(self) -> None:
        """Work until SIGTERM or SIGINT comes, then stop. Only the main thread may call this."""
        heed_signals(self._stop)
        wait_until(self._stop)
        self.stop()

    def ailments(self) -> list[str]:
        """Name what does not run as it should, for readiness: [] when all is well."""
        stuck = self._deliverer.idle_for() > QUIET
        slow = ["deliveries"] if stuck else []
        return [*slow, *self._ticks.late(), *self._deliverer.ailments(), *self._lacks]

    def _run(self) -> None:
        self._deliverer.run(self._stop, self._wake, self._look)

    def _look(self) -> Sequence[str]:
        self._ticks.watch()
        return self.ailments()
