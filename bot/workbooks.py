"""The register as a file for people's own programs: XLSX, or CSV in a zip; nothing in it runs."""

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from domain.sheets import Cell, Table, guarded

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"

_WIDEST = 60
_NARROWEST = 10
_FORBIDDEN = {each: "" for each in range(32) if chr(each) not in "\t\n\r"}
"""Characters that no XML file may hold (XML 1.0, 2.2)."""


def xlsx(tables: Iterable[Table]) -> bytes:
    """Write a workbook with a sheet for each table; every text is a text, never a formula."""
    book = Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(table.name)
        sheet.freeze_panes = "A2"
        for place, width in enumerate(_widths(table), 1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        headings = [WriteOnlyCell(sheet, value=each) for each in table.headings]
        for heading in headings:
            heading.font = Font(bold=True)
        sheet.append(headings)
        for row in table.rows:
            sheet.append([_cell(sheet, each) for each in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _cell(sheet: Any, cell: Cell) -> Any:  # noqa: ANN401 - openpyxl's types say less than it takes
    safe = guarded(cell)
    if isinstance(safe, date):
        dated = WriteOnlyCell(sheet, value=datetime.combine(safe, time()))
        dated.number_format = "yyyy-mm-dd"
        return dated
    return safe.translate(_FORBIDDEN) if isinstance(safe, str) else safe


def _widths(table: Table) -> list[float]:
    """Give each column the width of its longest cell, within reason."""
    lengths = [[len(str(row[place] or "")) for row in table.rows[:500]] for place in _places(table)]
    return [
        min(max(_NARROWEST, len(table.headings[place]) + 2, *cells), _WIDEST)
        if (cells := lengths[place])
        else max(_NARROWEST, len(table.headings[place]) + 2)
        for place in _places(table)
    ]


def _places(table: Table) -> range:
    return range(len(table.headings))


def csv_files(tables: Iterable[Table]) -> dict[str, bytes]:
    """Write each table as a CSV file (UTF-8 with its mark, as Excel wants it), by file name."""
    files = {}
    for table in tables:
        written = io.StringIO(newline="")
        writer = csv.writer(written)
        writer.writerow(table.headings)
        writer.writerows([guarded(each) for each in row] for row in table.rows)
        files[f"{table.name}.csv"] = written.getvalue().encode("utf-8-sig")
    return files


def zipped(files: dict[str, bytes]) -> bytes:
    """Pack files into a zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def zipped_csv(tables: Iterable[Table]) -> bytes:
    """Write each table as a CSV file, all in one zip."""
    return zipped(csv_files(tables))
