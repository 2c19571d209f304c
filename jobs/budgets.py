"""What we allow ourselves a minute, so that Slack need not ask us to wait: buckets of tokens.

They count on the monotonic clock of this process, by method and workspace, and by channel.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from domain.forecasts import RATES, Rate, Step

LONGEST_WAIT = 60.0
"""Seconds after which whoever was told to wait looks again at the latest."""

MANY = 10_000
"""Buckets kept at most: those that are full again are forgotten."""

Key = tuple[Step, str]
"""What is counted, and of which workspace or channel."""


class Budgets:
    """Tokens for each key, filled again by its rate; threads share them."""

    def __init__(
        self, rates: Mapping[Step, Rate] = RATES, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rates = rates
        self._clock = clock
        self._buckets: dict[Key, _Bucket] = {}
        self._lock = threading.Lock()

    def take(self, *keys: Key) -> float:
        """Take one token of each key; give the seconds to wait where one has none: none is taken.

        Whoever is told to wait is told another turn than who was before, so that they don't all
        come back at once.
        """
        now = self._clock()
        with self._lock:
            buckets = [self._bucket(key, now) for key in keys]
            short = [each for each in buckets if each.level < 1]
            for each in short or buckets:
                each.refuse() if short else each.take()
            return min(max((each.wait() for each in short), default=0.0), LONGEST_WAIT)

    def until_next(self, key: Key) -> float:
        """Give the seconds until there is a token again; 0 where there is one."""
        with self._lock:
            return self._bucket(key, self._clock()).until_next()

    def _bucket(self, key: Key, now: float) -> "_Bucket":
        if key not in self._buckets:
            if len(self._buckets) >= MANY:
                kept = self._buckets.items()
                self._buckets = {own: each for own, each in kept if not each.is_full(now)}
            rate = self._rates[key[0]]
            self._buckets[key] = _Bucket(rate.burst, rate.per_minute / 60, rate.burst, now)
        bucket = self._buckets[key]
        bucket.fill(now)
        return bucket


@dataclass(slots=True)
class _Bucket:
    """Tokens of one key; `told` counts those who were told to wait and have not come back."""

    size: float
    per_second: float
    level: float
    filled: float
    told: int = 0

    def fill(self, now: float) -> None:
        self.level = min(self.size, self.level + (now - self.filled) * self.per_second)
        self.filled = now
        if self.level >= self.size:
            self.told = 0

    def is_full(self, now: float) -> bool:
        self.fill(now)
        return self.level >= self.size

    def take(self) -> None:
        self.level -= 1
        self.told = max(self.told - 1, 0)

    def refuse(self) -> None:
        self.told += 1

    def until_next(self) -> float:
        return max((1 - self.level) / self.per_second, 0.0)

    def wait(self) -> float:
        return (self.told - self.level) / self.per_second


UNLIMITED: Mapping[Step, Rate] = dict.fromkeys(Step, Rate(burst=1e9, per_minute=1e9))
"""Rates of whoever is limited by nobody."""
