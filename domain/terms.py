"""School terms: between them, education and early years rest. Typed, or from a calendar file."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar
from icalendar.cal import Component

from domain.errors import Refused
from domain.language import gettext as _
from domain.names import MAX_NAME, clean_name, tidy

SHORTEST_FROM_A_FILE = timedelta(days=14)
"""A shorter entry of a calendar is a holiday or a training day, whatever it is called."""

LONGEST = timedelta(days=200)
"""No school has a term that long: a year or a month was mistyped."""

MAX_BYTES = 1_000_000
MAX_EVENTS = 2_000

_NO_TERM = re.compile(r"holiday|half[ -]?term|break|closed|inset|training|vacation", re.IGNORECASE)
_EDGE = re.compile(
    r"(?P<name>.*?\S)\W+"
    r"(?P<edge>starts?|begins?|opens?|first day|ends?|finish(?:es)?|last day)\W*",
    re.IGNORECASE,
)
_BEGINNINGS = ("start", "begin", "open", "first")


@dataclass(frozen=True, slots=True)
class Term:
    """A term, its last day included."""

    name: str
    first_day: date
    last_day: date

    def overlaps(self, other: "Term") -> bool:
        """Say whether two terms share a day."""
        return self.first_day <= other.last_day and other.first_day <= self.last_day


@dataclass(frozen=True, slots=True)
class Read:
    """What a calendar file held: terms, and how many entries were something else."""

    terms: tuple[Term, ...]
    left_out: tuple[str, ...]


def read_term(name: str, first_day: date | None, last_day: date | None) -> Term:
    """Check what was entered of a term. Raises `Refused` at the field that is wrong."""
    if first_day is None:
        raise Refused(_("Please choose the first day."), field="first_day")
    if last_day is None:
        raise Refused(_("Please choose the last day."), field="last_day")
    if last_day < first_day:
        raise Refused(
            _("This term ends before it begins. Please choose a later day."), field="last_day"
        )
    if last_day - first_day > LONGEST:
        raise Refused(
            _("This term would last more than {n} days. Please look at the dates.").format(
                n=LONGEST.days
            ),
            field="last_day",
        )
    return Term(clean_name(name), first_day, last_day)


def refuse_overlap(term: Term, known: Iterable[Term]) -> None:
    """Raise `Refused` where a term shares a day with one that is known."""
    for other in known:
        if term.overlaps(other):
            raise Refused(
                _("“{name}” has some of these days. Please change one of them.").format(
                    name=other.name
                ),
                field="first_day",
            )


def read_calendar(content: bytes) -> Read:
    """Read term dates from a calendar file (iCalendar, RFC 5545), in the order of their days.

    A term is an entry of two weeks or more that is not called a holiday, or a pair of entries such
    as “Term 1 begins” and “Term 1 ends”. Raises `Refused` for what is no calendar, or too large.
    """
    if len(content) > MAX_BYTES:
        raise Refused(_("This file is too large for term dates: at most 1 MB fits."))
    try:
        calendar = Calendar.from_ical(content.decode("utf-8-sig"))
        events = calendar.walk("VEVENT")
    except (ValueError, KeyError, IndexError, AttributeError, TypeError) as error:
        raise Refused(_("This is not a calendar file (.ics).")) from error
    if len(events) > MAX_EVENTS:
        raise Refused(_("This calendar has more than {n} entries.").format(n=MAX_EVENTS))
    entries = [entry for each in events if (entry := _entry(each)) is not None]
    terms = sorted({*_spans(entries), *_pairs(entries)}, key=lambda each: each.first_day)
    used = {each.name for each in terms}
    left_out = [name for name, _first, _last in entries if _plain(name) not in used]
    return Read(tuple(terms), tuple(dict.fromkeys(left_out)))


Entry = tuple[str, date, date]


def _entry(event: Component) -> Entry | None:
    """Give an event's name with its first and last day; None for one without a day."""
    start, end = (_moment(event.get(name)) for name in ("DTSTART", "DTEND"))
    name = tidy(str(event.get("SUMMARY", "")))[:MAX_NAME]
    if start is None or not any(c.isalnum() for c in name):
        return None
    first, last = _day(start), _day(end or start)
    if end is not None and not isinstance(start, datetime) and last > first:
        last -= timedelta(days=1)  # a whole day's end is the day after it
    return name, first, max(first, last)


def _moment(value: object) -> date | None:
    moment = getattr(value, "dt", None)
    return moment if isinstance(moment, date) else None


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _spans(entries: Sequence[Entry]) -> Iterator[Term]:
    for name, first, last in entries:
        long = SHORTEST_FROM_A_FILE <= last - first <= LONGEST
        if long and not _NO_TERM.search(name):
            yield Term(_plain(name), first, last)


def _pairs(entries: Sequence[Entry]) -> Iterator[Term]:
    """Put “Term 1 begins” and the next “Term 1 ends” together."""
    begun: dict[str, date] = {}
    for name, first, last in sorted(entries, key=lambda each: each[1]):
        found = _EDGE.fullmatch(name)
        if found is None or _NO_TERM.search(name) or last - first >= SHORTEST_FROM_A_FILE:
            continue
        called = _plain(name)
        if found["edge"].lower().startswith(_BEGINNINGS):
            begun[called] = first
        elif called in begun and last - begun[called] <= LONGEST:
            yield Term(called, begun.pop(called), last)


def _plain(name: str) -> str:
    """Give a term's name without the word that tells its beginning from its end."""
    found = _EDGE.fullmatch(name)
    return found["name"].rstrip(" -–:,") if found else name
