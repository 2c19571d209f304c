"""Spreadsheets as we know them, whatever file they came in, and what is safe in a cell."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

Cell = str | int | float | bool | date | None
"""What a cell holds; a moment at midnight is a day, and any other moment a text."""

MOST_ROWS = 50_000
"""Rows of one sheet: what a file holds altogether is bounded by its bytes."""

MOST_COLUMNS = 200
"""Columns that are looked at: what stands farther right is seldom a fact."""

NO_RESULT = "=(no result)"
"""What stands for a formula that was never worked out: its cell says nothing, yet isn't blank."""

_MERGED = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})")

_STARTS = "=+-@\t\r\n"
_WIDE = "＝＋－＠"  # Excel takes the full-width forms for formulas, too
_QUOTES = "\"'“”‘’"
_RISKY = re.compile(rf"[\s{_QUOTES}]*[{re.escape(_STARTS + _WIDE)}]")
_GUARDED = re.compile(rf"'(?=[\s{_QUOTES}]*[{re.escape(_STARTS + _WIDE)}])")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its rows by the number that people see beside them.

    One that was left out has no rows, and `unread` names it in a sentence.
    """

    name: str
    rows: Mapping[int, Sequence[Cell]]
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of ours to be written: one row of headings, then what is known."""

    name: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


def guarded(cell: Cell) -> Cell:
    """Give what may be written: a text that a program would run gets an apostrophe before it.

    Source: OWASP, CSV injection.
    """
    return f"'{cell}" if isinstance(cell, str) and _RISKY.match(cell) else cell


def unguarded(cell: Cell) -> Cell:
    """Give what a cell said before `guarded`."""
    return cell[1:] if isinstance(cell, str) and _GUARDED.match(cell) else cell


def is_blank(cell: Cell) -> bool:
    """Say whether there is nothing in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def spread(rows: dict[int, list[Cell]], merged: Iterable[str]) -> None:
    """Give all rows of merged cells (`A2:A9`) the value that stands in the first."""
    numbers = sorted(rows)
    for column, first, last in _spans(merged):
        top = rows.get(first, [])
        value = top[column] if column < len(top) else None
        if value is None:
            continue
        for number in numbers[bisect_right(numbers, first) : bisect_right(numbers, last)]:
            row = rows[number]
            row.extend([None] * (column + 1 - len(row)))
            row[column] = value


def _spans(merged: Iterable[str]) -> Iterator[tuple[int, int, int]]:
    """Give the column, the first row and the last of merged cells; those that overlap, once."""
    found = [
        (_column(cells[1]), int(cells[2]), int(cells[3]))
        for cells in map(_MERGED.fullmatch, merged)
        if cells
    ]
    ends: dict[int, int] = {}
    for column, first, last in sorted(found):
        if column < MOST_COLUMNS and ends.get(column, 0) < first < last:
            ends[column] = last
            yield column, first, last


def _column(letters: str) -> int:
    """Give the place of a column by its letters: A is 0, AA is 26."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
