"""The words of typed dates, read from the left: what is not wholly understood is refused."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.errors import Refused
from domain.language import gettext as _
from domain.recurrence import Ordinal
from domain.when import WallSpan

MAX_TEXT = 120
QUOTED = 40
"""How much of a text is quoted back to whoever typed it."""

WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?"
    r"|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
YEAR = r"(?P<year>[12][0-9]{3})"
ORDINAL = r"(?P<ordinal>first|1st|second|2nd|third|3rd|fourth|4th|fifth|5th|last)"

WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""Typed dates are English, whatever language is spoken."""

_WEEKDAYS = tuple(each[:3].lower() for each in WEEKDAY_NAMES)
_MONTHS = tuple(each[:3].lower() for each in MONTH_NAMES)
_ORDINALS: Mapping[str, Ordinal] = {
    **dict.fromkeys(("first", "1st"), Ordinal.FIRST),
    **dict.fromkeys(("second", "2nd"), Ordinal.SECOND),
    **dict.fromkeys(("third", "3rd"), Ordinal.THIRD),
    **dict.fromkeys(("fourth", "4th"), Ordinal.FOURTH),
    "last": Ordinal.LAST,
}
_ASCII = str.maketrans({"–": "-", "—": "-", "−": "-", "‑": "-", ",": " "})


def piece(pattern: str) -> re.Pattern[str]:
    """Compile a piece of the grammar, which ends where a word ends."""
    return re.compile(rf"(?:{pattern})(?: |$)")


class Words:
    """What was typed and is not yet understood."""

    def __init__(self, text: str, *, field: str) -> None:
        shown = unicodedata.normalize("NFKC", text).translate(_ASCII).casefold()
        self.rest = " ".join(shown.split())
        self.field = field
        if len(text) > MAX_TEXT or not self.rest:
            raise self.unread()
        self.rest = re.sub(r"^([0-9]{4}-[0-9]{2}-[0-9]{2})t(?=[0-9])", r"\1 ", self.rest)

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Take a piece off the left; None, and nothing taken, where it does not stand there."""
        found = pattern.match(self.rest)
        if found:
            self.rest = self.rest[found.end() :]
        return found

    def refused(self, sentence: str) -> Refused:
        """Give a refusal that stands beside what was typed."""
        return Refused(sentence, field=self.field)

    def unread(self) -> Refused:
        """Give the refusal of what can't be read, saying what can be typed."""
        return self.refused(
            _(
                "I can't read “{text}” as a time. Try 14 May 10:00-12:00, "
                "or for a series every 2 weeks on Tue 14:00-16:00."
            ).format(text=self.rest[:QUOTED])
        )

    def unclear(self, text: str, one: str, other: str) -> Refused:
        """Give the refusal of what can be read in two ways, naming both."""
        return self.refused(
            _("“{text}” may mean {one} or {other}. Please type one of them.").format(
                text=text.strip()[:QUOTED], one=one, other=other
            )
        )


def weekday_of(found: re.Match[str]) -> int:
    """Give the weekday that a piece names, Monday as 0."""
    return _WEEKDAYS.index(found["weekday"][:3])


def month_of(found: re.Match[str]) -> int:
    """Give the month that a piece names or numbers, January as 1."""
    text = found["month"]
    return int(text) if text.isdigit() else _MONTHS.index(text[:3]) + 1


def ordinal_of(words: Words, found: re.Match[str]) -> Ordinal:
    """Give which of its weekday in a month a piece names; `Refused` for a fifth."""
    ordinal = _ORDINALS.get(found["ordinal"])
    if ordinal is None:
        raise words.refused(
            _("Not every month has a fifth one. Please type first, second, third, fourth or last.")
        )
    return ordinal


@dataclass(frozen=True, slots=True)
class Clock:
    """From what time of day, and for how long where that was typed."""

    begins: time
    lasts: timedelta | None = None

    def span(self, day: date, zone: str, *, lasts: timedelta) -> WallSpan:
        """Give the time of an event on a day; it `lasts` so long where that was not typed."""
        begins = datetime.combine(day, self.begins)
        return WallSpan(begins, begins + (self.lasts or lasts), zone)

    def said(self) -> str:
        """Write it as it can be typed: 10:00-12:00."""
        begins = f"{self.begins:%H:%M}"
        if self.lasts is None:
            return begins
        start = datetime.combine(date.min, self.begins)
        end = start + self.lasts
        if end.date() == start.date():
            return f"{begins}-{end:%H:%M}"
        minutes = self.lasts // timedelta(minutes=1)
        return f"{begins} for {minutes} minutes"


def day_typed(day: date) -> str:
    """Write a day as it can be typed: Thursday 3 December 2026."""
    return f"{WEEKDAY_NAMES[day.weekday()]} {day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def has_passed(day: date, clock: Clock | None, here: datetime) -> bool:
    """Say whether a day, or its time of day where one was typed, lies before now on the wall."""
    return datetime.combine(day, clock.begins if clock else time.max) <= here


_TIME = (
    r"(?:(?P<{0}word>noon|midday)"
    r"|(?P<{0}hour>[0-9]{{1,2}})[:.](?P<{0}minute>[0-9]{{2}}) ?(?P<{0}half>am|pm)?"
    r"|(?P<{0}only>[0-9]{{1,2}}) ?(?P<{0}of>am|pm))"
)
_CLOCK = piece(
    rf"(?:at |from )?{_TIME.format('a_')}(?P<range> ?- ?| to | until | till )"
    rf"{_TIME.format('b_')}|(?:at )?{_TIME.format('c_')}"
)
_HOURS = piece(
    r"for (?P<hours>[0-9]{1,2}(?:\.5)?) ?(?:hours?|hrs?|h)"
    r"(?: (?:and )?(?P<minutes>[0-9]{1,2}) ?(?:minutes?|mins?|m))?"
)
_MINUTES = piece(r"for (?P<minutes>[0-9]{1,4}) ?(?:minutes?|mins?)")

_NIGHT = range(1, 7)
"""Hours that are rather meant for the afternoon when typed with one digit and without am or pm."""


def take_clock(words: Words) -> Clock | None:
    """Take the times off the left: 10:00, 2pm, 10:00-12:00, 10:00 for 90 minutes."""
    found = words.take(_CLOCK)
    if found is None:
        return None
    if found["range"] is None:
        return Clock(_time(words, found, "c_"), _take_length(words))
    begins, ends = _time(words, found, "a_"), _time(words, found, "b_")
    if ends <= begins:
        raise words.refused(
            _("This ends before it begins. Please choose an end after {time}.").format(
                time=f"{begins:%H:%M}"
            )
        )
    whole = datetime.combine(date.min, ends) - datetime.combine(date.min, begins)
    return Clock(begins, whole)


def _take_length(words: Words) -> timedelta | None:
    found = words.take(_HOURS)
    hours = timedelta(hours=float(found["hours"])) if found else timedelta()
    found = found or words.take(_MINUTES)
    if found is None:
        return None
    length = hours + timedelta(minutes=int(found["minutes"] or 0))
    if not length:
        raise words.refused(_("Please say how long it lasts: for example, for 90 minutes."))
    return length


def _time(words: Words, found: re.Match[str], name: str) -> time:
    """Give the time of day of a part; `Refused` for one that is none, or may be two."""
    if found[f"{name}word"]:
        return time(12)
    typed = found[f"{name}hour"] or found[f"{name}only"]
    hour, minute = int(typed), int(found[f"{name}minute"] or 0)
    half = found[f"{name}half"] or found[f"{name}of"]
    if half and 1 <= hour <= 12:  # noqa: PLR2004 - the hours of a half-day
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif half:
        raise words.refused(_not_a_time(typed, minute, half))
    elif len(typed) == 1 and hour in _NIGHT:
        raise words.unclear(
            f"{hour}:{minute:02}", f"{hour:02}:{minute:02}", f"{hour + 12}:{minute:02}"
        )
    try:
        return time(hour, minute)
    except ValueError as error:
        raise words.refused(_not_a_time(typed, minute, half or "")) from error


def _not_a_time(hour: str, minute: int, half: str) -> str:
    return _("“{time}” is not a time. Please type one like 14:00.").format(
        time=f"{hour}:{minute:02}{half}"
    )
