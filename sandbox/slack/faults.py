"""Faults on demand: what a network and a Slack on a bad day do to a Web API call."""

import threading
from dataclasses import dataclass
from typing import Literal

FaultKind = Literal[
    "delay",
    "error500",
    "drop_before",
    "drop_after",
    "ratelimited",
    "slack_error",
    "duplicate",
]


@dataclass
class Fault:
    """One fault and how often it still strikes (None: for ever)."""

    method: str
    kind: FaultKind
    times: int | None
    seconds: float
    error: str
    retry_after: int


class Faults:
    """The faults that wait for their calls, taken in the order in which they were added.

    Beside the Web API's methods, `response_url` and `files.upload` (the bytes) can be named; `*`
    stands for every call. `event` with the kind `duplicate` lets Slack deliver an event twice.
    """

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._lock = threading.Lock()

    def add(
        self,
        *,
        method: str,
        kind: FaultKind,
        times: int | None = 1,
        seconds: float = 0.0,
        error: str = "fatal_error",
        retry_after: int = 1,
    ) -> Fault:
        """Let the next `times` calls of a method meet this fault."""
        fault = Fault(method, kind, times, seconds, error, retry_after)
        with self._lock:
            self._waiting.append(fault)
        return fault

    def clear(self) -> None:
        """Let the sun shine again."""
        with self._lock:
            self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        """Give the fault that strikes this call, counting it."""
        with self._lock:
            for fault in self._waiting:
                if fault.method == method or (fault.method == "*" and method != "event"):
                    self._count(fault)
                    return fault
        return None

    def _count(self, fault: Fault) -> None:
        if fault.times is None:
            return
        fault.times -= 1
        if fault.times <= 0:
            self._waiting.remove(fault)
