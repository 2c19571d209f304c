"""The demo's clock hands: they move on, through each instant at which something is due.

The sandbox knows nothing of the bot: it is handed three callables.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

Step = Literal["hour", "day", "due", "month"]
POLL = 0.02
IMPATIENCE = 0.2
"""The share of its patience that is left for each instant, once one was late in a jump."""
AN_INSTANT = timedelta(microseconds=1)


class NextDue(Protocol):
    """Gives the next instant at which there is something to do, past `after` if one is named."""

    def __call__(self, after: datetime | None = None, /) -> datetime | None:
        """Look at the work that waits."""


@dataclass(frozen=True)
class Progress:
    """How far a jump is; `late` holds the instants whose work has not ended, though it was due."""

    target: datetime
    at: datetime
    visited: tuple[datetime, ...] = ()
    late: tuple[datetime, ...] = ()
    running: bool = True


@dataclass(eq=False)
class Clockwork:
    """Moves a clock ahead, never back, one jump at a time.

    `now` gives the moment, `advance` moves it by a span, `next_due` gives the next instant at
    which the bot has something to do, or None. `patience` is real seconds for each instant;
    what is late then is left behind, and the hands go on through what comes after it.
    """

    now: Callable[[], datetime]
    advance: Callable[[timedelta], datetime]
    next_due: NextDue
    patience: float = field(default=10.0, kw_only=True)
    zone: str = field(default="Europe/London", kw_only=True)
    changed: Callable[[], None] = field(default=lambda: None, kw_only=True)
    _said: Progress | None = field(default=None, init=False)
    _busy: threading.Lock = field(default_factory=threading.Lock, init=False)

    @property
    def progress(self) -> Progress | None:
        """Say how far the last jump is or was; what was late is forgotten once it is done."""
        said = self._said
        if said is None or said.running or not said.late:
            return said
        return replace(said, late=tuple(each for each in said.late if self._owed(each)))

    @property
    def running(self) -> bool:
        """Say whether a jump is under way."""
        return self._said is not None and self._said.running

    def step(self, name: Step) -> Progress:
        """Do what a button of the clock bar says."""
        return self.jump(self.target(name))

    def target(self, name: Step) -> datetime:
        """Give the instant to which a button leads; `ValueError` if nothing is due."""
        now = self.now()
        if name == "due":
            due = self.upcoming()
            if due is None:
                raise ValueError("Nothing is due.")
            return max(due, now)
        if name == "month":
            return self._end_of_month(now)
        return now + {"hour": timedelta(hours=1), "day": timedelta(days=1)}[name]

    def upcoming(self) -> datetime | None:
        """Give the instant to which "Next due" leads: past what is late, if anything is."""
        first = self.next_due()
        late = self._left_behind()
        return (self.next_due(late) if late else None) or first

    def _left_behind(self) -> datetime | None:
        return max(self.progress.late, default=None) if self.progress else None

    def _owed(self, instant: datetime) -> bool:
        return self.next_due(instant - AN_INSTANT) == instant

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
            late = self.progress.late if self.progress and to > now else ()
            self._say(Progress(to, now, late=late))
            self._through(to)
            self._move(to)
            return self._say(running=False)
        finally:
            if self.running:  # something raised
                self._say(running=False)
            self._busy.release()

    def _through(self, to: datetime) -> None:
        passed = max(self._progress().late, default=None)
        while (due := self._due(passed)) is not None and due <= to:
            self._move(due)
            self._say(visited=(*self._progress().visited, due))
            if not self._drained(due, passed):
                self._say(late=(*self._progress().late, due))
                passed = due

    def _due(self, passed: datetime | None) -> datetime | None:
        return self.next_due(passed) if passed else self.next_due()

    def _drained(self, instant: datetime, passed: datetime | None) -> bool:
        """Wait until nothing is due at an instant any more, or patience ends."""
        until = time.monotonic() + self.patience * (IMPATIENCE if passed else 1)
        while (due := self._due(passed)) is not None and due <= instant:
            if time.monotonic() > until:
                return False
            time.sleep(POLL)
        return True

    def _move(self, to: datetime) -> None:
        by = to - self.now()
        if by > timedelta(0):
            self.advance(by)

    def _progress(self) -> Progress:
        if self._said is None:
            raise AssertionError
        return self._said

    def _say(self, progress: Progress | None = None, **changes: object) -> Progress:
        made = replace(progress or self._progress(), **changes)  # type: ignore[arg-type]
        self._said = replace(made, at=self.now())
        self.changed()
        return self._said
