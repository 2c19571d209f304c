"""Dates and times as a person in London reads them, with the other zone named when there is one."""

from datetime import date, datetime, timedelta

from sandbox.post.notices import Occasion
from sandbox.post.repeats import DAY_NAMES, MONTH_NAMES, in_words, long_day
from sandbox.post.zones import LONDON, Time, known_zone

A_WEEK = 7


def local(moment: datetime) -> datetime:
    """Give a moment in the viewer's zone."""
    return moment.astimezone(LONDON)


def day_of(time: Time) -> date:
    """Give the day on which something is, for the viewer."""
    return local(time).date() if isinstance(time, datetime) else time


def last_day(start: Time, end: Time) -> date:
    """Give the last day that something touches: an end is exclusive (RFC 5545, 3.6.1)."""
    if isinstance(end, datetime):
        return max(day_of(end - timedelta(microseconds=1)), day_of(start))
    return max(end - timedelta(days=1), day_of(start))


def when(occasion: Occasion) -> str:
    """Say when an event is: weekday, date, both times and "London time"."""
    start, end = occasion.start, occasion.end
    if start is None:
        return "The invitation gives no time."
    if not isinstance(start, datetime):
        return f"{_days(start, last_day(start, end or start))}, all day"
    first = f"{long_day(local(start))}, {local(start):%H:%M}"
    if not isinstance(end, datetime) or end <= start:
        return f"{first} (London time)"
    if day_of(end) == day_of(start):
        return f"{first} to {local(end):%H:%M} (London time)"
    return f"{first} to {long_day(local(end))}, {local(end):%H:%M} (London time)"


def _days(first: date, last: date) -> str:
    if first == last:
        return long_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{DAY_NAMES[first.weekday()]} {first.day} to {long_day(last)}"
    return f"{long_day(first)} to {long_day(last)}"


def elsewhere(occasion: Occasion) -> str:
    """Say the time where it was written for, when clocks differ from London's; "" otherwise."""
    start, end = occasion.start, occasion.end
    if not isinstance(start, datetime) or not isinstance(end, datetime) or not occasion.tzid:
        return ""
    if start.utcoffset() == local(start).utcoffset():
        return ""
    zone = known_zone(occasion.tzid)
    place = zone.key.rpartition("/")[2].replace("_", " ") if zone else occasion.tzid
    return f"{start:%H:%M} to {end:%H:%M} in the organiser’s zone, {place}"


def repeats(occasion: Occasion) -> str:
    """Say how an event repeats, as a sentence; "" when it doesn't."""
    words = in_words(occasion)
    return words[:1].upper() + words[1:]


def stamp(moment: datetime, now: datetime) -> str:
    """Write when a mail came, as a list of mails does: 09:30, Fri 20 Nov, 20 Nov 2025."""
    at, today = local(moment), local(now).date()
    if at.date() == today:
        return f"{at:%H:%M}"
    month = MONTH_NAMES[at.month - 1][:3]
    if timedelta(0) <= today - at.date() < timedelta(days=A_WEEK):
        return f"{DAY_NAMES[at.weekday()][:3]} {at:%H:%M}"
    return f"{at.day} {month}" if at.year == today.year else f"{at.day} {month} {at.year}"


def full(moment: datetime) -> str:
    """Write a moment in full: Monday 23 November 2026, 09:30."""
    return f"{long_day(local(moment))}, {local(moment):%H:%M}"
