"""What a calendar file holds (RFC 5545), bounded before it is parsed: its entries, and zones.

Who was invited elsewhere is left behind: those lines are not even parsed.
"""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar import Calendar
from icalendar.cal import Component
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from domain.errors import Refused
from domain.language import gettext as _
from domain.when import zone_named

MOST_ENTRIES = 2_000
MOST_PARTS = 10 * MOST_ENTRIES
"""Components of any kind: each entry may have its reminders."""

MOST_LINE = 64_000
"""Characters of one property that are read: a longer one is a picture, or harm."""

BROKEN = (
    *(ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError),
    RecursionError,
)
"""What reading a damaged entry may raise."""

_BEGIN = "BEGIN:VCALENDAR"
_KEPT = re.compile(
    r"(BEGIN|END|METHOD|UID|SEQUENCE|DTSTART|DTEND|DURATION|SUMMARY|LOCATION|DESCRIPTION|STATUS"
    r"|RRULE|RDATE|EXDATE|EXRULE|RECURRENCE-ID|TZID|TZOFFSETFROM|TZOFFSETTO|TZNAME|URL)[;:]",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"^BEGIN:", re.IGNORECASE | re.MULTILINE)
_ENTRIES = re.compile(r"^BEGIN:VEVENT\b", re.IGNORECASE | re.MULTILINE)
_SKIPPED = re.compile(r"BEGIN:(VALARM|VTODO|VJOURNAL|VFREEBUSY)")
_SHOWN_ZONE = re.compile(r"\((?:UTC|GMT)(?P<offset>[+-]\d\d:\d\d)?\) (?:.+ : )?(?P<places>.+)")


def is_calendar(content: bytes) -> bool:
    """Say whether a file is a calendar, by its beginning."""
    return _decoded(content[:200]).lstrip()[: len(_BEGIN)].upper() == _BEGIN


def entries(content: bytes) -> list[Component]:
    """Give the entries of a calendar file; those that a file calls off say so.

    Raises `Refused` for what is no calendar, or has too many entries.
    """
    text = _decoded(content)
    if len(_ENTRIES.findall(text)) > MOST_ENTRIES or len(_BEGINS.findall(text)) > MOST_PARTS:
        raise Refused(
            _("This calendar has more than {n} entries. Please export one year of it.").format(
                n=f"{MOST_ENTRIES:,}"
            ),
            field="file",
        )
    try:
        calendars = Calendar.from_ical("\r\n".join(_lines(text)), multiple=True)
        return [event for each in calendars for event in _of(each)]
    except BROKEN as error:
        raise Refused(_("I can't read this calendar file (.ics)."), field="file") from error


def sequence(entry: Component) -> int:
    """Give how often an entry was changed; none where it doesn't say, or not in figures."""
    said = str(entry.get("SEQUENCE") or "0")
    return int(said) if said.isascii() and said.isdigit() else 0


def _of(calendar: Component) -> Iterator[Component]:
    """Give the entries of one calendar: a cancellation calls them off, an answer is none."""
    method = str(calendar.get("METHOD") or "").upper()
    for event in calendar.walk("VEVENT"):
        if method == "CANCEL":
            event["STATUS"] = "CANCELLED"
        if method not in {"REPLY", "COUNTER"}:
            yield event


def _decoded(content: bytes) -> str:
    """Give a file's text: UTF-8 as the rule is, else as older programs write it."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _lines(text: str) -> Iterator[str]:
    """Give the lines that are read: unfolded, none that names people, and no reminders."""
    unfolded = re.sub(r"\r?\n[ \t]", "", text)
    skipped = ""
    for line in unfolded.splitlines():
        word = line[:MOST_LINE].strip().upper()
        if skipped:
            skipped = "" if word == f"END:{skipped}" else skipped
        elif found := _SKIPPED.fullmatch(word):
            skipped = found[1]
        elif len(line) <= MOST_LINE and _KEPT.match(line):
            yield line


def zone(named: str | None) -> str | None:
    """Give the IANA name of a zone, as Windows names it or others; None for an unknown one."""
    if not named:
        return None
    name = named.strip('"')
    try:
        return zone_named(WINDOWS_TO_OLSON.get(name) or _shown(name) or name).key
    except Refused:
        return None


def _shown(name: str) -> str | None:
    """Give the zone that Windows shows as “(UTC+00:00) Dublin, Edinburgh, Lisbon, London”."""
    found = _SHOWN_ZONE.fullmatch(name)
    if found is None:
        return None
    places = [each.strip().casefold() for each in found["places"].split(",")]
    known = [_places()[each] for each in reversed(places) if each in _places()]
    return next((each for each in known if _is_off_by(each, found["offset"] or "+00:00")), None)


@cache
def _places() -> Mapping[str, str]:
    """Give the zone of each place that has one by its name."""
    regions = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Pacific")
    names = [each for each in sorted(available_timezones()) if each.startswith(regions)]
    return {each.rpartition("/")[2].replace("_", " ").casefold(): each for each in names}


def _is_off_by(name: str, offset: str) -> bool:
    """Say whether a zone's clocks are so far from UTC, outside of summer."""
    said = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:]))
    days = (datetime(2026, month, 1, tzinfo=ZoneInfo(name)) for month in (1, 7))
    least = min(day.utcoffset() or timedelta() for day in days)
    return least == (-said if offset[0] == "-" else said)
