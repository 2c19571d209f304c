"""What a calendar must know of a time zone: our own VTIMEZONE (RFC 5545, 3.6.5).

Calendar programs read the same times out of two shapes only: a yearly rule, for a zone that keeps
one, and each clock change by itself. docs/decisions/0015-calendar-out.md tells why.
"""

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib import metadata, resources
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from domain.when import zone_named

_OLDEST = 1970
_STEP = timedelta(days=3)
_SECOND = timedelta(seconds=1)
_NONE = timedelta()

_DATE = re.compile(r",M(\d+)\.(\d)\.(\d)")
"""A day of a POSIX rule: month, week (5 is the last) and day of the week (0 is Sunday)."""

_LAST_WEEK = 5
_WEEK = 7
_DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")


@dataclass(frozen=True, slots=True)
class _Change:
    """One clock change: what the clock showed when it came, and the offsets on both sides."""

    local: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


@dataclass(frozen=True, slots=True)
class _YearlyDay:
    """The day when clocks change each year: the nth, or the last, of a weekday in a month."""

    month: int
    week: int
    weekday: int

    def fits(self, day: datetime) -> bool:
        """Say whether this is such a day."""
        if (self.month, self.weekday) != (day.month, day.isoweekday() % _WEEK):
            return False
        if self.week == _LAST_WEEK:
            return day.day + _WEEK > calendar.monthrange(day.year, day.month)[1]
        return (day.day + _WEEK - 1) // _WEEK == self.week

    def rule(self) -> dict[str, object]:
        """Give the parts of its RRULE."""
        week = -1 if self.week == _LAST_WEEK else self.week
        return {"FREQ": "YEARLY", "BYMONTH": self.month, "BYDAY": f"{week}{_DAYS[self.weekday]}"}


def zone_data() -> str:
    """Give the version of the zone data: after another, moments have to be worked out anew."""
    return metadata.version("tzdata")


@lru_cache(maxsize=1024)
def vtimezone(zone: str, first: int, last: int) -> bytes:
    """Give a zone's VTIMEZONE, right for all times from the year `first` to the year `last`.

    A zone that keeps one yearly rule in these years goes on by it afterwards. Made once for as long
    as the process runs, and so for one version of the zone data. `Refused` for no zone at all.
    """
    zone_named(zone)
    timezone = Timezone()
    timezone.add("TZID", zone)
    for each in _observances(zone, first - 1, last):  # readers look for a change before a time
        timezone.add_component(each)
    return bytes(timezone.to_ical())


def _observances(zone: str, first: int, last: int) -> Iterator[TimezoneStandard | TimezoneDaylight]:
    days = _yearly_days(zone)
    if not all(_way(zone, year, days) == _way(zone, last, days) for year in range(first, last)):
        changes = [each for year in range(first, last + 1) for each in _changes(zone, year)]
        yield _observance(_opening(zone, first))
        yield from (_observance(alike[0], each=alike) for alike in _alike(changes))
        return
    since = first
    while since > _OLDEST and _way(zone, since - 1, days) == _way(zone, last, days):
        since -= 1
    if not days:
        yield _observance(_opening(zone, since))
    for day, change in zip(days, _changes(zone, since), strict=True):
        yield _observance(change, rule=day.rule())


@lru_cache(maxsize=8192)
def _changes(zone: str, year: int) -> tuple[_Change, ...]:
    """Give the clock changes in a year: no zone has had two in three days since 1970."""
    place = ZoneInfo(zone)
    start, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    steps = range((end - start) // _STEP + 1)
    moments = [*(start + step * _STEP for step in steps), end]
    return tuple(
        _change(place, early, late)
        for early, late in pairwise(moments)
        if _offset(place, early) != _offset(place, late)
    )


def _way(zone: str, year: int, days: tuple[_YearlyDay, ...]) -> object:
    """Give at what times of day, by how much the clocks change in a year that keeps these days.

    A year that does not keep them has a way of its own, like no other year's.
    """
    changes = _changes(zone, year)
    if len(changes) == len(days) and all(map(_YearlyDay.fits, days, (c.local for c in changes))):
        return tuple((each.local.time(), each.before, each.after) for each in changes)
    return year


def _change(zone: ZoneInfo, early: datetime, late: datetime) -> _Change:
    """Find the clock change between two moments, to the second."""
    before, after = _offset(zone, early), _offset(zone, late)
    while late - early > _SECOND:
        middle = early + (late - early) // 2 // _SECOND * _SECOND
        if _offset(zone, middle) == before:
            early = middle
        else:
            late = middle
    was, there = early.astimezone(zone), late.astimezone(zone)
    # Dublin's data call its winter the time that is saved: whichever clock is ahead is summer's.
    is_summer = after > before and bool(was.dst() or there.dst())
    return _Change(
        (late + before).replace(tzinfo=None), before, after, there.tzname() or zone.key, is_summer
    )


def _opening(zone: str, year: int) -> _Change:
    """Give what the clocks show as a year begins, as if they had been set to it then."""
    there = datetime(year, 1, 1, tzinfo=UTC).astimezone(ZoneInfo(zone))
    offset, saved = there.utcoffset() or _NONE, there.dst() or _NONE
    local = datetime(year, 1, 1, tzinfo=None)  # noqa: DTZ001 - local there, as its name says
    return _Change(local, offset, offset, there.tzname() or zone, is_summer=saved > _NONE)


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or _NONE


def _yearly_days(zone: str) -> tuple[_YearlyDay, ...]:
    """Read the days of the zone's yearly rule, in the order of the year; none if it has no rule.

    They stand in the footer of its file (RFC 9636, 3.3): `GMT0BST,M3.5.0/1,M10.5.0`. A rule whose
    time of day is on another day (`M10.5.4/24`) gives a day that fits no change.
    """
    data = resources.files("tzdata").joinpath("zoneinfo", *zone.split("/")).read_bytes()
    footer = data.rstrip(b"\n").rpartition(b"\n")[2].decode("ascii")
    found = (_YearlyDay(*map(int, each.groups())) for each in _DATE.finditer(footer))
    return tuple(sorted(found, key=lambda day: day.month))


def _alike(changes: Iterable[_Change]) -> Iterable[list[_Change]]:
    """Put together the changes from one offset to another."""
    ways: dict[tuple[object, ...], list[_Change]] = {}
    for change in changes:
        way = (change.before, change.after, change.name, change.is_summer)
        ways.setdefault(way, []).append(change)
    return ways.values()


def _observance(
    change: _Change, *, rule: dict[str, object] | None = None, each: Iterable[_Change] = ()
) -> TimezoneStandard | TimezoneDaylight:
    """Give the STANDARD or DAYLIGHT that begins with a change, and comes back by rule or each time.

    Some readers know no DTSTART beside an RDATE, others only the first date of one (ical and
    ical.js): each change has an RDATE property of its own, the first one too.
    """
    component = TimezoneDaylight() if change.is_summer else TimezoneStandard()
    component.add("DTSTART", change.local)
    component.add("TZOFFSETFROM", change.before)
    component.add("TZOFFSETTO", change.after)
    component.add("TZNAME", change.name)
    if rule:
        component.add("RRULE", rule)
        return component
    for again in each or (change,):
        component.add("RDATE", again.local)
    return component
