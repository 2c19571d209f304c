"""The calendar part of a mail as an answer (RFC 5546): bounded, lenient, and nothing of it obeyed.

Only the lines that an answer needs are parsed, each by itself, so that a broken one spoils no
other. A rule that was sent is not even read, and a zone is known by its name or its one offset:
nothing received is ever expanded.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import vDDDTypes, vDuration, vUTCOffset
from icalendar.parser import Contentline

from domain.events import clean_text
from domain.mail_bounds import decoded
from domain.meeting_entries import BROKEN
from domain.meeting_entries import zone as known_zone
from domain.names import MAX_NAME, tidy
from domain.partnerships import MAX_ADDRESS
from domain.replies import (
    MAX_CALENDAR,
    MAX_COMPONENTS,
    MAX_UID,
    Answerer,
    CalendarMessage,
    Method,
    Nothing,
    Part,
    Partstat,
)

_KEPT = re.compile(
    r"(BEGIN|END|METHOD|UID|SEQUENCE|DTSTAMP|DTSTART|DTEND|DURATION|RECURRENCE-ID|ATTENDEE"
    r"|ORGANIZER|COMMENT|TZID|TZOFFSETTO)[;:]",
    re.IGNORECASE,
)
_MOST_LINE = 4_000
_MOST_PEOPLE = 100
_MOST_COMMENT = 500
_HEXADECIMAL = re.compile(r"%([2-7][0-9A-Fa-f])")
_MAILTO = re.compile(r"\s*mailto:(.+)", re.IGNORECASE | re.DOTALL)
_ESCAPED = re.compile(r"\\([\\;,nN])")
_MAX_SEQUENCE = 2**31 - 1
_YEARS = range(1970, 2300)
"""In which there are events: a time of another year is no time, and reckons with none."""

Line = tuple[str, dict[str, Any], str]
"""A property's name, its parameters, and its value as it stands."""


def read(content: bytes, charset: str, method: str) -> CalendarMessage | Nothing:
    """Read a calendar; `method` is the mail's own word for it, empty where it has none.

    Gives `Nothing` for what is too large, broken, about several UIDs, or of two minds.
    """
    if len(content) > MAX_CALENDAR:
        return Nothing("calendar too large")
    found = _Found()
    for line in _lines(decoded(content, "utf-8-sig", charset or "cp1252")):
        found.take(line)
        if found.components > MAX_COMPONENTS:
            return Nothing("calendar of too many parts")
    return found.message(method)


@dataclass
class _Found:
    """What was found in a calendar so far."""

    methods: list[str] = field(default_factory=list)
    events: list[list[Line]] = field(default_factory=list)
    offsets: dict[str, set[timedelta]] = field(default_factory=dict)
    components: int = 0
    _open: list[str] = field(default_factory=list)
    _zone: str = ""

    def take(self, line: Line) -> None:
        """Take a line for what is open there."""
        name, _parameters, value = line
        if name == "BEGIN":
            self._begin(value.strip().upper())
        elif name == "END":
            self._open = self._open[:-1]
        elif self._open == ["VCALENDAR"] and name == "METHOD":
            self.methods.append(value.strip().upper())
        elif self._open == ["VCALENDAR", "VEVENT"]:
            self.events[-1].append(line)
        elif "VTIMEZONE" in self._open:
            self._of_zone(name, value)

    def _begin(self, what: str) -> None:
        self.components += 1
        self._open.append(what)
        if self._open == ["VCALENDAR", "VEVENT"]:
            self.events.append([])

    def _of_zone(self, name: str, value: str) -> None:
        if name == "TZID":
            self._zone = value.strip()
        elif name == "TZOFFSETTO":
            try:
                offset = vUTCOffset.from_ical(value)  # type: ignore[no-untyped-call]
            except BROKEN:
                return
            self.offsets.setdefault(self._zone, set()).add(offset)

    def message(self, method: str) -> CalendarMessage | Nothing:
        """Give the message that these lines are."""
        said = {*self.methods, *([method.strip().upper()] if method.strip() else [])}
        if len(said) != 1:
            return Nothing("calendar of two minds" if said else "calendar without a method")
        if not self.events:
            return Nothing("calendar without an event")
        events = [_Event(lines, self.offsets) for lines in self.events]
        uids = {each.uid for each in events}
        uid = uids.pop() if len(uids) == 1 else ""
        if not 0 < len(uid) <= MAX_UID or not uid.isprintable():
            return Nothing("calendar without one UID")
        try:
            parts = tuple(each.part() for each in events)
        except BROKEN:
            return Nothing("calendar with broken times")
        return CalendarMessage(_method(said.pop()), uid, events[0].organizer, parts)


class _Event:
    """The lines of one VEVENT."""

    def __init__(self, lines: Sequence[Line], offsets: dict[str, set[timedelta]]) -> None:
        self._lines = lines
        self._offsets = offsets

    @property
    def uid(self) -> str:
        return self._text("UID").strip()

    @property
    def organizer(self) -> str:
        return _address(self._text("ORGANIZER"))

    def part(self) -> Part:
        begins = self._time("DTSTART")
        people = [line for line in self._lines if line[0] == "ATTENDEE"][:_MOST_PEOPLE]
        stamp = self._time("DTSTAMP")
        return Part(
            original=self._original(),
            sequence=_number(self._text("SEQUENCE")),
            stamp=stamp if stamp is not None and stamp.tzinfo is not None else None,
            answerers=tuple(who for each in people if (who := _answerer(each)).address),
            begins=begins,
            ends=self._time("DTEND") or self._after(begins),
            comment=_comment(self._text("COMMENT")),
        )

    def _original(self) -> datetime | None:
        """Give which occurrence it is about; broken, it is about none and not about all."""
        if not any(name == "RECURRENCE-ID" for name, _parameters, _value in self._lines):
            return None
        original = self._time("RECURRENCE-ID")
        if original is None:
            raise ValueError("RECURRENCE-ID")
        return original

    def _after(self, begins: datetime | None) -> datetime | None:
        try:
            lasts = vDuration.from_ical(self._text("DURATION"))  # type: ignore[no-untyped-call]
            return _likely(begins + lasts) if begins is not None else None
        except BROKEN:
            return None

    def _text(self, name: str) -> str:
        return next((value for own, _parameters, value in self._lines if own == name), "")

    def _time(self, name: str) -> datetime | None:
        """Give a time: an instant, or where the zone is unknown what the clock shows."""
        line = next((each for each in self._lines if each[0] == name), None)
        if line is None:
            return None
        _name, parameters, value = line
        try:
            when = vDDDTypes.from_ical(value.strip())  # type: ignore[no-untyped-call]
        except BROKEN:
            return None
        if isinstance(when, datetime):
            return _likely(self._zoned(when, str(parameters.get("TZID", ""))))
        return _likely(datetime.combine(when, time())) if isinstance(when, date) else None

    def _zoned(self, when: datetime, named: str) -> datetime | None:
        try:
            if when.tzinfo is None and named:
                offsets = self._offsets.get(named, set())
                if (zone := _zone(named)) is not None:
                    when = when.replace(tzinfo=zone)
                elif len(offsets) == 1:
                    when = when.replace(tzinfo=timezone(next(iter(offsets))))
            return when.astimezone(UTC) if when.tzinfo is not None else when
        except BROKEN:
            return None


def _likely(when: datetime | None) -> datetime | None:
    return when if when is not None and when.year in _YEARS else None


def _zone(named: str) -> ZoneInfo | None:
    """Give a zone by its name: IANA's, Windows' or what follows a maker's prefix (3.2.19)."""
    words = named.strip('"').strip("/").split("/")
    for start in range(min(len(words), 4)):
        key = known_zone("/".join(words[start:]))
        if key is not None:
            return ZoneInfo(key)
    return None


def _lines(text: str) -> Iterator[Line]:
    """Give the lines that count, unfolded; what can't be parsed is left out."""
    for line in re.sub(r"\r?\n[ \t]|\r\n?[ \t]", "", text).splitlines():
        if len(line) > _MOST_LINE or not _KEPT.match(line):
            continue
        try:
            name, parameters, value = Contentline(line).parts()  # type: ignore[no-untyped-call]
        except BROKEN:
            continue
        yield str(name).upper(), dict(parameters), str(value)


def _method(said: str) -> Method:
    try:
        return Method(said)
    except ValueError:
        return Method.OTHER


def _answerer(line: Line) -> Answerer:
    _name, parameters, value = line
    try:
        partstat = Partstat(str(parameters.get("PARTSTAT", "")).strip().upper())
    except ValueError:
        partstat = Partstat.NEEDS_ACTION
    return Answerer(
        _address(value),
        partstat,
        tidy(str(parameters.get("CN", "")))[:MAX_NAME],
        _address(str(parameters.get("SENT-BY", ""))),
        _addresses(parameters.get("DELEGATED-TO")),
        _addresses(parameters.get("DELEGATED-FROM")),
    )


def _addresses(value: object) -> tuple[str, ...]:
    several = value if isinstance(value, list | tuple) else [value or ""]
    return tuple(found for each in several[:_MOST_PEOPLE] if (found := _address(str(each))))


def _address(value: str) -> str:
    """Give the mail address of a calendar user, whatever the case of MAILTO; empty for none."""
    found = _MAILTO.fullmatch(value.strip().strip('"'))
    address = _plain(found[1]).strip() if found else ""
    fits = len(address) <= MAX_ADDRESS and address.isprintable() and address.count("@") == 1
    return address if fits and " " not in address else ""


def _plain(address: str) -> str:
    """Undo what `domain.attendees.mailto` writes in hexadecimal (RFC 6068, 2)."""
    return _HEXADECIMAL.sub(lambda found: chr(int(found[1], 16)), address)


def _number(text: str) -> int | None:
    text = text.strip()
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(_MAX_SEQUENCE)):
        return None
    return min(int(text), _MAX_SEQUENCE)


def _comment(text: str) -> str:
    plain = _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)
    return clean_text(plain, field="comment", most=_MOST_LINE)[:_MOST_COMMENT].strip()
