"""Files from outside: every usual form is read, and nothing in one can do harm."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import sheets
from bot.workbooks import csv_files, xlsx, zipped
from domain.errors import Refused
from domain.sheets import Cell, Sheet, Table, unguarded

TEXT = "Organisation{s}Name\r\nÉcole Saint-Jean{s}Sian Ô'Neill\r\n"


def read(content: bytes, name: str = "partners.csv") -> list[Sheet]:
    return sheets.read(content, name, most=sheets.IN_SLACK)


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read(content)
    assert refused.value.field == "file"
    return refused.value.sentence


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv_is_read_in_any_usual_form(encoding: str, separator: str) -> None:
    [sheet] = read(TEXT.format(s=separator).encode(encoding))
    assert sheet.name == "partners"
    assert sheet.rows[1] == ["Organisation", "Name"]
    assert sheet.rows[2] == ["École Saint-Jean", "Sian Ô'Neill"]


def test_commas_within_quotes_separate_nothing() -> None:
    [sheet] = read(b'Name;Note\n"Kent, Medway, Swale";"a, b, c, d, e"\n')
    assert sheet.rows[2] == ["Kent, Medway, Swale", "a, b, c, d, e"]


def test_rows_keep_the_numbers_that_people_see() -> None:
    [sheet] = read(b"Title\n\n\nOrganisation,Name\n\nFire,Jo\n")
    assert list(sheet.rows) == [1, 4, 6]


def workbook(*, merge: str | None = None, hidden: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Contacts"
    sheet.append(["Organisation", "Name"])
    sheet.append(["Council", "Jane"])
    sheet.append([None, "Sam"])
    sheet.append([None, "Lee"])
    if merge:
        sheet.merge_cells(merge)
    if hidden:
        book.create_sheet("Secret").append(["Organisation"])
        book["Secret"].sheet_state = "hidden"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_merged_cells_say_the_same_in_all_their_rows() -> None:
    [sheet] = read(workbook(merge="A2:A3"), "contacts.xlsx")
    assert [sheet.rows[number][0] for number in (2, 3, 4)] == ["Council", "Council", None]


def test_a_blank_cell_that_is_not_merged_stays_blank() -> None:
    [sheet] = read(workbook(), "contacts.xlsx")
    assert sheet.rows[3][0] is None


def test_hidden_sheets_are_left_alone_and_named() -> None:
    [shown, hidden] = read(workbook(hidden=True))
    assert (shown.name, shown.unread) == ("Contacts", "")
    assert (hidden.rows, hidden.unread) == ({}, "the hidden sheet “Secret”")


def test_the_file_is_known_by_what_it_is_not_by_its_name() -> None:
    assert read(workbook(), "contacts.csv")[0].rows[2] == ["Council", "Jane"]


def rezipped(content: bytes, name: str, replaced: bytes) -> bytes:
    """Put other bytes in place of one part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    return zipped(parts | {name: replaced})


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
)
OUTSIDE = ENTITIES.replace(b'"aaaaaaaaaa"', b'SYSTEM "file:///etc/passwd"')


@pytest.mark.parametrize("xml", [ENTITIES, OUTSIDE])
def test_entities_are_refused(xml: bytes) -> None:
    assert "I can't read this file." in refusal(
        rezipped(workbook(), "xl/worksheets/sheet1.xml", xml)
    )


def test_what_unpacks_to_far_more_is_refused_before_it_is_unpacked() -> None:
    bomb = rezipped(workbook(), "xl/media/picture.bin", b"\0" * (sheets.UNPACKED + 1))
    assert len(bomb) < sheets.MEGABYTE
    assert "Unpacked, this file has more than 150 MB." in refusal(bomb)


def test_a_size_that_is_lied_about_is_found_out() -> None:
    """The stated size of a part is what its reader stops at: more is a broken file."""
    content = rezipped(workbook(), "xl/worksheets/sheet1.xml", b"<a>" + b" " * 5_000_000)
    size = (5_000_003).to_bytes(4, "little")
    assert "I can't read this file." in refusal(content.replace(size, (100).to_bytes(4, "little")))


def test_too_many_rows_are_refused() -> None:
    sentence = refusal(b"Organisation\n" + b"Fire\n" * 50_001)
    assert "The sheet “partners” has more than 50,000 rows." in sentence
    [sheet] = read(b"Organisation\n" + b"Fire\n" * 50_000)
    assert len(sheet.rows) == 50_001


def test_a_stated_size_of_a_sheet_is_not_believed() -> None:
    content = workbook()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    lied = xml.replace(b'<dimension ref="A1:B4"', b'<dimension ref="A1:A1"')
    assert lied != xml
    [sheet] = read(rezipped(content, "xl/worksheets/sheet1.xml", lied))
    assert sheet.rows[2] == ["Council", "Jane"]


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\0\0",
        b"\x89PNG\r\n\x1a\n\0\0",
        b"PK\x03\x04 and nothing more",
        zipped({"notes.txt": b"hello"}),
        zipped({"[Content_Types].xml": b"<a/>"}),
        rezipped(workbook(), "xl/workbook.xml", b"<broken"),
        rezipped(workbook(), "xl/worksheets/sheet1.xml", b"<broken"),
        workbook()[:-200],
    ],
)
def test_what_is_no_spreadsheet_is_a_sentence(content: bytes) -> None:
    assert "I can't read this file." in refusal(content)


def test_old_and_locked_workbooks_are_named_so() -> None:
    assert "old or protected" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500)


def test_sizes_are_refused_before_anything_is_read() -> None:
    with pytest.raises(Refused, match="at most 10 MB fit"):
        sheets.refuse_size(10_000_001, most=sheets.IN_SLACK)
    with pytest.raises(Refused, match="This file is empty"):
        sheets.refuse_size(0, most=sheets.IN_SLACK)


@given(st.binary(max_size=300))
def test_whatever_bytes_come_they_are_rows_or_a_sentence(content: bytes) -> None:
    try:
        found = read(content)
    except Refused:
        return
    assert all(isinstance(each, Sheet) for each in found)


CELL = st.one_of(
    st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=20),
    st.integers(-1000, 1000),
    st.none(),
)


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), max_size=5))
def test_what_is_written_is_read_again_and_none_of_it_runs(rows: list[list[Cell]]) -> None:
    table = Table("Names", ("A", "B"), rows)
    book = xlsx([table])
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml")
    packed = zipped(csv_files([table]))
    for content in (book, packed):
        [sheet] = read(content)
        found = [
            [unguarded(each) for each in sheet.rows.get(n, [])] for n in range(2, len(rows) + 2)
        ]
        assert [_said(row) for row in found] == [_said(row) for row in rows]


def _said(row: list[Cell]) -> list[str]:
    """Give what a row says: CSV knows no numbers, and nothing tells blank from empty."""
    said = ["" if each is None else str(each).strip() for each in row]
    while said and not said[-1]:
        said.pop()
    return said
