"""Slack's rate limits: buckets per method, workspace and channel, in real time.

https://docs.slack.dev/apis/web-api/rate-limits
"""

import math
import threading
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Calls a minute by tier; posting has its own: one a second and channel, with short bursts."""

    tier1: float = 1
    tier2: float = 20
    tier3: float = 50
    tier4: float = 100
    special: float = 600
    post_burst: float = 5
    post_per_second: float = 1
    post_per_workspace: float = 300

    def per_minute(self, tier: int) -> float:
        """Give the calls a minute of tier 1 to 4, or of the special tier 0."""
        return (self.special, self.tier1, self.tier2, self.tier3, self.tier4)[tier]


@dataclass
class _Bucket:
    size: float
    per_second: float
    level: float
    filled: float

    def take(self, now: float) -> float:
        """Take one call out; give the seconds to wait if there is none left."""
        self.level = min(self.size, self.level + (now - self.filled) * self.per_second)
        self.filled = now
        if self.level >= 1:
            self.level -= 1
            return 0.0
        return (1 - self.level) / self.per_second


class Buckets:
    """Counts calls against limits; without limits everything passes."""

    def __init__(self, limits: Limits | None) -> None:
        self.limits = limits
        self._buckets: dict[tuple[str, ...], _Bucket] = {}
        self._lock = threading.Lock()

    def call(self, method: str, team_id: str, tier: int) -> int:
        """Count one call of a method; give the whole seconds of Retry-After, 0 if it may pass."""
        if self.limits is None:
            return 0
        allowed = self.limits.per_minute(tier)
        return self._take((method, team_id), allowed, allowed / 60)

    def post(self, team_id: str, channel: str) -> int:
        """Count one chat.postMessage; give the whole seconds of Retry-After, 0 if it may pass."""
        limits = self.limits
        if limits is None:
            return 0
        workspace = limits.post_per_workspace
        return self._take(
            ("post", team_id, channel), limits.post_burst, limits.post_per_second
        ) or self._take(("post", team_id), workspace, workspace / 60)

    def _take(self, key: tuple[str, ...], size: float, per_second: float) -> int:
        now = time.monotonic()
        with self._lock:
            bucket = self._buckets.setdefault(key, _Bucket(size, per_second, size, now))
            return math.ceil(bucket.take(now))
