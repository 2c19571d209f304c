"""Days as people write them into a list of meetings, with or without the year and the time."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.cells import QUOTED, read_day, said
from domain.errors import Refused
from domain.language import gettext as _
from domain.named_days import long_date, weekday_name
from domain.sheets import Cell, is_blank
from domain.typed_days import PartDate
from domain.typed_words import MONTH, WEEKDAY, Words, month_of, weekday_of

_ASCII = str.maketrans({"–": "-", "—": "-", "−": "-", "‑": "-", ",": " ", "’": "'"})
_BEGIN = rf"(?:{WEEKDAY}\b[ .]*)?"
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:[t ]|$)")
_FIGURES = re.compile(
    rf"{_BEGIN}(?P<one>\d{{1,2}})(?P<sep>[/.-])(?P<two>\d{{1,2}})"
    r"(?:(?P=sep)(?P<year>\d{4}|\d{2}))?(?![\d/])"
)
_YEAR = r"(?:(?:[ ]+|-)'?(?P<year>\d{4}\b|\d{2}$|(?<=')\d{2}\b|(?<=-)\d{2}\b))?"
_NAMED = re.compile(
    rf"{_BEGIN}(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -]?(?:of )?{MONTH}\b\.?{_YEAR}"
)
_MIDNIGHT = re.compile(r"00:00(:00(\.0+)?)?z?")
_WEEKDAY_BEHIND = re.compile(rf"\(?{WEEKDAY}\b[).]*[ -]*")
_MONTH_FIRST = re.compile(
    rf"{_BEGIN}{MONTH}\b\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?: (?P<year>\d{{4}}\b))?"
)


@dataclass(frozen=True, slots=True)
class DayRead:
    """A day that was written: day first, and month first where its figures may mean that.

    `no_year`: it is the next one of its name. `rest` is what stood behind it: a time, mostly.
    """

    day: date | None
    month_first: date | None = None
    no_year: bool = False
    rest: str = ""


def read_meeting_day(cell: Cell, today: date) -> DayRead:
    """Read a day. Raises `Refused` for what is none, or whose weekday is another."""
    if isinstance(cell, datetime) or not isinstance(cell, date):
        return _without_weekday(_of_text(cell, today))
    return DayRead(cell)


def _without_weekday(read: DayRead) -> DayRead:
    """Take a weekday that stands behind the date for what it is; `Refused` if it is another's."""
    found = _WEEKDAY_BEHIND.match(read.rest)
    if found is None:
        return read
    days = [each for each in (read.day, read.month_first) if each is not None]
    fits = [each for each in days if each.weekday() == weekday_of(found)]
    if not fits:
        raise Refused(
            _("{date} is a {weekday}. Please change the weekday or the date.").format(
                date=long_date(days[0]), weekday=weekday_name(days[0].weekday())
            )
        )
    other = fits[1] if len(fits) > 1 else None
    return replace(read, day=fits[0], month_first=other, rest=read.rest[found.end() :])


def _of_text(cell: Cell, today: date) -> DayRead:
    if is_blank(cell):
        raise Refused(_("This row has no date. Please add one."))
    text = unicodedata.normalize("NFKC", said(cell)).translate(_ASCII).casefold()
    text = " ".join(text.split())
    if found := _ISO.match(text):
        day = _part(found, int(found["month"]), int(found["day"]), text, today)
        return DayRead(day, rest=_rest(text, found))
    if found := _FIGURES.match(text):
        return _of_figures(found, text, today)
    if found := _NAMED.match(text) or _MONTH_FIRST.match(text):
        day = _part(found, month_of(found), int(found["day"]), text, today)
        return DayRead(day, no_year=not found["year"], rest=_rest(text, found))
    return DayRead(read_day(cell))


def _rest(text: str, found: re.Match[str]) -> str:
    rest = text[found.end() :].strip(" -;/|")
    return "" if _MIDNIGHT.fullmatch(rest) else rest


def _of_figures(found: re.Match[str], text: str, today: date) -> DayRead:
    """Read 3/12/2026 both ways; a weekday beside it tells which one is meant."""
    one, two = int(found["one"]), int(found["two"])
    readings: list[date | None] = []
    wrong: Refused | None = None
    for month, day in ((two, one), (one, two)):
        try:
            readings.append(_part(found, month, day, text, today))
        except Refused as no:
            wrong = wrong or no
            readings.append(None)
    if readings == [None, None] and wrong is not None:
        raise wrong
    day_first, month_first = readings
    if day_first == month_first:
        month_first = None
    elif found["weekday"] and day_first is None:
        day_first, month_first = month_first, None
    return DayRead(day_first, month_first, no_year=not found["year"], rest=_rest(text, found))


def _part(found: re.Match[str], month: int, day: int, text: str, today: date) -> date:
    parts = found.groupdict()
    weekday = weekday_of(found) if parts.get("weekday") else None
    year = _whole_year(parts["year"]) if parts.get("year") else None
    words = Words(text[:QUOTED], field="file")
    return PartDate(month, day, year, weekday).resolve(words, today)


def _whole_year(year: str) -> int:
    return int(year) if len(year) > 2 else 2000 + int(year)  # noqa: PLR2004 - two figures of four
