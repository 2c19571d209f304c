"""The log of both directions: what the app called, and what was sent to the app."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

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


@dataclass
class Journal:
    """All entries in the order in which they ended, safe for several threads."""

    _entries: list[Entry] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, entry: Entry) -> None:
        """Write one entry."""
        with self._lock:
            self._entries.append(entry)

    def clear(self) -> None:
        """Forget all entries, so that a test may count from here."""
        with self._lock:
            self._entries.clear()

    def entries(self) -> list[Entry]:
        """Give a copy of all entries."""
        with self._lock:
            return list(self._entries)

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
        return len(self.entries())
