"""Calendars as bytes: what stands around the entries, and feeds (RFC 5545, 3.4; RFC 7986).

An entry's bytes are made once a revision and kept; a feed is joined from them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b

from icalendar import Calendar, Event, vDuration, vUri

from domain.entries import Entry, Typed, vevent
from domain.timezones import vtimezone

PRODUCT = "-//Joined Up//Joined Up//EN"

END = b"END:VCALENDAR\r\n"

REFRESH = timedelta(hours=6)
"""How often programs should read a feed again; most take their own time."""


@dataclass(frozen=True, slots=True)
class Part:
    """One entry's bytes in a feed, kept for as long as the entry has this revision.

    `key` orders a feed; `zone` is what its times are in, None for UTC, in the years from `first`
    to `last`.
    """

    key: str
    body: bytes
    zone: str | None
    first: int
    last: int


def publish(entry: Entry) -> Part:
    """Give an entry's part of any feed: nobody's name, and the same bytes each time.

    There is no ATTENDEE (RFC 5545, 3.8.4.1), and no ORGANIZER, as feeds have it: RFC 5546, 3.2.1
    asks for one, but a program that finds it takes whoever reads for somebody invited.
    """
    return part(entry, vevent(entry, stamp=entry.changed))


def part(entry: Entry, event: Event) -> Part:
    """Give an entry and its VEVENT as bytes that can be joined."""
    first, last = entry.years
    zone = event["DTSTART"].params.get("TZID")
    return Part(entry.key, bytes(event.to_ical()), zone, first, last)


def feed(parts: Iterable[Part], *, name: str, zone: str, day: date, source: str = "") -> bytes:
    """Give a feed of entries, the same bytes for the same parts in whatever order.

    `zone` is the partnership's, `day` a day there: a feed without entries still holds the zone, for
    a calendar must hold something (RFC 5545, 3.4). `source` is where the feed is read: who hands
    the calendar on hands on this address too.
    """
    ordered = sorted(parts, key=lambda each: each.key)
    calendar = calendar_of("PUBLISH")
    calendar.add("NAME", Typed(name))
    calendar.add("X-WR-CALNAME", Typed(name))
    calendar.add("REFRESH-INTERVAL", REFRESH, {"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    if source:
        calendar.add("SOURCE", vUri(source), {"VALUE": "URI"})
    here = Part("", b"", zone, day.year, day.year)
    return b"".join(
        (head(calendar), zones([here, *ordered]), *(each.body for each in ordered), END)
    )


def file(entry: Entry) -> bytes:
    """Give a file of one entry, for whoever wants it in their calendar without an invitation."""
    made = publish(entry)
    return b"".join((head(calendar_of("PUBLISH")), zones([made]), made.body, END))


def etag(body: bytes) -> str:
    """Give the ETag of a feed (RFC 9110, 8.8.3): another one as soon as a byte changes."""
    return f'"{blake2b(body, digest_size=16).hexdigest()}"'


def calendar_of(method: str) -> Calendar:
    """Give an empty VCALENDAR with a method (RFC 5546, 1.4)."""
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    return calendar


def head(calendar: Calendar) -> bytes:
    """Give what stands in a calendar before its components."""
    return bytes(calendar.to_ical()).removesuffix(END)


def zones(parts: Iterable[Part]) -> bytes:
    """Give the VTIMEZONE of each zone that some parts are in, each once (RFC 5545, 3.2.19)."""
    years: dict[str, tuple[int, int]] = {}
    for each in parts:
        if each.zone is not None:
            first, last = years.get(each.zone, (each.first, each.last))
            years[each.zone] = min(first, each.first), max(last, each.last)
    return b"".join(vtimezone(zone, *years[zone]) for zone in sorted(years))
