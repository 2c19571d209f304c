"""The headings that people write above the columns of a list of meetings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.cells import said
from domain.headings import heading_key
from domain.sheets import MOST_COLUMNS, Cell, is_blank

LOOKED_AT = 40
"""Rows at the top among which the headings are looked for."""


class Says(StrEnum):
    """What a column says of a meeting."""

    DATE = "date"
    TIME = "time"
    START = "start"
    END = "end"
    END_DATE = "end date"
    LENGTH = "length"
    TITLE = "title"
    BODY = "body"
    PLACE = "place"
    LINK = "link"
    AGENDA = "agenda"
    STATUS = "status"
    ALL_DAY = "all day"


SAID: Mapping[Says, str] = {
    Says.DATE: "date, dates, day, meeting date, event date, date time, date of meeting, "
    "date of event, when, start date, meeting dates, date start time",
    Says.TIME: "time, times, meeting time, time of meeting, timing, timings, start end, "
    "start finish, start end time, time from to, start finish time",
    Says.START: "start, start time, starts, begin, begins, time start, from, time from, begin time",
    Says.END: "end, end time, ends, finish, finish time, finishes, time end, to, until, till, "
    "time to, close",
    Says.END_DATE: "end date, finish date",
    Says.LENGTH: "length, duration, lasts, hours, how long, minutes, meeting length, time needed",
    Says.TITLE: "title, meeting title, event, event title, event name, meeting name, name, "
    "subject, meeting, what, name of meeting, meeting event, summary, name of event",
    Says.BODY: "body, board, group, committee, forum, panel, sub group, subgroup, board group, "
    "group board, meeting group, meeting body, meeting of, board name, group name, body name, "
    "committee name, board meeting, meeting type, type of meeting",
    Says.PLACE: "place, venue, location, where, room, meeting place, meeting room, "
    "venue location, location venue, venue room, held at, address",
    Says.LINK: "link, links, url, joining link, join link, meeting link, teams link, zoom link, "
    "online link, web link, joining details, joining instructions, teams, zoom, online, join",
    Says.AGENDA: "agenda, notes, note, description, details, comments, comment, items, "
    "agenda items, purpose, theme, focus, topic, topics, remarks, key items",
    Says.STATUS: "status",
    Says.ALL_DAY: "all day event, all day",
}

COLUMNS = {heading_key(each): fact for fact, text in SAID.items() for each in text.split(",")}
"""What each heading says, by its key."""

_TELLING = {Says.TIME, Says.START, Says.TITLE, Says.BODY, Says.END}
_MEETING = {heading_key(each) for each in ("meeting", "event", "name")}


@dataclass(frozen=True, slots=True)
class Headings:
    """A sheet's row of headings: its number, what each column says, and those that say nothing."""

    number: int
    columns: Mapping[int, Says]
    ignored: tuple[str, ...]


def find_headings(rows: Mapping[int, Sequence[Cell]]) -> Headings | None:
    """Find a sheet's row of headings: the first of those near the top that says most."""
    best: Headings | None = None
    for number in list(rows)[:LOOKED_AT]:
        found = _headings(number, rows[number])
        if found is not None and (best is None or len(found.columns) > len(best.columns)):
            best = found
    return best


def _headings(number: int, row: Sequence[Cell]) -> Headings | None:
    written = {place: cell for place, cell in enumerate(row) if not is_blank(cell)}
    keys = {place: heading_key(cell) for place, cell in written.items() if place < MOST_COLUMNS}
    known = _once(_what_meets(keys, {p: COLUMNS[key] for p, key in keys.items() if key in COLUMNS}))
    says = set(known.values())
    if Says.DATE not in says or not says & _TELLING:
        return None
    ignored = tuple(said(cell) for place, cell in written.items() if place not in known)
    return Headings(number, known, ignored)


def _what_meets(keys: Mapping[int, str], known: dict[int, Says]) -> dict[int, Says]:
    """Take a “Meeting” beside a title for what meets."""
    titles = [place for place, fact in known.items() if fact is Says.TITLE]
    if len(titles) > 1 and Says.BODY not in known.values():
        place = next((each for each in titles if keys[each] in _MEETING), None)
        if place is not None:
            return {**known, place: Says.BODY}
    return known


def _once(columns: Mapping[int, Says]) -> dict[int, Says]:
    """Keep the first of two columns that say the same."""
    found: dict[int, Says] = {}
    for place, fact in columns.items():
        if fact not in found.values():
            found[place] = fact
    return found
