"""Dates and times as people type them: a small grammar that guesses nothing.

What is not wholly understood is refused with a sentence saying what can be typed, and so is what
can be read in two ways, with both. The grammar is English, day before month.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from domain.errors import Refused
from domain.language import gettext as _
from domain.recurrence import Rule
from domain.typed_days import meant, take_days
from domain.typed_series import TypedSeries, take_series
from domain.typed_words import Clock, Words, day_typed, piece, take_clock
from domain.when import zone_named

_ON = piece("on")


@dataclass(frozen=True, slots=True)
class TypedTime:
    """A day that was typed, and its times where they were."""

    day: date
    clock: Clock | None = None

    def said(self) -> str:
        """Write it as it can be typed, with nothing left open; English, as the grammar is."""
        return " ".join([day_typed(self.day), *([self.clock.said()] if self.clock else [])])


@dataclass(frozen=True, slots=True)
class Readable:
    """What can be read of a text that as a whole is none: a day, times of day, a rule."""

    day: date | None = None
    clock: Clock | None = None
    rule: Rule | None = None


def read(text: str, *, now: datetime, zone: str, field: str = "when") -> TypedTime | TypedSeries:
    """Give what was typed: one time, or a series where a word such as "every" says so.

    `now` is aware; what is left open (a year, which Thursday) is the next one from then on in that
    zone. Raises `Refused` beside `field`. A day typed in full may have passed: see
    `domain.planned_times.plan`.
    """
    words = Words(text, field=field)
    here = now.astimezone(zone_named(zone)).replace(tzinfo=None)
    return take_series(words, here, bare=False) or _take_time(words, here)


def read_series(text: str, *, now: datetime, zone: str, field: str = "when") -> TypedSeries:
    """Give the series that was typed; here "first Thu of month" means each month.

    Raises `Refused` as `read` does, and for a single time.
    """
    words = Words(text, field=field)
    here = now.astimezone(zone_named(zone)).replace(tzinfo=None)
    series = take_series(words, here, bare=True)
    if series is None:
        _take_time(words, here)
        raise words.refused(
            _("Please say how often, for example: every 2 weeks on Tue 14:00-16:00.")
        )
    return series


def readable(text: str, *, now: datetime, zone: str) -> Readable:
    """Give what can be read of a text that `read` refuses; nothing in it is guessed.

    A day that was contradicted, or does not exist, is left out, and so is a wrong time of day.
    """
    for n in range(len(text.split()), 0, -1):
        part = " ".join(text.split()[:n])
        try:
            whole = n == len(text.split())
            series = (read_series if whole else _series)(part, now=now, zone=zone)
        except Refused:
            continue
        return Readable(series.first, series.clock, series.rule)
    return _readable_time(text, now.astimezone(zone_named(zone)).date())


def _series(text: str, *, now: datetime, zone: str) -> TypedSeries:
    """Give the series that a text surely is: "first Thu of month" is a single day here."""
    words = Words(text, field="when")
    series = take_series(words, now.astimezone(zone_named(zone)).replace(tzinfo=None), bare=False)
    if series is None:
        raise words.unread()
    return series


def _readable_time(text: str, today: date) -> Readable:
    day = clock = None
    with suppress(Refused):
        words = Words(text, field="when")
        words.take(_ON)
        with suppress(Refused):
            days = take_days(words, today)
            day = next(iter(days.days), None) if days is not None else None
        clock = take_clock(words)
    return Readable(day, clock)


def _take_time(words: Words, here: datetime) -> TypedTime:
    words.take(_ON)
    days = take_days(words, here.date())
    if days is None:
        raise words.unread()
    clock = take_clock(words)
    if words.rest:
        raise words.unread()
    return TypedTime(meant(words, days, clock, here), clock)
