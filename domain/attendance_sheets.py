"""Attendance as coordinators keep it: a row a seat, a column a meeting with its date above it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from domain.attendance_files import SECRETARIAT, Attended, Said, together
from domain.attendance_marks import TICK, by_role, is_mark, read_mark
from domain.attendance_rows import (
    LOOKED_AT,
    Row,
    Says,
    clean_partner,
    find_top,
    known_columns,
    optional,
    past_day,
    read_rows,
)
from domain.cells import read_day, refuse_broken, said
from domain.days import said as said_day
from domain.errors import Refused
from domain.imports import Problem
from domain.language import gettext as _
from domain.names import MAX_NAME, name_key, tidy
from domain.outcomes import Code
from domain.sheets import MOST_COLUMNS, Cell, Sheet, is_blank


@dataclass(slots=True)
class _Wide:
    """A sheet's row of headings: where what stands, and the days above the columns of meetings."""

    number: int
    columns: Mapping[Says, int]
    days: dict[int, date] = field(default_factory=dict)


def read(sheets: list[Sheet], *, today: date) -> Attended:
    """Read a file's sheets, each by its headings. Raises `Refused` where none has any."""
    found = Attended()
    kinds = set()
    for sheet in sheets:
        if sheet.unread:
            found.ignored.append(sheet.unread)
        elif sheet.rows:
            kinds.add(_take(sheet, found, today))
    if not kinds - {None}:
        raise Refused(_no_headings(), field="file")
    if len(kinds - {None}) > 1:
        raise Refused(_mixed(), field="file")
    found.complete = "rows" in kinds
    found.said = together(found.said)
    found.problems.sort(key=lambda each: (each.sheet, each.row))
    return found


def _no_headings() -> str:
    return _(
        "I find no headings. I need the columns event_date, organisation and present;"
        " or a row for each organisation, with dates above the other columns."
    )


def _mixed() -> str:
    return _(
        "Some sheets have a row for each person, others a column for each meeting."
        " Please bring them one by one."
    )


def _take(sheet: Sheet, found: Attended, today: date) -> str | None:
    """Read a sheet, and say of which kind it is; None for one that says nothing of meetings."""
    top = find_top(sheet)
    if top is not None:
        read_rows(sheet, top, found, today=today)
        return "rows"
    wide = _find_wide(sheet)
    if wide is not None:
        _head(sheet, wide, found, today)
        _read_seats(sheet, wide, found)
        return "columns"
    found.ignored.append(_("the sheet “{name}”").format(name=sheet.name))
    return None


def _find_wide(sheet: Sheet) -> _Wide | None:
    """Find the row with a heading for organisations, and a day above another column."""
    for number in list(sheet.rows)[:LOOKED_AT]:
        columns = known_columns(sheet.rows[number])
        others = set(range(len(sheet.rows[number]))) - set(columns.values())
        if Says.PARTNER in columns and any(_day(sheet.rows[number][at]) for at in others):
            return _Wide(number, columns)
    return None


def _day(cell: Cell) -> date | None:
    try:
        return read_day(cell)
    except Refused:
        return None


def _head(sheet: Sheet, wide: _Wide, found: Attended, today: date) -> None:
    """Read the days above the columns; one that can't be read is a sentence."""
    row = sheet.rows[wide.number]
    for place, cell in enumerate(row):
        if place in wide.columns.values() or is_blank(cell):
            continue
        if _day(cell) is None and not _has_marks(sheet, wide, place):
            found.ignored.append(said(cell))
            continue
        try:
            day = past_day(cell, today)
            _refuse_second(day, wide)
            wide.days[place] = day
        except Refused as no:
            found.problems.append(Problem(sheet.name, wide.number, no.sentence))
    if len(row) >= MOST_COLUMNS:
        found.ignored.append(_("columns after the first {most}").format(most=MOST_COLUMNS))


def _refuse_second(day: date, wide: _Wide) -> None:
    if day in wide.days.values():
        raise Refused(
            _("Two columns have the date {day}. I take the first.").format(day=said_day(day))
        )


def _has_marks(sheet: Sheet, wide: _Wide, place: int) -> bool:
    below = [row[place] for n, row in sheet.rows.items() if n > wide.number and place < len(row)]
    return any(is_mark(each) for each in below)


def _read_seats(sheet: Sheet, wide: _Wide, found: Attended) -> None:
    for number, cells in sheet.rows.items():
        if number <= wide.number:
            continue
        found.rows += 1
        row = Row(cells, wide.columns)
        if name_key(row.text(Says.PARTNER)) == SECRETARIAT:
            found.hosts += 1
            continue
        try:
            own = Said(
                sheet.name,
                number,
                date.min,
                clean_partner(row.text(Says.PARTNER)),
                Code.MEMBER,
                body=optional(row.text(Says.BODY)),
                seat=optional(row.text(Says.SEAT)),
            )
        except Refused as no:
            found.problems.append(Problem(sheet.name, number, no.sentence))
            continue
        _read_cells(cells, wide, own, tidy(row.text(Says.PERSON))[:MAX_NAME], found)


def _read_cells(row: Sequence[Cell], wide: _Wide, own: Said, person: str, found: Attended) -> None:
    """Read what a row says of each meeting; a cell that says nothing known is a sentence."""
    for place, day in wide.days.items():
        cell = row[place] if place < len(row) else None
        try:
            refuse_broken([cell])
            mark = read_mark(cell)
        except Refused as no:
            sentence = f"{said_day(day)}: {no.sentence}"
            found.problems.append(Problem(own.sheet, own.row, sentence))
            continue
        found.ticks += mark == TICK
        code = by_role(mark, None)
        if code is not None:
            names = (person,) if person and code is Code.MEMBER else ()
            found.said.append(replace(own, day=day, code=code, names=names))
