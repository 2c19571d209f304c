"""Moments and lengths as reports of calls write them, and how long somebody stayed by them.

Teams and Zoom write times as whoever downloads the report has set their computer: `12/3/2026,
10:00:05 AM` in the United States, `03/12/2026, 10:00:05` in Britain. The day of the event tells
the two apart. Some programs put a narrow space before AM, and leave the year at two digits.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from domain.days import said
from domain.errors import Refused
from domain.language import gettext as _

Stay = tuple[datetime, datetime]

_CENTURY = 2000
_SHORT_YEAR = 100
_AFTERNOON = 12
_ANY_DAY = timedelta(days=1)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = r"(?:[,T]?\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap])?\.?\s?m?\.?)?"
_NUMBERS = re.compile(rf"(\d{{1,4}})[/.\-](\d{{1,2}})[/.\-](\d{{1,4}})\.?{_TIME}", re.IGNORECASE)
_NAMED_FIRST = re.compile(rf"([a-z]{{3,9}})\.?\s+(\d{{1,2}}),?\s+(\d{{4}}){_TIME}", re.IGNORECASE)
_NAMED = re.compile(rf"(\d{{1,2}})\s+([a-z]{{3,9}})\.?,?\s+(\d{{2,4}}){_TIME}", re.IGNORECASE)
_PARTS = re.compile(r"(\d+)\s*([^\W\d_]+)\.?")
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})")
_MINUTES = re.compile(r"\d+(?:\.\d+)?")
_SECONDS = {"std": 3600, "h": 3600, "a": 3600, "u": 3600, "m": 60, "s": 1, "e": 1}
"""How long the units are, by what their words begin with: German, Welsh and Dutch say theirs."""


class Order(StrEnum):
    """Which of two numbers of a date is its day."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


def read_moment(text: str, order: Order) -> datetime | None:
    """Give the moment that a cell says; None where it says none in this order."""
    words = " ".join(text.split())
    try:
        if found := _NUMBERS.match(words):
            return datetime.combine(_day(found, order), datetime.min.time()) + _clock(found)
        if found := _NAMED_FIRST.match(words):
            day = date(int(found[3]), _month(found[1]), int(found[2]))
        elif found := _NAMED.match(words):
            day = date(_year(found[3]), _month(found[2]), int(found[1]))
        else:
            return None
        return datetime.combine(day, datetime.min.time()) + _clock(found)
    except ValueError:
        return None


def _day(found: re.Match[str], order: Order) -> date:
    one, two, three = (int(found[n]) for n in (1, 2, 3))
    if len(found[1]) > len("31"):
        return date(one, two, three)
    day, month = (one, two) if order is Order.DAY_FIRST else (two, one)
    return date(_year(found[3]), month, day)


def _year(text: str) -> int:
    return int(text) + (_CENTURY if int(text) < _SHORT_YEAR else 0)


def _month(text: str) -> int:
    return _MONTHS.index(text[:3].casefold()) + 1


def _clock(found: re.Match[str]) -> timedelta:
    hours, minutes, seconds, half = found.groups()[3:7]
    hour = int(hours or 0)
    if half:
        hour = hour % _AFTERNOON + (_AFTERNOON if half.casefold() == "p" else 0)
    if hour > 23 or int(minutes or 0) > 59:  # noqa: PLR2004 - a day's hours, an hour's minutes
        raise ValueError(found[0])
    return timedelta(hours=hour, minutes=int(minutes or 0), seconds=int(seconds or 0))


def order_of(texts: Iterable[str], first: date, last: date) -> Order:
    """Find how a report writes dates: so that it is of an event's days.

    Raises `Refused` for one that is of another day, whichever way it is read.
    """
    cells = {each for each in texts if each.strip()}
    read = {each: _moments(cells, each) for each in Order}
    near = {
        each: sum(first - _ANY_DAY <= at.date() <= last + _ANY_DAY for at in found)
        for each, found in read.items()
    }
    best = max(Order, key=lambda each: (near[each], len(read[each])))
    if any(read.values()) and not near[best]:
        raise Refused(
            _(
                "This report is of {day}, and the event is of {event}. "
                "Please choose the event that it belongs to."
            ).format(day=said(min(read[best]).date()), event=said(first)),
            field="event",
        )
    return best


def _moments(cells: Iterable[str], order: Order) -> list[datetime]:
    return [at for each in cells if (at := read_moment(each, order)) is not None]


def read_seconds(text: str) -> int | None:
    """Give a length in seconds: `1h 2m 3s`, `1 Std. 2 Min.`, `1:02:03`, or minutes as a number."""
    words = text.strip()
    if found := _CLOCK.fullmatch(words):
        hours, minutes, seconds = (int(each or 0) for each in found.groups())
        return hours * 3600 + minutes * 60 + seconds
    if _MINUTES.fullmatch(words):
        return round(float(words) * 60)
    parts = _PARTS.findall(words)
    if not parts or _PARTS.sub("", words).strip(" ,"):
        return None
    units = [_unit(word.casefold()) for _n, word in parts]
    if 0 in units or len(set(units)) < len(units):
        return None
    return sum(int(n) * unit for (n, _word), unit in zip(parts, units, strict=True))


def _unit(word: str) -> int:
    """Give the seconds of a unit; none for a word that is none."""
    return next((long for begins, long in _SECONDS.items() if word.startswith(begins)), 0)


def union(stays: Iterable[Stay]) -> int:
    """Sum the seconds of some stays; what overlaps, from two devices, is counted once."""
    total, until = timedelta(), datetime.min  # noqa: DTZ901 - wall times of one report
    for joined, left in sorted(stays):
        begins = max(joined, until)
        if left > begins:
            total, until = total + (left - begins), left
    return int(total.total_seconds())


def paired(moves: Iterable[tuple[datetime, bool]], end: datetime) -> list[Stay]:
    """Pair somebody's joins (True) and leaves into the spans in which they were there.

    Joins of a second device lie within; whoever never left stayed until the `end` of the report.
    """
    depth, found = 0, []
    ordered = sorted(moves, key=lambda move: (move[0], not move[1]))
    for (at, joins), (then, _next) in pairwise([*ordered, (end, False)]):
        depth = depth + 1 if joins else max(depth - 1, 0)
        if depth and then > at:
            found.append((at, then))
    return found
