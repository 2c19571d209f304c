"""The demo's clock hands: they move on, through each instant at which something is due.

The sandbox knows nothing of the bot: it is handed three callables.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Step = Literal["hour", "day", "due", "month"]
POLL = 0.02


@dataclass(frozen=True)
class Progress:
    """How far a jump is; `late` holds the instants whose work did not end in time."""

    target: datetime
    at: datetime
    visited: tuple[datetime, ...] = ()
    late: tuple[datetime, ...] = ()
    running: bool = True


@dataclass(eq=False)
class Clockwork:
    """Moves a clock ahead, never back, one jump at a time.

    `now` gives the moment, `advance` moves it by a span, `next_due` gives the next instant at
    which the bot has something to do, or None. `patience` is real seconds for each instant.
    """

    now: Callable[[], datetime]
    advance: Callable[[timedelta], datetime]
    next_due: Callable[[], datetime | None]
    patience: float = field(default=10.0, kw_only=True)
    zone: str = field(default="Europe/London", kw_only=True)
    changed: Callable[[], None] = field(default=lambda: None, kw_only=True)
    progress: Progress | None = field(default=None, init=False)
    _busy: threading.Lock = field(default_factory=threading.Lock, init=False)

    @property
    def running(self) -> bool:
        """Say whether a jump is under way."""
        return self.progress is not None and self.progress.running

    def step(self, name: Step) -> Progress:
        """Do what a button of the clock bar says."""
        return self.jump(self.target(name))

    def target(self, name: Step) -> datetime:
        """Give the instant to which a button leads; `ValueError` if nothing is due."""
        now = self.now()
        if name == "due":
            due = self.next_due()
            if due is None:
                raise ValueError("Nothing is due.")
            return max(due, now)
        if name == "month":
            return self._end_of_month(now)
        return now + {"hour": timedelta(hours=1), "day": timedelta(days=1)}[name]

    def _end_of_month(self, now: datetime) -> datetime:
        """Give the last day of the month at 23:59; of the next one, in its very last minute."""
        local = now.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)
        for months in (1, 2):
            year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
            first = datetime(year, month + 1, 1, tzinfo=ZoneInfo(self.zone))
            last = first - timedelta(minutes=1)  # wall time: no zone changes at midnight here
            if last > now:
                return last
        raise AssertionError

    def jump(self, to: datetime) -> Progress:
        """Move to an instant through each due one, waiting at each until its work is done.

        `ValueError` for an instant that has passed, or while another jump is under way.
        """
        if not self._busy.acquire(blocking=False):
            raise ValueError("The clock is already moving.")
        try:
            now = self.now()
            if to < now:
                raise ValueError("The clock never goes back.")
            self._say(Progress(to, now))
            self._through(to)
            self._move(to)
            return self._say(running=False)
        finally:
            if self.progress and self.progress.running:  # something raised
                self._say(running=False)
            self._busy.release()

    def _through(self, to: datetime) -> None:
        while (due := self.next_due()) is not None and due <= to:
            self._move(due)
            visited = (*self._progress().visited, due)
            self._say(visited=visited)
            if not self._drained(due):
                self._say(late=(*self._progress().late, due))
                return  # what follows is hidden behind it: the rest goes in one move

    def _drained(self, instant: datetime) -> bool:
        """Wait until nothing is due at an instant any more, or patience ends."""
        until = time.monotonic() + self.patience
        while (due := self.next_due()) is not None and due <= instant:
            if time.monotonic() > until:
                return False
            time.sleep(POLL)
        return True

    def _move(self, to: datetime) -> None:
        by = to - self.now()
        if by > timedelta(0):
            self.advance(by)

    def _progress(self) -> Progress:
        if self.progress is None:
            raise AssertionError
        return self.progress

    def _say(self, progress: Progress | None = None, **changes: object) -> Progress:
        made = replace(progress or self._progress(), **changes)  # type: ignore[arg-type]
        self.progress = replace(made, at=self.now())
        self.changed()
        return self.progress
