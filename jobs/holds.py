"""What Slack asked us to leave alone for a while, on the monotonic clock of this process."""

import threading
import time
from collections.abc import Callable

from db.models import Delivery

POST = "chat.postMessage"


class Holds:
    """Which method of which workspace may be called again when (Retry-After); threads share it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[tuple[str, str], float] = {}
        self._tenants: dict[str, set[int]] = {}
        self._lock = threading.Lock()

    def keep(self, method: str, team_id: str, partnership_id: int, seconds: float) -> None:
        """Leave a method of a workspace alone for some seconds; a partnership met it."""
        until = self._clock() + seconds
        with self._lock:
            self._until[method, team_id] = max(until, self._until.get((method, team_id), until))
            self._tenants.setdefault(team_id, set()).add(partnership_id)

    def remaining(self, method: str, team_id: str, partnership_id: int) -> float:
        """Give the seconds a partnership still has to wait for a method, 0 if it may call."""
        with self._lock:
            left = self._until.get((method, team_id), 0) - self._clock()
            if left <= 0:
                self._until.pop((method, team_id), None)
                return 0
            self._tenants.setdefault(team_id, set()).add(partnership_id)
            return left

    def waiting(self) -> set[int]:
        """Give the partnerships that can't post now, as far as they were met while waiting."""
        with self._lock:
            now = self._clock()
            posts = (
                (team, until) for (method, team), until in self._until.items() if method == POST
            )
            held = {team for team, until in posts if until > now}
            self._tenants = {team: met for team, met in self._tenants.items() if team in held}
            return {tenant for met in self._tenants.values() for tenant in met}


class Crowds:
    """To whom nothing new may be sent for a while, since Slack takes one a second in each place."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[tuple[int | None, int | None], float] = {}
        self._lock = threading.Lock()

    def keep(self, delivery: Delivery, seconds: float) -> None:
        """Leave whom a message is for, a person or a body, alone for some seconds."""
        with self._lock:
            self._until[delivery.person_id, delivery.body_id] = self._clock() + seconds

    def waiting(self) -> tuple[set[int], set[int]]:
        """Give the people and the bodies to whom nothing new can be sent now."""
        with self._lock:
            now = self._clock()
            self._until = {whom: until for whom, until in self._until.items() if until > now}
            people = {person for person, _body in self._until if person is not None}
            return people, {body for _person, body in self._until if body is not None}
