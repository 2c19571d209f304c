"""`joinedup import` and `joinedup export`, as an operator runs them."""

from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from db.models import AuditEntry, Import, Organisation, Person
from db.tenancy import across_partnerships
from tests.cli.hosts import Host

on_sqlite = pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)

PARTNERS = """Organisation;Sector;Name;E-mail;Board;Part
County Police;Police;Lee Brown;lee@police.example.org;Executive;Lead
County Pollice;Police;Sam Hill;sam@police.example.org;Executive;Deputy
Housing Trust;Housing;Pat Low;no address at all;Executive;Lead
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    found = tmp_path / "partners.csv"
    found.write_text(PARTNERS, encoding="cp1252")
    return str(found)


def state(host: Host) -> str:
    with host.database.reading() as session, across_partnerships(session):
        return session.scalars(select(Import.state).order_by(Import.id.desc())).first() or ""


def test_a_spreadsheet_is_shown_written_listed_and_undone(prepared: Host, file: str) -> None:
    people = prepared.count(Person)
    code, said, _ = prepared.joinedup("import", "organisations", file, "--yes")
    assert code == 0
    assert "Rows: 1 clear, 1 waiting for an answer." in said
    assert "row 4 of partners: “no address at all” is not a mail address." in " ".join(said.split())
    assert "County Pollice (row 3)" in said
    assert "Still to be answered: 1." in said
    assert prepared.count(Organisation) == 1
    code, said, _ = prepared.joinedup("import", "list")
    number, _when, now, name = said.strip().split("\t")
    assert (now, name) == ("written", "partners.csv")
    code, said, _ = prepared.joinedup("import", "undo", number)
    assert (code, "were taken back" in said) == (0, True)
    assert (prepared.count(Organisation), prepared.count(Person)) == (0, people)
    code, _, said = prepared.joinedup("import", "undo", number)
    assert (code, said.strip()) == (1, "This import was undone.")


@on_sqlite
def test_nothing_is_written_without_a_yes(prepared: Host, file: str) -> None:
    before = prepared.count(AuditEntry)
    code, _, _ = prepared.joinedup("import", "organisations", file)  # there is nobody to ask
    assert code != 0
    assert prepared.count(Organisation) == 0
    assert state(prepared) == "discarded"
    assert prepared.count(AuditEntry) == before + 1


@on_sqlite
def test_the_register_is_exported_and_imports_back(
    prepared: Host, file: str, tmp_path: Path
) -> None:
    prepared.joinedup("import", "organisations", file, "--yes")
    book, folder = tmp_path / "register.xlsx", tmp_path / "register"
    code, said, _ = prepared.joinedup("export", str(book))
    assert (code, "names and addresses" in said) == (0, True)
    code, _, _ = prepared.joinedup("export", str(folder))
    assert code == 0
    assert (folder / "Names.csv").read_bytes().startswith(b"\xef\xbb\xbfPartner no.,Partner,Name")
    assert "Holders" in openpyxl.load_workbook(book).sheetnames
    code, said, _ = prepared.joinedup("import", "organisations", str(book), "--yes")
    assert (code, "0 waiting for an answer" in said) == (0, True)
    assert prepared.count(Organisation) == 1
    code, _, said = prepared.joinedup("export", str(folder))
    assert (code, "is not empty" in said) == (1, True)


@on_sqlite
def test_attendance_is_exported(prepared: Host, tmp_path: Path) -> None:
    listed = tmp_path / "forum.csv"
    listed.write_text(
        "event_date,event,organisation,person,present,role,apologies\n"
        "2025-03-06,2025-03-06,Police,p1,1,rep,0\n"
        "2025-06-05,2025-06-05,Police,p1,0,rep,1\n"
        "2025-06-05,2025-06-05,Health,p2,1,other,0\n"
    )
    prepared.joinedup("import", "attendance", str(listed), "--yes")
    book, folder = tmp_path / "attendance.xlsx", tmp_path / "attendance"
    for place in (book, folder):
        code, said, _ = prepared.joinedup("export", "--attendance", str(place))
        assert (code, "They hold names:" in said) == (0, True)
    rows = openpyxl.load_workbook(book)["Outcomes"].iter_rows(min_row=2, values_only=True)
    assert [(str(row[0])[:10], row[4], row[6]) for row in rows] == [
        ("2025-06-05", "Health", "RA"),
        ("2025-06-05", "Police", "A"),
        ("2025-03-06", "Police", "MA"),
    ]
    assert (folder / "Figures.csv").read_bytes().startswith(b"\xef\xbb\xbfPeriod,")


@on_sqlite
def test_an_empty_sheet_is_written(prepared: Host, tmp_path: Path) -> None:
    sheet = tmp_path / "empty.xlsx"
    code, _, _ = prepared.joinedup("import", "organisations", "--template", str(sheet))
    assert code == 0
    code, said, _ = prepared.joinedup("import", "organisations", str(sheet), "--yes")
    assert (code, "Rows: 0 clear" in said) == (0, True)


@on_sqlite
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"%PDF-1.7\0\0", "I can't read this file."),
        (b"\xd0\xcf\x11\xe0 and more", "old or protected Excel file"),
        (b"a,b\n1,2\n", "I find no row of headings"),
    ],
)
def test_a_file_that_cannot_be_taken_is_one_sentence(
    prepared: Host, tmp_path: Path, content: bytes, sentence: str
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes(content)
    code, _, said = prepared.joinedup("import", "organisations", str(bad), "--yes")
    assert (code, sentence in said) == (1, True)
    assert "Traceback" not in said
