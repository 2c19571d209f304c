"""Checking in: a code that everybody in the room, or in the call, can see, and that soon changes.

It proves that the code was seen, no more: what is recorded by it says *checked in themselves*.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.events import Status

OPENS = timedelta(minutes=30)
"""How long before an event begins people can check in; they can until its end."""

LASTS = 60
"""Seconds that a code is shown for (RFC 6238, time step). The one before still holds."""

DIGITS = 6
MOST_TRIES = 10
"""Wrong codes from one place, for one event, within `TRIED_WITHIN`: then it has to wait."""

TRIED_WITHIN = timedelta(minutes=10)


class Door(StrEnum):
    """Whether people can check in to an event."""

    EARLY = "early"
    OPEN = "open"
    OVER = "over"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when people can check in."""

    opens: datetime
    closes: datetime


def span(begins_at: datetime, ends_at: datetime) -> Span:
    """Say when people can check in to an event."""
    return Span(begins_at - OPENS, ends_at)


def door(status: Status, begins_at: datetime, ends_at: datetime, now: datetime) -> Door:
    """Say whether people can check in to an event now."""
    if status not in {Status.SCHEDULED, Status.HELD}:
        return Door.OFF
    hours = span(begins_at, ends_at)
    if now < hours.opens:
        return Door.EARLY
    return Door.OPEN if now < hours.closes else Door.OVER
