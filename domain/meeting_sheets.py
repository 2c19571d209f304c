"""How the rows of a list of meetings are read: its headings found, then each row, cell by cell."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta

from domain.cells import QUOTED, read_flag, refuse_broken, said
from domain.errors import Refused
from domain.headings import heading_key
from domain.imports import Problem
from domain.language import gettext as _
from domain.meeting_days import DayRead, read_meeting_day
from domain.meeting_files import MOST_MEETINGS, Meeting, Meetings
from domain.meeting_headings import COLUMNS, Headings, Says, find_headings
from domain.meeting_times import read_times
from domain.sheets import Cell, Sheet, is_blank, unguarded

_OFF = ("cancelled", "canceled", "postponed")
_CALLED_OFF = re.compile(
    rf"\W*({'|'.join(_OFF)})(\W*|\s*[:(–—-].*)|.*\b({'|'.join(_OFF)})\W*", re.IGNORECASE
)
"""A text that calls a meeting off: “Cancelled: Forum”, or “Forum (cancelled)”."""

_OF_US = re.compile(r"\d{1,2}:\d{2}:\d{2} [AP]M")
"""A time as Outlook and Excel write it for the US."""

_ALL_DAY = timedelta(days=1)
"""Outlook ends what takes a whole day at the midnight after it."""


def read_meetings(sheets: Iterable[Sheet], *, today: date) -> Meetings:
    """Read all sheets of a file; a day without a year is the next one of its name from today.

    Raises `Refused` where none has headings that we know, or there are too many meetings.
    """
    meetings = Meetings()
    known = False
    for sheet in sheets:
        headings = find_headings(sheet.rows) if sheet.rows else None
        if headings is not None:
            known = True
            meetings.ignored += [
                _("the column “{name}”").format(name=each[:QUOTED]) for each in headings.ignored
            ]
            _read_rows(sheet, headings, meetings, today)
        elif sheet.rows:
            meetings.ignored.append(_("the sheet “{name}”").format(name=sheet.name))
        elif sheet.unread:
            meetings.ignored.append(sheet.unread)
    if not known:
        raise Refused(
            _(
                "I find no row of headings that I know, such as Date, Start, End and Meeting. "
                "Please add one."
            ),
            field="file",
        )
    refuse_many(meetings)
    return meetings


def refuse_many(meetings: Meetings) -> None:
    """Raise `Refused` for a file of more meetings than anybody holds."""
    if len(meetings.found) > MOST_MEETINGS:
        raise Refused(
            _("This file has {count} meetings; at most {most} fit. Please split it.").format(
                count=f"{len(meetings.found):,}", most=f"{MOST_MEETINGS:,}"
            ),
            field="file",
        )


def _read_rows(sheet: Sheet, headings: Headings, meetings: Meetings, today: date) -> None:
    for number, row in sheet.rows.items():
        if number <= headings.number or _is_heading(row, headings):
            continue
        cells = {
            fact: unguarded(row[place]) if place < len(row) else None
            for place, fact in headings.columns.items()
        }
        if all(map(is_blank, cells.values())):
            continue
        try:
            refuse_broken(cells.values())
            _read_row(sheet.name, number, cells, meetings, today)
        except Refused as no:
            meetings.problems.append(Problem(sheet.name, number, no.sentence))


def _is_heading(row: Sequence[Cell], headings: Headings) -> bool:
    """Say whether a row has the headings once more, as at the top of each printed page."""
    return all(
        place < len(row) and COLUMNS.get(heading_key(row[place])) is not None
        for place in headings.columns
    )


def _read_row(
    sheet: str, number: int, cells: Mapping[Says, Cell], meetings: Meetings, today: date
) -> None:
    if _is_off(cells):
        meetings.cancelled += 1
        return
    read = read_meeting_day(cells.get(Says.DATE), today)
    if _CALLED_OFF.fullmatch(read.rest):
        meetings.cancelled += 1
        return
    _refuse_long(cells, today, read.day, read.month_first)
    start, minutes = _times(cells, read.rest)
    title, body = said(cells.get(Says.TITLE)), said(cells.get(Says.BODY))
    if not (title or body):
        raise Refused(_("This row doesn't say what meets. Please add a title or a body."))
    meeting = Meeting(
        sheet,
        number,
        day=read.day,
        month_first=read.month_first,
        no_year=read.no_year,
        start=start,
        minutes=minutes,
        title=title,
        body=body,
        place=said(cells.get(Says.PLACE)),
        joining=_lines(cells.get(Says.LINK)),
        agenda=_lines(cells.get(Says.AGENDA)),
    )
    meetings.add(meeting)
    meetings.month_first = meetings.month_first or _may_be_month_first(read, cells)


def _may_be_month_first(read: DayRead, cells: Mapping[Says, Cell]) -> bool:
    """Say whether a row shows that the file may write its months first, as in the US."""
    if read.day is None:
        return True
    written = (cells.get(each) for each in (Says.TIME, Says.START, Says.END))
    return read.month_first is not None and any(_OF_US.fullmatch(said(each)) for each in written)


def _times(cells: Mapping[Says, Cell], rest: str) -> tuple[time | None, int | None]:
    if _says_yes(cells.get(Says.ALL_DAY)):
        return None, None
    time_cell = cells.get(Says.TIME)
    start = cells.get(Says.START)
    if is_blank(start) and is_blank(time_cell):
        time_cell, rest = rest, ""
    read = read_times(time_cell, start, cells.get(Says.END), cells.get(Says.LENGTH))
    _refuse_rest(rest, read[0])
    return read


def _refuse_rest(rest: str, start: time | None) -> None:
    """Refuse what else a cell of a date says, but for the time that the row says, too."""
    try:
        beside = read_times(rest, None, None, None)[0] if rest else start
    except Refused:
        beside = None
    if rest and (beside is None or beside != start):
        raise Refused(
            _("“{text}” stands beside the date. Please write only the date there.").format(
                text=rest[:QUOTED]
            )
        )


def _is_off(cells: Mapping[Says, Cell]) -> bool:
    """Say whether the row itself says that the meeting is off.

    Raises `Refused` for a title that may say so, or may be only a name.
    """
    status, title = said(cells.get(Says.STATUS)), said(cells.get(Says.TITLE))
    if status.casefold().startswith(_OFF) or _CALLED_OFF.fullmatch(title):
        return True
    if not status and title.casefold().startswith(_OFF):
        if title.split()[0].isupper() and not title.isupper():
            return True
        raise Refused(
            _(
                "“{text}” may be called off, or be its name. "
                "Please add a column Status: Cancelled or On."
            ).format(text=title[:QUOTED])
        )
    return False


def _refuse_long(cells: Mapping[Says, Cell], today: date, *days: date | None) -> None:
    """Refuse what ends on another day than it begins; an all-day entry says the next one."""
    if is_blank(cells.get(Says.END_DATE)):
        return
    last = read_meeting_day(cells.get(Says.END_DATE), today)
    fits = {each for each in days if each is not None}
    if _says_yes(cells.get(Says.ALL_DAY)):
        fits |= {each + _ALL_DAY for each in fits}
    if not {last.day, last.month_first} & fits:
        raise Refused(_("This ends on another day. Please write each day as a row of its own."))


def _says_yes(cell: Cell) -> bool:
    """Say whether a cell says yes; anything else is no."""
    try:
        return bool(read_flag(cell))
    except Refused:
        return False


def _lines(cell: Cell) -> str:
    """Give a text with its lines, as somebody pasted it."""
    return cell.strip() if isinstance(cell, str) else said(cell)
