"""The log of both directions: what the app called, and what was sent to the app."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sandbox.slack.state import Json


@dataclass(frozen=True)
class ApiCall:
    """One Web API call; `fault` names the fault it met, `status` 0 is no answer."""

    method: str
    team_id: str
    arguments: Json
    answer: Json
    status: int
    seconds: float
    at: float
    verb: str = "POST"
    fault: str = ""


@dataclass(frozen=True)
class AppRequest:
    """One request to the app; `status` is None when no answer came."""

    kind: str
    url: str
    headers: dict[str, str]
    body: bytes
    status: int | None
    answer: bytes
    seconds: float
    at: float
    error: str = ""


Entry = ApiCall | AppRequest


class Journal:
    """The entries in the order in which they ended, each with a number that stays its own.

    All are kept (a test counts them), or the last `most` of them; safe for several threads.
    """

    def __init__(self, most: int | None = None) -> None:
        self._entries: deque[Entry] = deque(maxlen=most)
        self._written = 0
        self._heard: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    @property
    def written(self) -> int:
        """Give how many entries there have ever been: the number of the next one."""
        return self._written

    def keep(self, most: int) -> None:
        """Keep no more than the last `most` entries from now on."""
        with self._lock:
            self._entries = deque(self._entries, maxlen=most)

    def on_add(self, hear: Callable[[], None]) -> None:
        """Call `hear` after every entry, in the thread that wrote it."""
        self._heard.append(hear)

    def add(self, entry: Entry) -> None:
        """Write one entry."""
        with self._lock:
            self._entries.append(entry)
            self._written += 1
        for hear in self._heard:
            hear()

    def clear(self) -> None:
        """Forget all entries, so that a test may count from here; numbers go on."""
        with self._lock:
            self._entries.clear()

    def entries(self) -> list[Entry]:
        """Give a copy of the entries that are kept."""
        with self._lock:
            return list(self._entries)

    def numbered(self) -> list[tuple[int, Entry]]:
        """Give the entries that are kept with their numbers."""
        with self._lock:
            return list(enumerate(self._entries, self._written - len(self._entries)))

    def calls(self, method: str | None = None) -> list[ApiCall]:
        """Give the Web API calls, of one method if named."""
        calls = [entry for entry in self.entries() if isinstance(entry, ApiCall)]
        return [call for call in calls if method in (None, call.method)]

    def sent(self, kind: str | None = None) -> list[AppRequest]:
        """Give the requests to the app, of one kind (`command`, `block_actions`, …) if named."""
        sent = [entry for entry in self.entries() if isinstance(entry, AppRequest)]
        return [request for request in sent if kind in (None, request.kind)]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries())

    def __len__(self) -> int:
        return len(self._entries)
