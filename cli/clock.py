"""The only place that reads the clock; everything else is handed it, or the moment itself."""

from datetime import UTC, datetime, timedelta
from threading import Lock


class Clock:
    """The product's time: the real one, moved ahead by what a demo has skipped. Never back."""

    def __init__(self, ahead: timedelta = timedelta(0)) -> None:
        self._ahead = ahead
        self._lock = Lock()

    def now(self) -> datetime:
        """Give the moment it is (UTC)."""
        return datetime.now(UTC) + self._ahead  # noqa: TID251 - the one reader

    @property
    def ahead(self) -> timedelta:
        """Give how far it is ahead of the real time."""
        return self._ahead

    def advance(self, by: timedelta) -> datetime:
        """Move ahead, and give the new moment. `ValueError` for a step back."""
        if by < timedelta(0):
            raise ValueError("The clock never goes back.")
        with self._lock:
            self._ahead += by
        return self.now()
