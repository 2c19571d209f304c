"""What a file shows before it is downloaded: a picture, the first rows, a calendar entry."""

import csv
import io
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component

from sandbox.pages import moments
from sandbox.slack.state import File, Message

PICTURES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif"}
ROWS, COLUMNS = 8, 8
MOST = 200_000
KILO, MEGA = 1_000, 1_000_000


@dataclass(frozen=True)
class Entry:
    """One entry of a calendar file, in words."""

    summary: str
    when: str
    location: str = ""
    status: str = ""


@dataclass(frozen=True)
class Preview:
    """A file on the page; `kind` is picture, table, calendar or other."""

    name: str
    href: str
    size: str
    kind: str = "other"
    rows: list[list[str]] = field(default_factory=list)
    more: int = 0
    entries: list[Entry] = field(default_factory=list)

    @property
    def ending(self) -> str:
        """Give what stands on a file's symbol."""
        return ending(self.name).upper()[:4] or "FILE"


def ending(name: str) -> str:
    """Give a file name's extension."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def size_of(count: int) -> str:
    """Write a number of bytes for people."""
    if count < KILO:
        return f"{count} bytes"
    return f"{count / KILO:.0f} kB" if count < MEGA else f"{count / MEGA:.1f} MB"


def shows(message: Message, file_id: str) -> bool:
    """Say whether an image block of a message shows a file."""
    found = [each.get("slack_file") for each in message.blocks or ()]
    return any(isinstance(each, dict) and each.get("id") == file_id for each in found)


def preview(file: File, viewer_id: str, zone: str) -> Preview:
    """Show a file to a viewer."""
    name = file.title or file.name
    href = f"/slack/{viewer_id}/files/{file.id}/{quote(file.name, safe='')}"
    size, kind = size_of(len(file.content)), ending(file.name)
    if kind in PICTURES:
        return Preview(name, href, size, "picture")
    if kind in ("csv", "tsv"):
        rows = _rows(file.content, "\t" if kind == "tsv" else ",")
        return Preview(name, href, size, "table", rows[:ROWS], max(len(rows) - ROWS, 0))
    if kind == "ics":
        return Preview(name, href, size, "calendar", entries=_entries(file.content, zone))
    return Preview(name, href, size)


def _rows(content: bytes, delimiter: str) -> list[list[str]]:
    text = content[:MOST].decode("utf-8-sig", errors="replace")
    try:
        found = csv.reader(io.StringIO(text), delimiter=delimiter)
        return [row[:COLUMNS] for row in found if row]
    except csv.Error:
        return []


def _entries(content: bytes, zone: str) -> list[Entry]:
    try:
        calendar = Calendar.from_ical(content[:MOST])
        return [_entry(one, zone) for one in calendar.walk("VEVENT")][:ROWS]
    except (ValueError, KeyError, AttributeError, IndexError, TypeError):
        return []


def _entry(found: Component, zone: str) -> Entry:
    get = found.get
    start = getattr(get("DTSTART"), "dt", None)
    when = ""
    if isinstance(start, datetime):
        at = start.astimezone(ZoneInfo(zone)) if start.tzinfo else start
        when = f"{moments.long_date(at)}, {moments.clock_time(at)}"
    elif start is not None:
        when = moments.long_date(start)
    summary, place = str(get("SUMMARY") or "Without a title"), str(get("LOCATION") or "")
    return Entry(summary, when, place, str(get("STATUS") or "").capitalize())
