"""Reads a calendar part as iTIP (RFC 5546): what is said, of which event, to whom."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import islice

from icalendar import Calendar, Component, Event, vBroken

from sandbox.post.letters import Part
from sandbox.post.rules import read_rule
from sandbox.post.texts import MALFORMED
from sandbox.post.zones import Time, Zones, instant, key_of, zones_of

MOST_BYTES = 256 * 1024
MOST_COMPONENTS = 200
METHODS = ("REQUEST", "CANCEL", "REPLY", "PUBLISH", "COUNTER", "DECLINECOUNTER", "REFRESH", "ADD")
MOST_DATES = 1000
"""How many single dates (RDATE, EXDATE) of one event are read."""
LONGEST = timedelta(days=3660)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class UnreadableError(ValueError):
    """A calendar part that can't be used; its text is the sentence that a person reads."""


@dataclass(frozen=True)
class Party:
    """An organiser or attendee (RFC 5545, 3.8.4.1 and 3.8.4.3), without its `mailto:`."""

    address: str
    name: str = ""
    partstat: str = "NEEDS-ACTION"
    role: str = "REQ-PARTICIPANT"
    rsvp: bool = False
    delegated_to: str = ""
    delegated_from: str = ""
    sent_by: str = ""

    @property
    def shown(self) -> str:
        """Give the name, or the address of somebody without one."""
        return self.name or self.address

    def has(self, address: str) -> bool:
        """Say whether this is somebody's address; case never matters (calendar.md, 0.5)."""
        return self.address.lower() == address.lower()


@dataclass(frozen=True)
class Occasion:
    """One VEVENT of a notice; `moment` names the occurrence it stands for, or is empty."""

    uid: str
    component: Event = field(repr=False, compare=False)
    calendar: Calendar = field(repr=False, compare=False)
    zones: Zones = field(repr=False, compare=False)
    moment: str = ""
    sequence: int = 0
    stamp: datetime = EPOCH
    start: Time | None = None
    end: Time | None = None
    tzid: str = ""
    title: str = ""
    place: str = ""
    about: str = ""
    link: str = ""
    status: str = ""
    comment: str = ""
    organizer: Party | None = None
    attendees: tuple[Party, ...] = ()
    rule: str = ""
    extra: tuple[Time, ...] = ()
    without: tuple[Time, ...] = ()

    @property
    def version(self) -> tuple[int, datetime]:
        """Give what decides which of two messages is newer (RFC 5546, 2.1.5)."""
        return self.sequence, self.stamp

    @property
    def has_uid(self) -> bool:
        """Say whether it has a name of its own, by which an answer can be known."""
        return bool(text_of(self.component, "UID"))

    def attendee(self, address: str) -> Party | None:
        """Find somebody among the attendees."""
        return next((party for party in self.attendees if party.has(address)), None)


@dataclass(frozen=True)
class Notice:
    """What a calendar part says: a method and its events, all of one UID."""

    method: str
    occasions: tuple[Occasion, ...]
    warnings: tuple[str, ...] = ()

    @property
    def main(self) -> Occasion:
        """Give the event itself, or the first occurrence when only occurrences are told of."""
        return next((each for each in self.occasions if not each.moment), self.occasions[0])


def read_notice(part: Part) -> Notice:
    """Read a calendar part; `UnreadableError` says in one sentence why it can't be used."""
    _check_size(part.content)
    _check_zones(part.text)
    calendar = _parse(part)
    zones = zones_of(calendar)
    try:
        occasions = tuple(read_occasion(event, calendar, zones) for event in calendar.events)
    except (*MALFORMED, ArithmeticError) as error:
        raise UnreadableError("The event in this mail can't be understood.") from error
    if not occasions:
        raise UnreadableError("There is no event in the calendar part of this mail.")
    written = text_of(calendar, "METHOD").upper()
    method = part.method or written or "PUBLISH"
    warnings = [*zones.warnings, *_disagreements(part, method, written)]
    return Notice(method, occasions, tuple(warnings))


def _check_size(content: bytes) -> None:
    """Refuse before parsing: 3 MB take nearly a second (calendar.md, 3)."""
    if len(content) > MOST_BYTES:
        raise UnreadableError(
            f"The calendar part is too large to open: {len(content) / 1_000_000:.1f} MB, "
            f"where {MOST_BYTES // 1024} KB is the most."
        )
    if content.upper().count(b"BEGIN:") > MOST_COMPONENTS:
        raise UnreadableError(
            f"The calendar part holds more than {MOST_COMPONENTS} entries: it stays closed."
        )


def _check_zones(text: str) -> None:
    """Refuse before parsing: the library expands a zone's rules, however often they fall."""
    lines = re.sub(r"\r?\n[ \t]", "", text).upper().splitlines()
    inside = False
    for line in lines:
        name, _, value = line.partition(":")
        if value.strip() == "VTIMEZONE":
            inside = name.strip() == "BEGIN"
        if inside and name.partition(";")[0].strip() in ("RRULE", "EXRULE"):
            rule = read_rule(value.strip())
            if rule is None or rule.frequency != "YEARLY" or len(rule.months) != 1:
                raise UnreadableError(
                    "A time zone in the calendar part has rules that no zone has."
                )


def _parse(part: Part) -> Calendar:
    try:
        found: list[Component] = [
            *Calendar.from_ical(part.text.lstrip("\ufeff"), multiple=True),
        ]
    except (*MALFORMED, ArithmeticError) as error:
        raise UnreadableError("The calendar part of this mail can't be read.") from error
    calendars = [each for each in found if isinstance(each, Calendar)]
    if not calendars:
        what = "can't be read" if part.content.strip() else "is empty"
        raise UnreadableError(f"The calendar part of this mail {what}.")
    return calendars[0]


def _disagreements(part: Part, method: str, written: str) -> Iterator[str]:
    if not part.method:
        yield "The part's Content-Type names no method (RFC 6047, 2.4): some programs show no bar."
    elif written and written != method:
        yield f"The Content-Type says {method}, METHOD says {written}: programs take either."
    if method not in METHODS:
        yield f"The method {method} is unknown."


def read_occasion(event: Event, calendar: Calendar, zones: Zones) -> Occasion:
    """Read a VEVENT leniently: what is broken in it counts as missing (RFC 5545, 3.6.1)."""
    start, tzid = _time(event, "DTSTART", zones)
    moment, _ = _time(event, "RECURRENCE-ID", zones)
    stamp, _ = _time(event, "DTSTAMP", zones)
    people = [_party(each) for each in _all(event, "ATTENDEE")]
    organizer = next(iter(_all(event, "ORGANIZER")), None)
    return Occasion(
        uid=text_of(event, "UID") or _made_up_uid(event),
        component=event,
        calendar=calendar,
        zones=zones,
        moment=key_of(moment) if moment else "",
        sequence=_number(event, "SEQUENCE"),
        stamp=instant(stamp) if stamp else EPOCH,
        start=start,
        end=_end(event, start, zones),
        tzid=tzid,
        title=text_of(event, "SUMMARY") or "(no title)",
        place=text_of(event, "LOCATION"),
        about=text_of(event, "DESCRIPTION").strip(),
        link=text_of(event, "CONFERENCE") or text_of(event, "URL"),
        status=text_of(event, "STATUS").upper(),
        comment=text_of(event, "COMMENT").strip(),
        organizer=_party(organizer) if organizer is not None else None,
        attendees=tuple(people),
        rule=_rule(event),
        extra=tuple(islice(_times(event, "RDATE", zones), MOST_DATES)),
        without=tuple(islice(_times(event, "EXDATE", zones), MOST_DATES)),
    )


def _made_up_uid(event: Event) -> str:
    """Name an event that has no UID by what it says, so that two of them stay two."""
    return f"(no UID: {sha256(event.to_ical()).hexdigest()[:16]})"


def _all(component: Component, name: str) -> list[object]:
    value = component.get(name)
    values = value if isinstance(value, list) else [value]
    return [each for each in values if each is not None and not isinstance(each, vBroken)]


def text_of(component: Component, name: str) -> str:
    """Give a property's first value as text, or nothing."""
    return next((str(value) for value in _all(component, name)), "")


def parameter(value: object, name: str) -> str:
    """Give a property's parameter as text: the first, when it has several."""
    found = getattr(value, "params", {}).get(name, "")
    return str(found[0] if isinstance(found, list | tuple) and found else found or "")


def _number(component: Component, name: str) -> int:
    try:
        return int(text_of(component, name) or 0)
    except ValueError:
        return 0


def _time(component: Component, name: str, zones: Zones) -> tuple[Time | None, str]:
    for value in _all(component, name):
        tzid = parameter(value, "TZID")
        read = zones.read(getattr(value, "dt", None), tzid)
        if read is not None:
            return read, tzid
    return None, ""


def _times(component: Component, name: str, zones: Zones) -> Iterator[Time]:
    for value in _all(component, name):
        tzid = parameter(value, "TZID")
        for each in getattr(value, "dts", ()):
            dt = each.dt[0] if isinstance(each.dt, tuple) else each.dt
            read = zones.read(dt, tzid)
            if read is not None:
                yield read


def _end(event: Event, start: Time | None, zones: Zones) -> Time | None:
    """Give the end: DTEND, else DTSTART + DURATION, else a day or no time (RFC 5545, 3.6.1)."""
    end, _ = _time(event, "DTEND", zones)
    if end is not None or start is None:
        return end
    duration = getattr(next(iter(_all(event, "DURATION")), None), "dt", None)
    if isinstance(duration, timedelta) and timedelta(0) <= duration < LONGEST:
        return start + duration
    return start if isinstance(start, datetime) else start + timedelta(days=1)


def _rule(event: Event) -> str:
    """Give the first RRULE as written; several are undefined (RFC 5545, 3.8.5.3)."""
    for value in _all(event, "RRULE"):
        written = getattr(value, "to_ical", None)
        if written is not None:
            return str(written().decode("utf-8", "replace"))
    return ""


def _party(value: object) -> Party:
    return Party(
        address=bare(str(value)),
        name=parameter(value, "CN"),
        partstat=parameter(value, "PARTSTAT").upper() or "NEEDS-ACTION",
        role=parameter(value, "ROLE").upper() or "REQ-PARTICIPANT",
        rsvp=parameter(value, "RSVP").upper() in ("TRUE", "YES"),
        delegated_to=bare(parameter(value, "DELEGATED-TO")),
        delegated_from=bare(parameter(value, "DELEGATED-FROM")),
        sent_by=bare(parameter(value, "SENT-BY")),
    )


def bare(address: str) -> str:
    """Take the scheme from a calendar user's address: `MAILTO:a@b` gives `a@b`."""
    scheme = "mailto:"
    plain = address[len(scheme) :] if address.lower().startswith(scheme) else address
    return " ".join(plain.split())
