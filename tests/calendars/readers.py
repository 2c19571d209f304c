"""Libraries of calendar programs, each with a parser of its own, and what each reads in a message.

None of them is asked whether a message is right, for they are lenient. What counts is that they
read the moments, the people and the numbers that we meant.
"""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import icalendar
import ics  # type: ignore[import-untyped]
import recurring_ical_events  # type: ignore[import-untyped]
import vobject
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

PACKAGES = Path(__file__).parents[2] / ".tools" / "readers"
"""Where `npm install --prefix .tools/readers ical.js` puts what Thunderbird reads with."""

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
UNTIL = datetime(2029, 1, 1, tzinfo=UTC)
"""The years in which occurrences are compared."""


@dataclass(frozen=True, order=True)
class Seen:
    """One VEVENT as somebody reads it; moments are in UTC, addresses in small letters."""

    uid: str
    original: str
    sequence: int
    start: datetime
    end: datetime
    organizer: str
    attendees: tuple[str, ...]


@dataclass(frozen=True)
class Message:
    """A message as somebody reads it; no occurrences from one who knows no rules."""

    method: str
    entries: tuple[Seen, ...]
    occurrences: tuple[datetime, ...] | None


def address(value: object) -> str:
    return str(value).lower().removeprefix("mailto:")


def addresses(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(sorted(address(each) for each in values))


def moment(value: datetime | None) -> str:
    """Give what original start a RECURRENCE-ID names, in UTC; empty for none."""
    return value.astimezone(UTC).isoformat() if value else ""


def within(moments: Iterable[datetime]) -> tuple[datetime, ...]:
    """Give the moments of the years that are compared; they come in order, and may never end."""
    found = []
    for each in moments:
        if each.astimezone(UTC) >= UNTIL:
            break
        found.append(each.astimezone(UTC))
    return tuple(each for each in found if each >= SINCE)


def by_vobject(body: str) -> Message:
    calendar: Any = vobject.readOne(body)
    seen, met = [], {}
    for event in sorted(calendar.vevent_list, key=lambda each: hasattr(each, "recurrence_id")):
        original = moment(event.recurrence_id.value) if hasattr(event, "recurrence_id") else ""
        start = event.dtstart.value.astimezone(UTC)
        seen.append(
            Seen(
                uid=event.uid.value,
                original=original,
                sequence=int(event.sequence.value),
                start=start,
                end=event.dtend.value.astimezone(UTC),
                organizer=address(event.organizer.value if hasattr(event, "organizer") else ""),
                attendees=addresses(each.value for each in event.contents.get("attendee", ())),
            )
        )
        rules = event.getrruleset(addRDate=True) if not original else None
        if rules is not None:
            met = {moment(each): each for each in within(rules)}
        else:
            met[original] = start
    return Message(calendar.method.value, tuple(sorted(seen)), within(sorted(met.values())))


def by_ical(body: str) -> Message:
    calendar = IcsCalendarStream.calendar_from_ics(body)
    seen = [
        Seen(
            uid=event.uid or "",
            original=moment(_ical_original(event)),
            sequence=event.sequence or 0,
            start=event.start_datetime.astimezone(UTC),
            end=event.end_datetime.astimezone(UTC),
            organizer=address(event.organizer.uri if event.organizer else ""),
            attendees=addresses(each.uri for each in event.attendees),
        )
        for event in calendar.events
    ]
    times = within(each.start_datetime for each in calendar.timeline)
    return Message(str(calendar.method), tuple(sorted(seen)), times)


def _ical_original(event: Event) -> datetime | None:
    """Give the original start, which this library hands on as it stands."""
    if event.recurrence_id is None:
        return None
    local = datetime.strptime(event.recurrence_id.rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
    return local.replace(tzinfo=event.dtstart.tzinfo)  # type: ignore[union-attr]


def by_ics(body: str) -> Message:
    """Read with a library that knows no rules, and zones by their names alone.

    It asks the machine for them, whose data may be a year old: it gets ours.
    """
    with patch("ics.utils.gettz", ZoneInfo):
        calendar = ics.Calendar(body)
    seen = []
    for event in calendar.events:
        others = {line.name: line for line in event.extra}
        seen.append(
            Seen(
                uid=event.uid,
                original=_ics_original(others.get("RECURRENCE-ID")),
                sequence=int(others["SEQUENCE"].value),
                start=event.begin.datetime.astimezone(UTC),
                end=event.end.datetime.astimezone(UTC),
                organizer=address(event.organizer.email if event.organizer else ""),
                attendees=addresses(each.email for each in event.attendees),
            )
        )
    return Message(calendar.method, tuple(sorted(seen)), None)


def _ics_original(line: Any) -> str:
    if line is None:
        return ""
    zone = ZoneInfo(line.params["TZID"][0]) if "TZID" in line.params else UTC
    local = datetime.strptime(line.value.rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
    return moment(local.replace(tzinfo=zone))


def by_recurring(body: str) -> Message:
    """Read with what expands rules for many Python programs, on the library that we write with."""
    calendar = icalendar.Calendar.from_ical(body)
    assert isinstance(calendar, icalendar.Calendar)
    assert not [each for part in calendar.walk() for each in part.errors]
    seen = tuple(sorted(_recurring_seen(each) for each in calendar.events))
    found = recurring_ical_events.of(calendar).between(SINCE, UNTIL)
    return Message(str(calendar["METHOD"]), seen, within(sorted(each.start for each in found)))


def _recurring_seen(event: icalendar.Event) -> Seen:
    assert isinstance(event.start, datetime)
    assert isinstance(event.end, datetime)
    original: Any = event.decoded("RECURRENCE-ID", None)
    return Seen(
        uid=str(event.uid),
        original=moment(original),
        sequence=event.sequence or 0,
        start=event.start.astimezone(UTC),
        end=event.end.astimezone(UTC),
        organizer=address(event.organizer or ""),
        attendees=addresses(event.attendees),
    )


def by_ical_js(body: str) -> Message:
    """Read with Thunderbird's and Nextcloud's reader."""
    asked = json.dumps({"body": body, "until": UNTIL.isoformat()})
    done = subprocess.run(
        ["node", Path(__file__).with_name("read.mjs"), PACKAGES],
        input=asked,
        capture_output=True,
        text=True,
        check=True,
    )
    said = json.loads(done.stdout)
    return Message(
        said["method"],
        tuple(sorted(_js_seen(each) for each in said["entries"])),
        within(sorted(map(datetime.fromisoformat, said["occurrences"]))),
    )


def _js_seen(each: dict[str, Any]) -> Seen:
    return Seen(
        uid=each["uid"],
        original=moment(datetime.fromisoformat(each["original"])) if each["original"] else "",
        sequence=each["sequence"],
        start=datetime.fromisoformat(each["start"]).astimezone(UTC),
        end=datetime.fromisoformat(each["end"]).astimezone(UTC),
        organizer=address(each["organizer"] or ""),
        attendees=addresses(each["attendees"]),
    )


READERS: dict[str, Callable[[str], Message]] = {
    "vobject": by_vobject,
    "ical": by_ical,
    "ics": by_ics,
    "recurring-ical-events": by_recurring,
}
"""Those that are always there."""

if PACKAGES.exists() and shutil.which("node"):
    READERS["ical.js"] = by_ical_js
