"""Spreadsheets from outside: their bytes are bounded before they are read, then read as rows.

CSV in any usual encoding and with any usual separator, XLSX, and a zip of CSV files as an export
makes it. Nothing of a file is run, looked up or believed: no formula, no link, no entity.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import PurePath
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._reader import CELL_TAG, FORMULA_TAG, ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS

from domain.cells import QUOTED
from domain.errors import Refused
from domain.language import gettext as _
from domain.language import ngettext
from domain.sheets import MOST_COLUMNS, MOST_ROWS, NO_RESULT, Cell, Sheet, is_blank, spread

MEGABYTE = 1_000_000

IN_SLACK = 10 * MEGABYTE
"""Bytes of a file that comes through Slack (its forms take no more)."""

ON_COMMAND_LINE = 20 * MEGABYTE

UNPACKED = 150 * MEGABYTE
"""Bytes that a file may hold once it is unpacked: the bound for all of its sheets together."""

MOST_SHEETS = 50

LAST_ROW = 1_048_576
"""The last row that Excel has, and LibreOffice."""

_MOST_CELLS = 16_384
"""Cells of one row: the columns that Excel has."""

_MOST_ELEMENTS = 5_000_000
"""Elements of one sheet: 50,000 rows of thirty cells."""

KINDS = ("csv", "xlsx", "zip")
"""The kinds of file that can be read."""

_MERGED_TAG = f"{{{SHEET_MAIN_NS}}}mergeCell"
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
    return [_table(file_name, content)]


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


def _table(name: str, content: bytes) -> Sheet:
    title = PurePath(name).stem
    return Sheet(title, _bounded(enumerate(_csv(content), 1), title))


def _all_csv(archive: zipfile.ZipFile, names: list[str]) -> list[Sheet]:
    found = [_table(each, archive.read(each)) for each in names[:MOST_SHEETS]]
    return [*found, *_beyond(len(names))]


def _workbook(archive: zipfile.ZipFile, content: bytes) -> Iterator[Sheet]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets[:MOST_SHEETS]:
        if sheet.sheet_state != "visible":
            yield Sheet(
                sheet.title, {}, unread=_("the hidden sheet “{name}”").format(name=sheet.title)
            )
            continue
        merged: list[str] = []
        rows = _bounded(_streamed(archive, sheet, merged), sheet.title)
        spread(rows, merged)
        yield Sheet(sheet.title, rows)
    yield from _beyond(len(book.worksheets))
    book.close()


def _beyond(count: int) -> Iterator[Sheet]:
    """Say of the sheets beyond the last that is read that they were left out."""
    if (more := count - MOST_SHEETS) > 0:
        said = ngettext(
            "{count} sheet after the first {most}", "{count} sheets after the first {most}", more
        )
        yield Sheet("", {}, unread=said.format(count=more, most=MOST_SHEETS))


def _streamed(
    archive: zipfile.ZipFile,
    sheet: Any,  # noqa: ANN401 - a read-only sheet's type says less
    merged: list[str],
) -> Iterator[tuple[int, Sequence[Any]]]:
    """Read the rows that a sheet has, by number, and add to `merged` what cells it merges.

    Only what is written is read: neither a sheet's stated size nor a row's number costs anything.
    """
    with archive.open(sheet._worksheet_path) as stream:  # noqa: SLF001 - no other place keeps it
        parser = _parser(sheet, stream)
        cells = 0
        for seen, (_event, element) in enumerate(iterparse(stream)):
            if cells > _MOST_CELLS or seen > _MOST_ELEMENTS or len(merged) > MOST_ROWS:
                raise _unreadable()
            if element.tag == CELL_TAG:
                cells += 1
            elif element.tag == ROW_TAG:
                cells = 0
                number, row = parser.parse_row(element)
                element.clear()
                yield number, _in_columns(row)
            elif element.tag == _MERGED_TAG:
                merged.append(element.get("ref", "")[:30])


class _Parser(WorkSheetParser):
    """Reads cells as openpyxl does, and tells a formula without a result from a blank."""

    def parse_cell(self, element: Any) -> Any:  # noqa: ANN401 - openpyxl has no types
        found = super().parse_cell(element)
        if found["value"] is None and element.find(FORMULA_TAG) is not None:
            blank = element.get("t") == "str" and element.find(VALUE_TAG) is not None
            found["value"] = None if blank else NO_RESULT
        return found


def _parser(sheet: Any, stream: Any) -> _Parser:  # noqa: ANN401 - openpyxl has no types
    book = sheet.parent
    return _Parser(
        stream,
        sheet._shared_strings,  # noqa: SLF001 - what openpyxl gives its own reader
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats,  # noqa: SLF001
        timedelta_formats=book._timedelta_formats,  # noqa: SLF001
    )


def _in_columns(cells: Sequence[Any]) -> list[Any]:
    """Put cells in their places: a row says only those that hold something."""
    known = {each["column"]: each["value"] for each in cells if each["column"] <= MOST_COLUMNS}
    return [known.get(column) for column in range(1, max(known, default=0) + 1)]


def _bounded(rows: Iterable[tuple[int, Sequence[Any]]], name: str) -> dict[int, list[Cell]]:
    """Read a sheet's rows by their numbers, blank ones left out. Raises `Refused` after 50,000."""
    found: dict[int, list[Cell]] = {}
    last = 0
    for seen, (number, row) in enumerate(rows, 1):
        cells = [_cell(each) for each in row[:MOST_COLUMNS]]
        while cells and is_blank(cells[-1]):
            cells.pop()
        if cells and number > last:
            found[number], last = cells, number
        if len(found) > MOST_ROWS + 1 or max(seen, number) > LAST_ROW:  # the headings are no row
            raise _too_many_rows(name)
    return found


def _too_many_rows(name: str) -> Refused:
    return _refused(
        _("The sheet “{name}” has more than {most} rows. Please split it into two.").format(
            name=name[:QUOTED], most=f"{MOST_ROWS:,}"
        )
    )


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
