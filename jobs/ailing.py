"""Which installations of the app can't post as they are, on the monotonic clock of this process.

A wrong key, a revoked token or a missing scope is no fault of a message: it waits until somebody
has mended the installation, and nothing has to be started again.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

CANNOT_OPEN = "token_cannot_be_opened"

_AGAIN = "Install the app in this workspace again, so that it gets a new token."
_SCOPES = "Give the app the scopes of its manifest, and install it in this workspace again."
_REMEDIES = {
    CANNOT_OPEN: (
        "Start with the SECRET_KEY that sealed the token, or name it in SECRET_KEY_PREVIOUS;"
        " if it is lost, install the app in this workspace again."
    ),
    "no_installation": "Install the app in a Slack workspace of this partnership.",
    "missing_scope": _SCOPES,
    "no_permission": _SCOPES,
}

SHOWN = 3
"""For how many holds a fault is shown that nothing has met again: perhaps nothing is due."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an installation, and until when it is left alone."""

    code: str
    until: float
    shown_until: float
    whole: bool


class Ailing:
    """What is wrong with which workspace of which partnership; threads share it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._faults: dict[tuple[int, str], Fault] = {}
        self._lock = threading.Lock()

    def found(
        self, partnership_id: int, team_id: str, code: str, seconds: float, *, whole: bool
    ) -> bool:
        """Leave an installation alone for some seconds; False where that is so already.

        `whole`: the partnership has no other workspace to send through.
        """
        now = self._clock()
        with self._lock:
            before = self._faults.get((partnership_id, team_id))
            if before is not None and before.until > now:
                return False
            self._faults[partnership_id, team_id] = Fault(
                code, now + seconds, now + SHOWN * seconds, whole
            )
            return True

    def mended(self, partnership_id: int, team_id: str) -> None:
        """Say that a message went out there: whatever was wrong is so no more."""
        with self._lock:
            for team in (team_id, ""):
                self._faults.pop((partnership_id, team), None)

    def remaining(self, partnership_id: int, team_id: str) -> tuple[float, str]:
        """Give the seconds for which an installation is left alone, 0 for none, and why."""
        with self._lock:
            fault = self._faults.get((partnership_id, team_id))
            return (max(fault.until - self._clock(), 0), fault.code) if fault else (0, "")

    def waiting(self) -> set[int]:
        """Give the partnerships that have no way to post now."""
        with self._lock:
            now = self._clock()
            return {
                partnership_id
                for (partnership_id, _), fault in self._faults.items()
                if fault.whole and fault.until > now
            }

    def names(self) -> list[str]:
        """Name what is wrong, for readiness: `slack of partnership 1 (T01): token_revoked`."""
        with self._lock:
            now = self._clock()
            self._faults = {
                key: fault for key, fault in self._faults.items() if fault.shown_until > now
            }
            return [
                f"slack of partnership {partnership_id}{f' ({team})' if team else ''}: {fault.code}"
                for (partnership_id, team), fault in sorted(self._faults.items())
            ]


def remedy(code: str) -> str:
    """Say what somebody has to do about a fault of an installation."""
    return _REMEDIES.get(code, _AGAIN)
