"""The tick runner: a few short intervals, each one transaction or some, none of them a truth.

APScheduler is the clock, never the queue (reliability.md, section 1): its jobs live in memory and
whether something is due is decided by the job itself. Every process may run one.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from threading import Thread
from typing import Any

import structlog
from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.faults import report
from db.engine import Database
from jobs.apart import Pieces

log = structlog.get_logger()

PATIENCE = 25.0
"""Seconds that a tick gets to end: hosts kill after 30."""

STEP = 2.0
"""Seconds by which the wall clock may fall behind before the ticks are set anew."""

Work = Callable[[Session, datetime], int]
"""What a tick does at a moment of the product's clock; gives how much it did. Twice is harmless."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Something to look after every so many seconds."""

    name: str
    every_seconds: float
    job: Work


@dataclass(frozen=True, slots=True)
class Errand:
    """Something to look after that asks others, such as Slack: no transaction may be open then.

    It begins its own, and two processes may run it at once.
    """

    name: str
    every_seconds: float
    job: Callable[[Database, datetime], int]


class TickRunner:
    """Runs ticks on the real clock; each sees the product's."""

    def __init__(
        self, database: Database, ticks: Sequence[Tick | Errand], clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._ticks = ticks
        self._clock = clock
        self._done: dict[str, float] = {}
        self._running: dict[str, Thread] = {}
        self._offset = _offset()
        self._scheduler = BackgroundScheduler(timezone=UTC)

    def start(self) -> None:
        """Begin to tick, in threads of its own."""
        self._offset = _offset()
        started = time.monotonic()
        for tick in self._ticks:
            self._done[tick.name] = started
            self._scheduler.add_job(
                self._begin,
                "interval",
                args=[tick],
                id=tick.name,
                seconds=tick.every_seconds,
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
            )
        self._scheduler.start()

    def close(self) -> None:
        """Begin nothing more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)  # its own jobs only begin ours

    def stop(self, patience: float = PATIENCE) -> None:
        """Begin nothing more, and wait some seconds for what runs.

        A tick that runs on is a transaction that nobody commits, should the process end.
        """
        self.close()
        until = time.monotonic() + patience
        for thread in self._running.values():
            thread.join(max(until - time.monotonic(), 0))
        if left := [name for name, thread in self._running.items() if thread.is_alive()]:
            log.warning("ticks still run", ticks=left)

    def _begin(self, tick: Tick | Errand) -> None:
        """Run a tick in a thread that holds up nobody's exit, unless it still runs."""
        before = self._running.get(tick.name)
        if before is None or not before.is_alive():
            thread = Thread(target=self.run, args=(tick,), name=f"tick {tick.name}", daemon=True)
            self._running[tick.name] = thread
            thread.start()

    def run_all(self) -> int:
        """Run every tick once, now and in order: what a demo's jump needs. Gives what was done."""
        return sum(self.run(tick) for tick in self._ticks)

    def run(self, tick: Tick | Errand) -> int:
        """Run a tick in one transaction; a failure is logged, and the next run may do better."""
        try:
            if isinstance(tick, Errand):
                done = tick.job(self._database, self._clock())
            elif isinstance(tick.job, Pieces):
                done = self._in_pieces(tick, tick.job, self._clock())
            else:
                with self._database.writing(has_time=True) as session:
                    done = tick.job(session, self._clock()) if _only_one(session, tick) else 0
        except Exception as error:  # noqa: BLE001 - the other ticks go on
            report("tick failed", error, tick=tick.name)
            return 0
        self._done[tick.name] = time.monotonic()
        if done:
            log.info("tick done", tick=tick.name, count=done)
        return done

    def _in_pieces(self, tick: Tick, pieces: "Pieces[Any]", now: datetime) -> int:
        """Do a tick's pieces one by one; where another process is at it, it does the rest."""
        with self._database.writing(has_time=True) as session:
            owed = list(pieces.owed(session, now)) if _only_one(session, tick) else []
        done = 0
        for each in owed:
            if (piece := pieces.narrowed(self._database, each, now)) is None:
                continue
            with self._database.writing(has_time=True) as session:
                if not _only_one(session, tick):
                    break
                done += pieces.one(session, piece, now)
        return done

    def ages(self) -> dict[str, float]:
        """Give the seconds since each tick last succeeded, on the monotonic clock."""
        now = time.monotonic()
        return {name: now - done for name, done in self._done.items()}

    def late(self, factor: float = 3) -> list[str]:
        """Name the ticks that are overdue by some intervals: whatever says running, these lie."""
        every = {tick.name: tick.every_seconds for tick in self._ticks}
        return [name for name, age in self.ages().items() if age > factor * every[name]]

    def watch(self) -> bool:
        """Set the ticks anew if the wall clock was stepped back; say whether it was.

        APScheduler would wait until the clock has caught up (measured: no tick for that hour).
        """
        before, self._offset = self._offset, _offset()
        if self._offset > before - STEP or not self._scheduler.running:
            return False
        log.warning("wall clock stepped back", seconds=round(before - self._offset))
        for tick in self._ticks:
            self._scheduler.reschedule_job(
                tick.name, trigger="interval", seconds=tick.every_seconds
            )
        return True


def _offset() -> float:
    return time.time() - time.monotonic()


def _only_one(session: Session, tick: Tick) -> bool:
    """Take this tick's lock for the transaction; another process that has it does the work."""
    if session.get_bind().dialect.name != "postgresql":
        return True  # the writer's lock is taken already
    lock = func.pg_try_advisory_xact_lock(lock_number(tick.name))
    return bool(session.connection().execute(select(lock)).scalar_one())


def lock_number(name: str) -> int:
    """Give the advisory lock's number for a tick: the same in every process and release."""
    return int.from_bytes(sha256(f"joinedup tick {name}".encode()).digest()[:8], signed=True)
