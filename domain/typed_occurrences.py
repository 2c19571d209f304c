"""Which date of an event is meant, as people type it after a title: 7 Jan, on 4 Feb 2027."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.typed_days import PartDate, take_date_or_month, take_days
from domain.typed_words import MAX_TEXT, Clock, Words, piece, take_clock
from domain.when import zone_named

_ON = piece("(?:on|in)")
_MOST_WORDS = 12
"""Words of the longest date: on Thursday the 7th of January 2027 at 10:00 for 90 minutes."""


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day of a calendar, perhaps without its year, or a month; with its time where typed."""

    part: PartDate
    clock: Clock | None
    typed: str

    def is_of(self, begins: datetime) -> bool:
        """Say whether what begins then may be meant."""
        part = self.part
        asked = (
            (part.month, begins.month),
            (part.day, begins.day),
            (part.year, begins.year),
            (part.weekday, begins.weekday()),
            (self.clock.begins if self.clock else None, begins.time()),
        )
        return all(typed in (None, own) for typed, own in asked)


def take(text: str, *, now: datetime, zone: str) -> tuple[NamedDay | None, str]:
    """Take the date that a text begins with off it; gives it, and what follows as it was typed.

    `now` is aware. None, and the whole text, where no date stands there. Raises `Refused` for one
    that may be two.
    """
    today = now.astimezone(zone_named(zone)).date()
    typed = text.strip(" ,").split()
    for n in range(min(len(typed), _MOST_WORDS), 0, -1):
        named = " ".join(typed[:n])
        found = _read(named, today) if len(named) <= MAX_TEXT else None
        if found is not None:
            return found, " ".join(typed[n:]).strip(" ,")
    return None, text


def _read(text: str, today: date) -> NamedDay | None:
    """Give the date that a text is, from its first to its last word."""
    if not text.strip(" ,"):
        return None
    words = Words(text, field="when")
    words.take(_ON)
    part = take_date_or_month(words) or _near(words, today)
    if part is None:
        return None
    clock = take_clock(words)
    return None if words.rest else NamedDay(part, clock, text.strip(" ,"))


def _near(words: Words, today: date) -> PartDate | None:
    """Take a day that is named from today on: tomorrow, Friday, the first Thursday of May."""
    days = take_days(words, today)
    day = next(iter(days.days), None) if days is not None else None
    return PartDate(day.month, day.day, day.year) if day is not None else None
