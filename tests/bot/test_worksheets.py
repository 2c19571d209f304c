"""Workbooks as programs write them, and as nobody does: each sheet within bounds of its own."""

import io
import time
import zipfile

import openpyxl
import pytest

from bot import sheets
from bot.workbooks import csv_files, xlsx, zipped
from domain.errors import Refused
from domain.sheets import NO_RESULT, Cell, Sheet, Table

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SECONDS = 10
"""Far more than reading takes, far less than looping over what is only stated."""


def workbook(rows: bytes, after: bytes = b"") -> bytes:
    """Write a workbook of one sheet from its XML."""
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    with zipfile.ZipFile(book) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    xml = b'<worksheet xmlns="%b"><sheetData>%b</sheetData>%b</worksheet>' % (MAIN, rows, after)
    return zipped(parts | {"xl/worksheets/sheet1.xml": xml})


def text(place: str, said: str) -> bytes:
    return f'<c r="{place}" t="inlineStr"><is><t>{said}</t></is></c>'.encode()


ROW = b'<row r="1">' + text("A1", "Organisation") + b"</row>"


def read(content: bytes) -> list[Sheet]:
    began = time.monotonic()
    try:
        return sheets.read(content, "x.xlsx", most=sheets.IN_SLACK)
    finally:
        assert time.monotonic() - began < SECONDS


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="99999999999"/>',
        b'<row r="99999999999">' + text("A99999999999", "Fire") + b"</row>",
    ],
)
def test_rows_beyond_the_last_that_a_program_has_are_refused(rows: bytes) -> None:
    with pytest.raises(Refused, match="has more than 50,000 rows"):
        read(workbook(ROW + rows))


def test_no_end_of_rows_by_one_number_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "LAST_ROW", 5_000)
    with pytest.raises(Refused, match="has more than 50,000 rows"):
        read(workbook(ROW + b'<row r="1"/>' * 5_000))


def test_rows_that_are_far_down_are_read_by_their_numbers() -> None:
    [sheet] = read(workbook(ROW + b'<row r="1048576">' + text("B1048576", "Fire") + b"</row>"))
    assert sheet.rows == {1: ["Organisation"], 1_048_576: [None, "Fire"]}


def test_a_row_of_more_cells_than_a_program_has_is_refused() -> None:
    with pytest.raises(Refused, match="I can't read this file"):
        read(workbook(b"<row>" + b"<c/>" * 20_000 + b"</row>"))


def test_what_a_comment_says_of_merged_cells_costs_nothing() -> None:
    [sheet] = read(workbook(ROW, b"<!--" + b"<mergeCell " * 90_000 + b"-->"))
    assert sheet.rows == {1: ["Organisation"]}


def merges(count: int) -> bytes:
    cells = b"".join(b'<mergeCell ref="A1:A%d"/>' % (1_000_001 + n) for n in range(count))
    return b"<mergeCells>" + cells + b"</mergeCells>"


def test_merged_cells_that_overlap_are_spread_once() -> None:
    rows = b"".join(b'<row r="%d">' % n + text(f"B{n}", "Jo") + b"</row>" for n in range(2, 10_002))
    [sheet] = read(workbook(ROW + rows, merges(50_000)))
    assert sheet.rows[10_001] == ["Organisation", "Jo"]


def test_more_merged_cells_than_rows_are_refused() -> None:
    with pytest.raises(Refused, match="I can't read this file"):
        read(workbook(ROW, merges(100_000)))


def test_merged_cells_without_a_value_spread_nothing() -> None:
    rows = b'<row r="2">' + text("A2", "Fire") + b"</row>"
    [sheet] = read(workbook(rows, b'<mergeCells><mergeCell ref="A1:A9"/></mergeCells>'))
    assert sheet.rows == {2: ["Fire"]}


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        (b"<f>B1&amp;C1</f>", NO_RESULT),
        (b"<f>B1&amp;C1</f><v/>", NO_RESULT),
        (b"<f>1+1</f><v>2</v>", 2),
    ],
)
def test_a_formula_without_a_result_is_no_blank(cell: bytes, found: Cell) -> None:
    row = text("A1", "Fire") + b'<c r="B1">' + cell + b"</c>"
    [sheet] = read(workbook(b'<row r="1">' + row + b"</row>"))
    assert sheet.rows[1] == ["Fire", found]


def test_a_formula_whose_result_is_an_empty_text_is_a_blank() -> None:
    row = text("A1", "Fire") + b'<c r="B1" t="str"><f>IF(1,"")</f><v></v></c>'
    [sheet] = read(workbook(b'<row r="1">' + row + b"</row>"))
    assert sheet.rows[1] == ["Fire"]


def test_a_formula_that_no_program_worked_out_is_found_in_a_real_workbook() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Fire", "=A1"])
    written = io.BytesIO()
    book.save(written)
    assert read(written.getvalue())[0].rows[1] == ["Fire", NO_RESULT]


def test_each_sheet_has_a_bound_of_its_own() -> None:
    table = b"Organisation\n" + b"Fire\n" * 50_000
    found = read(zipped({"a.csv": table, "b.csv": table}))
    assert [len(each.rows) for each in found] == [50_001, 50_001]
    with pytest.raises(Refused, match="The sheet “b” has more than 50,000 rows"):
        read(zipped({"a.csv": table, "b.csv": table + b"Police\n"}))


@pytest.mark.parametrize("packed", [xlsx, lambda tables: zipped(csv_files(tables))])
def test_sheets_beyond_the_last_are_named(packed: type) -> None:
    tables = [Table(f"Sheet {n}", ("Organisation",), [["Fire"]]) for n in range(52)]
    found = read(packed(tables))
    assert len(found) == 51
    assert (found[-1].rows, found[-1].unread) == ({}, "2 sheets after the first 50")
