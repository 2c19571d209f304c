"""How hard the way out works: the numbers of jobs/deliver.py, which tests make smaller."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """Sizes and waits of deliveries; all times in seconds."""

    lease: float = 60
    """How long a claim holds: much longer than `deadline`, so that a slow Slack is outlived."""

    deadline: float = 15
    """What a claim must have left before it sends: a time-out, and the time to write it down."""

    senders: int = 8
    """Messages on their way at once: half of the database's pool."""

    batch: int = 8
    """Messages claimed and not settled at once. What only waits would be in doubt after a crash."""

    hold: float = 0.01
    """How long to render in one transaction, about: whoever writes on SQLite waits for its end."""

    poll: float = 1
    """How long the loop waits for a wake-up before it looks by itself."""

    tries: int = 36
    """Attempts before a passing failure is parked: about four and a half hours of them."""

    longest_wait: float = 600
    """The longest wait between two attempts."""

    mending: float = 60
    """How long an installation is left alone whose token or key does not fit."""

    unlinked: float = 900
    """How long to wait before looking again whether a person is known in Slack by now."""

    heartbeat: float = 15
    """How often the loop writes down, at most, that it lives."""

    doubt: float = 20
    """How long to let Slack finish what it may have begun, before looking whether it did."""

    farewell: float = 25
    """What is on its way at SIGTERM has this long; hosts kill after 30."""

    def wait_after(self, attempts: int) -> float:
        """Give the wait after so many attempts: 1, 2, 4 … up to the longest."""
        return float(min(2 ** min(attempts - 1, 30), self.longest_wait))
