"""Spreadsheets from outside: their bytes are bounded before they are read, then read as rows.

CSV in any usual encoding and with any usual separator, XLSX, and a zip of CSV files as an export
makes it. Nothing of a file is run, looked up or believed: no formula, no link, no entity.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import PurePath
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from domain.errors import Refused
from domain.language import gettext as _
from domain.sheets import MOST_COLUMNS, MOST_ROWS, Cell, Sheet, is_blank

MEGABYTE = 1_000_000

IN_SLACK = 10 * MEGABYTE
"""Bytes of a file that comes through Slack (its forms take no more)."""

ON_COMMAND_LINE = 20 * MEGABYTE

UNPACKED = 150 * MEGABYTE
"""Bytes that a file may hold once it is unpacked: about 50,000 rows of twenty long cells."""

MOST_SHEETS = 50

KINDS = ("csv", "xlsx", "zip")
"""The kinds of file that can be read."""

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_OVERLAP = 100
_SEPARATORS = ",;\t|"
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def read(content: bytes, file_name: str, *, most: int) -> list[Sheet]:
    """Read a file's sheets. Raises `Refused` for one that is too large or can't be read."""
    refuse_size(len(content), most=most)
    if content.startswith(_ZIP):
        return _unzipped(content)
    if content.startswith(_OLD_EXCEL):
        raise _refused(
            _("This is an old or protected Excel file. Save it as .xlsx, without a password.")
        )
    if b"\0" in content[:200] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _unreadable()
    rows = _csv(content)
    return [Sheet(PurePath(file_name).stem, _bounded(rows, 0))]


def refuse_size(size: int, *, most: int) -> None:
    """Refuse a file by its size, before anything of it is fetched or read."""
    if size > most:
        raise _refused(
            _("This file has {size} MB; at most {most} MB fit. Please split it.").format(
                size=round(size / MEGABYTE, 1), most=most // MEGABYTE
            )
        )
    if size == 0:
        raise _refused(_("This file is empty."))


def _refused(sentence: str) -> Refused:
    return Refused(sentence, field="file")


def _unreadable() -> Refused:
    return _refused(_("I can't read this file. Please save it as .xlsx or .csv, and try again."))


def _unzipped(content: bytes) -> list[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bomb(archive)
            names = archive.namelist()
            if "[Content_Types].xml" in names:
                return list(_workbook(archive, content))
            tables = [each for each in names if each.lower().endswith(".csv")]
            if not tables:
                raise _unreadable()
            return _all_csv(archive, tables)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise _unreadable() from error
    except _BROKEN as error:
        raise _unreadable() from error


_BROKEN = (
    DefusedXmlException,
    InvalidFileException,
    ParseError,
    AttributeError,
    IndexError,
    KeyError,
    TypeError,
    ValueError,
    OSError,
)
"""What openpyxl raises for files that no spreadsheet program wrote."""


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    """Refuse what would unpack to far more: sizes are stated, and the reader stops at them."""
    if sum(each.file_size for each in archive.infolist()) > UNPACKED:
        raise _refused(
            _("Unpacked, this file has more than {most} MB. Please split it.").format(
                most=UNPACKED // MEGABYTE
            )
        )


def _all_csv(archive: zipfile.ZipFile, names: list[str]) -> list[Sheet]:
    sheets: list[Sheet] = []
    for name in names[:MOST_SHEETS]:
        rows = _bounded(_csv(archive.read(name)), sum(len(each.rows) for each in sheets))
        sheets.append(Sheet(PurePath(name).stem, rows))
    return sheets


def _workbook(archive: zipfile.ZipFile, content: bytes) -> Iterator[Sheet]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    count = 0
    for sheet in book.worksheets[:MOST_SHEETS]:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()  # what a file says of its own size is not believed
        merged = _merged(archive, sheet)
        rows = _bounded(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), count)
        _spread(rows, merged)
        count += len(rows)
        yield Sheet(sheet.title, rows)
    book.close()


def _merged(archive: zipfile.ZipFile, sheet: Any) -> list[tuple[int, int, int]]:  # noqa: ANN401 - a read-only sheet's type says less
    """Find the merged cells, as (column, first row, last row): a streamed sheet doesn't say."""
    found: list[bytes] = []
    with archive.open(sheet._worksheet_path) as stream:  # noqa: SLF001 - no other place keeps it
        left = b""
        while part := stream.read(1 << 20):
            text = left + part
            found += _MERGED.findall(text)
            left = text[-_OVERLAP:] if not text.endswith(b">") else b""
    spans = (range_boundaries(each.decode()) for each in dict.fromkeys(found))
    return [
        (left_column - 1, first, last)
        for left_column, first, _right, last in spans
        if left_column and first and last and last > first
    ]


def _spread(rows: dict[int, list[Cell]], merged: list[tuple[int, int, int]]) -> None:
    """Give all rows of merged cells the value that stands in the first."""
    for column, first, last in merged:
        value = rows[first][column] if first in rows and column < len(rows[first]) else None
        for number in range(first + 1, min(last, MOST_ROWS) + 1):
            if number in rows and value is not None:
                row = rows[number]
                row.extend([None] * (column + 1 - len(row)))
                row[column] = value


def _bounded(rows: Any, before: int) -> dict[int, list[Cell]]:  # noqa: ANN401 - rows of any reader
    """Read rows by their numbers, blank ones left out. Raises `Refused` after 50,000."""
    found: dict[int, list[Cell]] = {}
    for number, row in enumerate(rows, 1):
        cells = [_cell(each) for each in row[:MOST_COLUMNS]]
        while cells and is_blank(cells[-1]):
            cells.pop()
        if not cells:
            continue
        found[number] = cells
        if before + len(found) > MOST_ROWS + 1:  # the headings are no row
            raise _refused(
                _("This file has more than {most} rows. Please split it.").format(
                    most=f"{MOST_ROWS:,}"
                )
            )
    return found


def _cell(value: Any) -> Cell:  # noqa: ANN401 - whatever a spreadsheet holds
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value.isoformat(" ")
    if value is None or isinstance(value, str | bool | int | float | date):
        return value
    return str(value)


def _csv(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    csv.field_size_limit(MEGABYTE)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    except csv.Error as error:
        raise _unreadable() from error


def _decoded(content: bytes) -> str:
    """Read text in the encoding it has: UTF-8 or 16 by its mark, UTF-8 without, else Windows'."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _separator(text: str) -> str:
    """Find what stands between cells: what most of the first lines have, outside quotes."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text[:20_000].splitlines()[:40]]
    counts = {each: sorted(line.count(each) for line in lines) for each in _SEPARATORS}
    return max(_SEPARATORS, key=lambda each: (sum(1 for n in counts[each] if n), sum(counts[each])))
