"""Attendance as a row a person at a meeting, or an organisation: its columns are found and read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from domain import headings
from domain.attendance_files import SECRETARIAT, Attended, Said, key_of
from domain.attendance_marks import TICK, by_role, read_mark
from domain.cells import read_day, read_flag, read_likely_day, refuse_broken, said
from domain.days import said as said_day
from domain.errors import Refused
from domain.headings import Fact, heading_key
from domain.imports import Problem
from domain.language import gettext as _
from domain.names import MAX_NAME, clean_name, tidy
from domain.outcomes import Code
from domain.sheets import Cell, Sheet, is_blank

LOOKED_AT = 40
"""Rows at the top among which the headings are looked for."""


class Says(StrEnum):
    """What a column says."""

    DATE = "date"
    TITLE = "title"
    BODY = "body"
    PARTNER = "partner"
    SEAT = "seat"
    PERSON = "person"
    PRESENT = "present"
    ROLE = "role"
    APOLOGIES = "apologies"


_SAID: Mapping[Says, str] = {
    Says.DATE: "event date, date, meeting date, day, date of meeting, date of event",
    Says.TITLE: "event, meeting, event name, event title, meeting name, meeting title, title",
    Says.BODY: "body, board, group, committee, forum, sub group, subgroup, panel, board name, "
    "body name, group name, committee name",
    Says.PARTNER: headings.SAID[Fact.PARTNER],
    Says.SEAT: headings.SAID[Fact.SEAT],
    Says.PERSON: headings.SAID[Fact.PERSON] + ", name, names",
    Says.PRESENT: "present, attended, attendance, outcome, came, here, code",
    Says.ROLE: "role, roles, capacity, part, member type, attended as",
    Says.APOLOGIES: "apologies, apology, apologies sent, sent apologies",
}
COLUMNS = {heading_key(each): says for says, text in _SAID.items() for each in text.split(",")}
"""What each heading says, by its key."""

NEEDED = (Says.DATE, Says.PARTNER, Says.PRESENT)


@dataclass(frozen=True, slots=True)
class Top:
    """A sheet's row of headings: its number, where what stands, and what says nothing."""

    number: int
    columns: Mapping[Says, int]
    ignored: tuple[str, ...]


def known_columns(row: Sequence[Cell]) -> dict[Says, int]:
    """Find the columns of a row of headings; of two that say the same the first holds."""
    found: dict[Says, int] = {}
    for place, cell in enumerate(row):
        says = None if is_blank(cell) else COLUMNS.get(heading_key(cell))
        if says is not None:
            found.setdefault(says, place)
    return found


def find_top(sheet: Sheet) -> Top | None:
    """Find the headings of a sheet with a row a person; None for a sheet of another kind."""
    for number in list(sheet.rows)[:LOOKED_AT]:
        row = sheet.rows[number]
        columns = known_columns(row)
        if all(each in columns for each in NEEDED):
            places = set(columns.values())
            left = [said(c) for at, c in enumerate(row) if at not in places and not is_blank(c)]
            return Top(number, columns, tuple(left))
    return None


def read_rows(sheet: Sheet, top: Top, found: Attended, *, today: date) -> None:
    """Read every row below the headings; one that can't be taken is a sentence."""
    found.ignored += top.ignored
    for number, row in sheet.rows.items():
        if number <= top.number:
            continue
        found.rows += 1
        try:
            each = _read(sheet.name, number, Row(row, top.columns), found, today)
        except Refused as no:
            found.problems.append(Problem(sheet.name, number, no.sentence))
            continue
        if each is None:
            found.hosts += 1
        else:
            found.said.append(each)


@dataclass(frozen=True, slots=True)
class Row:
    """A row whose cells are asked for by what their columns say."""

    cells: Sequence[Cell]
    columns: Mapping[Says, int]

    def __getitem__(self, says: Says) -> Cell:
        place = self.columns.get(says)
        return self.cells[place] if place is not None and place < len(self.cells) else None

    def text(self, says: Says) -> str:
        """Give what a cell says as a tidy text."""
        cell = self[says]
        return "" if is_blank(cell) else said(cell)


def _read(sheet: str, number: int, row: Row, found: Attended, today: date) -> Said | None:
    """Read a row; None for one of the host's own staff."""
    refuse_broken(row.cells)
    if key_of(row.text(Says.PARTNER)) == SECRETARIAT:
        return None
    partner = clean_partner(row.text(Says.PARTNER))
    day = past_day(row[Says.DATE], today)
    mark = read_mark(row[Says.PRESENT])
    found.ticks += mark == TICK and Says.ROLE not in row.columns
    code = by_role(mark, row.text(Says.ROLE) if Says.ROLE in row.columns else None)
    if code in {None, Code.NO_CONTACT}:
        code = Code.APOLOGIES if read_flag(row[Says.APOLOGIES]) else Code.NO_CONTACT
    assert code is not None  # noqa: S101 - what is none was just given one
    person = tidy(row.text(Says.PERSON))[:MAX_NAME]
    return Said(
        sheet,
        number,
        day,
        partner,
        code,
        title=clean_title(row.text(Says.TITLE), day),
        body=optional(row.text(Says.BODY)),
        seat=optional(row.text(Says.SEAT)),
        names=(person,) if person else (),
    )


@lru_cache(maxsize=4_096)
def clean_partner(text: str) -> str:
    """Give the organisation that a row names. Raises `Refused` for a row without one."""
    if not text:
        raise Refused(_("This row names no organisation. Please add it."))
    return clean_name(text)


def optional(text: str) -> str:
    """Give a name that may be left out."""
    return clean_name(text) if text else ""


@lru_cache(maxsize=4_096)
def clean_title(text: str, day: date) -> str:
    """Give what a meeting is called; empty for one that is called only by its day."""
    if not text:
        return ""
    try:
        if read_day(text) == day:
            return ""
    except Refused:
        pass
    return clean_name(text)


@lru_cache(maxsize=4_096)
def past_day(cell: Cell, today: date) -> date:
    """Read the day of a meeting that has been. Raises `Refused` for none, and for one to come."""
    day = read_likely_day(cell)
    if day is None:
        raise Refused(_("This row has no date. Please add the day of the meeting."))
    if day > today:
        raise Refused(
            _(
                "{day} is still to come, so nobody can have been there. Please put the date right."
            ).format(day=said_day(day))
        )
    return day
