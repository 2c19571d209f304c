"""What somebody knows of a series: a digest, to see whether it is the same as before.

Who is asked no more, and is asked again before a message has left, is told nothing: what they know
is what holds.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from typing import Any

from db.models import Event, Series

_SAID = ("begins", "ends", "zone", "title", "place", "link", "joining", "agenda")


class Knowing:
    """What a series and its events say now, as far as a reader's message tells it."""

    def __init__(self, series: Series, own: Sequence[Event]) -> None:
        self._series, self._own = series, own

    def of(self, asked_for: Mapping[int, str]) -> str:
        """Give the digest of what somebody knows who is asked about these events, and for what."""
        part = (f"{own} {why} {self._events.get(own)}" for own, why in sorted(asked_for.items()))
        return _digest([self._whole, *part] if asked_for else [])

    @cached_property
    def _whole(self) -> str:
        return _digest([*_said(self._series), self._series.rule, self._series.calendar])

    @cached_property
    def _events(self) -> dict[int, str]:
        return {each.id: _digest([*_said(each), each.original]) for each in self._own}


def _said(row: Series | Event) -> list[Any]:
    return [getattr(row, name) for name in _SAID]


def _digest(parts: list[Any]) -> str:
    return blake2b(json.dumps(parts, default=str).encode(), digest_size=12).hexdigest()
