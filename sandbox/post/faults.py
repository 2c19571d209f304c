"""Faults on demand: what mail servers do on a bad day, for those who must send again."""

import threading
from dataclasses import dataclass
from typing import Literal

Stage = Literal["recipient", "data", "accepted"]
Kind = Literal["refuse", "delay", "drop"]
EVERYBODY = "*"


@dataclass
class Fault:
    """One fault: where in the SMTP dialogue it strikes, for whom, and how often still."""

    kind: Kind
    stage: Stage
    address: str = EVERYBODY
    times: int | None = 1
    code: int = 550
    seconds: float = 0.0


class Faults:
    """The faults that wait for their mail, taken in the order in which they were added."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> Fault:
        """Let the next `times` mails meet this fault (None: all of them)."""
        with self._lock:
            self._waiting.append(fault)
        return fault

    def clear(self) -> None:
        """Let the sun shine again."""
        with self._lock:
            self._waiting.clear()

    def take(self, kind: Kind, stage: Stage, addresses: list[str]) -> Fault | None:
        """Give the fault that strikes at this point of the dialogue, counting it."""
        known = {EVERYBODY, *(address.lower() for address in addresses)}
        with self._lock:
            for fault in self._waiting:
                if (fault.kind, fault.stage) == (kind, stage) and fault.address in known:
                    self._count(fault)
                    return fault
        return None

    def _count(self, fault: Fault) -> None:
        if fault.times is None:
            return
        fault.times -= 1
        if fault.times <= 0:
            self._waiting.remove(fault)
