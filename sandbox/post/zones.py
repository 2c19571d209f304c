"""Reads a calendar part's times: by its own VTIMEZONE first, then by the zone's known name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Calendar, Component, Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from sandbox.post.texts import MALFORMED

LONDON = ZoneInfo("Europe/London")
"""Where the people of this post office live."""

Time = date | datetime
"""A calendar's time: an aware moment, or a day without an hour (RFC 5545, 3.3.4 and 3.3.5)."""


EARLIEST, LATEST = 1900, 2200
"""The years of which a calendar here speaks: beyond them, zones and sums have no meaning."""


def ours(time: Time) -> bool:
    """Say whether a time lies in the years that a calendar here can hold."""
    return EARLIEST <= time.year <= LATEST


def known_zone(tzid: str) -> ZoneInfo | None:
    """Find a zone by its IANA name, with any prefix (`/x/Europe/London`), or by its Windows name.

    Source: Unicode CLDR's windowsZones table, as icalendar carries it.
    """
    name = WINDOWS_TO_OLSON.get(tzid, tzid)
    for start in range(name.count("/") + 1):
        try:
            return ZoneInfo("/".join(name.split("/")[start:]))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return None


def windows_name(tzid: str) -> str:
    """Give the name that Windows has for a zone, or its own name."""
    return next((name for name, iana in WINDOWS_TO_OLSON.items() if iana == tzid), tzid)


@dataclass
class Zones:
    """The zones that one calendar part defines (RFC 5545, 3.6.5), and those known without it."""

    defined: Mapping[str, tzinfo] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def of(self, tzid: str) -> tzinfo:
        """Give the zone that a TZID means here; an unknown one is taken for London's."""
        if tzid in self.defined:
            return self.defined[tzid]
        known = known_zone(tzid)
        if known is None:
            self._warn(f"The time zone “{tzid}” is not defined in the mail: read as London time.")
            return LONDON
        self._warn(
            f"No VTIMEZONE for “{tzid}”: programs that don't know the name show another hour."
        )
        return known

    def read(self, value: object, tzid: str) -> Time | None:
        """Turn what icalendar read into a moment by this mail's zones, or into a day.

        None for what is no time, and for a time of no year of ours.
        """
        if not isinstance(value, date):
            return None
        if not ours(value):
            self._warn(f"A time lies in the year {value.year}: it can’t be used.")
            return None
        try:
            return self._moment(value, tzid)
        except (*MALFORMED, ArithmeticError):
            self._warn(f"A time in “{tzid}” can’t be understood.")
            return None

    def _moment(self, value: date, tzid: str) -> Time:
        if not isinstance(value, datetime):
            return value
        if not tzid:
            return value if value.tzinfo else value.replace(tzinfo=LONDON)
        wall = value.replace(tzinfo=None)
        moment = wall.replace(tzinfo=self.of(tzid))
        self._compare(wall, moment, tzid)
        instant(moment)  # a broken VTIMEZONE fails here, not on a page
        return moment

    def _compare(self, wall: datetime, moment: datetime, tzid: str) -> None:
        """Warn when the mail's VTIMEZONE and the zone's own name mean different moments."""
        known = known_zone(tzid)
        if known is None or tzid not in self.defined:
            return
        other = wall.replace(tzinfo=known)
        if instant(other) != instant(moment):
            shown = instant(moment).astimezone(known)
            self._warn(
                f"The mail's VTIMEZONE for {tzid} says {shown:%H:%M} "
                f"where the zone's rules say {wall:%H:%M}."
            )

    def _warn(self, sentence: str) -> None:
        if sentence not in self.warnings:
            self.warnings.append(sentence)


def zones_of(calendar: Calendar) -> Zones:
    """Gather the zones a calendar defines; one that can't be understood is left to its name."""
    defined: dict[str, tzinfo] = {}
    for component in calendar.walk("VTIMEZONE"):
        try:
            defined[str(component["TZID"])] = _zone(component)
        except MALFORMED:
            continue
    return Zones(defined)


def _zone(component: Component) -> tzinfo:
    if not isinstance(component, Timezone):
        raise TypeError("not a VTIMEZONE")
    zone: tzinfo = component.to_tz(lookup_tzid=False)
    datetime(2026, 1, 1, tzinfo=zone).utcoffset()
    return zone


def instant(time: Time) -> datetime:
    """Give the moment in UTC; a day begins at its first minute in UTC."""
    if isinstance(time, datetime):
        return time.astimezone(UTC)
    return datetime(time.year, time.month, time.day, tzinfo=UTC)


def key_of(time: Time) -> str:
    """Name a moment, whatever the zone it was written in: 20261203T100000Z, or 20261203."""
    if isinstance(time, datetime):
        return f"{instant(time):%Y%m%dT%H%M%SZ}"
    return f"{time:%Y%m%d}"


def moment_in(key: str, start: Time | None) -> Time | None:
    """Turn a moment's name back into a time of the zone that an event is in; None if it is none."""
    try:
        if isinstance(start, datetime):
            found = datetime.strptime(key, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            return found.astimezone(start.tzinfo) if ours(found) else None
        day = datetime.strptime(key, "%Y%m%d").replace(tzinfo=UTC).date()
    except (*MALFORMED, ArithmeticError):
        return None
    return day if ours(day) else None


def in_zone_of(start: Time | None, time: Time | None) -> Time | None:
    """Give a moment as the zone of an event's start has it: a DTEND may be written in another."""
    if isinstance(start, datetime) and isinstance(time, datetime):
        return time.astimezone(start.tzinfo)
    return time
