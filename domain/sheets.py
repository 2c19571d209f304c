"""Spreadsheets as we know them, whatever file they came in, and what is safe in a cell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

Cell = str | int | float | bool | date | None
"""What a cell holds; a moment at midnight is a day, and any other moment a text."""

MOST_ROWS = 50_000
"""Rows of all the sheets of a file."""

MOST_COLUMNS = 200
"""Columns that are looked at: what stands farther right is seldom a fact."""

_STARTS = "=+-@\t\r\n"
_WIDE = "＝＋－＠"  # Excel takes the full-width forms for formulas, too
_QUOTES = "\"'“”‘’"
_RISKY = re.compile(rf"[\s{_QUOTES}]*[{re.escape(_STARTS + _WIDE)}]")
_GUARDED = re.compile(rf"'(?=[\s{_QUOTES}]*[{re.escape(_STARTS + _WIDE)}])")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its rows by the number that people see beside them."""

    name: str
    rows: Mapping[int, Sequence[Cell]]


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
