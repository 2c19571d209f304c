"""`joinedup import attendance`, as an operator runs it, also with three real files."""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select

from db.models import (
    Attendance,
    AuditEntry,
    Delivery,
    Event,
    Import,
    Organisation,
    Outcome,
    Recipient,
    Seat,
)
from db.tenancy import across_partnerships
from tests.cli.hosts import Host

on_sqlite = pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)
SHARED = Path(__file__).parents[3] / "shared" / "attendance"
HEAD = "event_date,event,organisation,person,present,role,apologies\n"
TWO = """2019-01-10,2019-01-10,Police,p1,1,rep,0
2019-01-10,2019-01-10,Health,p2,0,rep,1
2019-02-14,2019-02-14,Police,p1,0,rep,0
2019-02-14,2019-02-14,Health,p3,1,other,0
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "leadership_forum.csv"
    found.write_text(HEAD + TWO, encoding="utf-8")
    return found


def test_past_meetings_are_shown_written_and_undone(prepared: Host, file: Path) -> None:
    planned = prepared.count(Delivery)
    code, said, _ = prepared.joinedup("import", "attendance", str(file), "--yes")
    assert code == 0
    assert "Meetings of leadership forum" in said
    came = "member attended (MA) 1, representative attended (RA) 1, no apologies received (NC) 1."
    assert came in said
    assert "Lines from before a partner first came, not counted: 1." in said
    assert "Written. joinedup import undo 1 takes it back as one. Nobody was told." in said
    assert (prepared.count(Event), prepared.count(Outcome)) == (2, 3)
    assert (prepared.count(Delivery), prepared.count(Recipient)) == (planned, 0)
    code, said, _ = prepared.joinedup("import", "attendance", str(file), "--yes")
    assert (code, "All of this is here already" in said) == (0, True)
    code, said, _ = prepared.joinedup("import", "undo", "1")
    assert (code, "were taken back" in said) == (0, True)
    assert (prepared.count(Event), prepared.count(Outcome), prepared.count(Seat)) == (0, 0, 0)


@on_sqlite
def test_nothing_is_written_without_a_yes(prepared: Host, file: Path) -> None:
    before = prepared.count(AuditEntry)
    code, said, _ = prepared.joinedup("import", "attendance", str(file))  # nobody is there to ask
    assert (code != 0, "Nothing was written." in said) == (True, True)
    assert (prepared.count(Event), prepared.count(AuditEntry)) == (0, before + 1)


@on_sqlite
def test_a_coordinators_workbook_is_taken(prepared: Host, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.create_sheet("Board", 0)
    for row in (
        ["Agency", "Lead", date(2019, 1, 10), date(2019, 2, 14), "1/1/2031"],
        ["Police", "Jo Lee", "MA", "✓", "x"],
        ["Health", "Al Roy", "Apologies", "late", None],
    ):
        page.append(row)
    file = tmp_path / "board.xlsx"
    book.save(file)
    code, said, _ = prepared.joinedup(
        "import", "attendance", str(file), "--body", "Executive", "--yes"
    )
    assert code == 0
    assert "Meetings of Executive" in said
    assert "New outcomes: member attended (MA) 2, apologies (A) 1." in said
    assert "Ticks, each taken as member attended (MA): 1." in said
    said = " ".join(said.split())
    assert "row 1 of Board: 1 January 2031 is still to come" in said
    assert "row 3 of Board: 14 February 2019: “late” says nothing that I know." in said
    assert prepared.count(Event) == 2


@on_sqlite
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "This file is empty."),
        ("a,b\n1,2\n", "I need the columns event_date, organisation and present"),
    ],
)
def test_a_file_that_cannot_be_taken_is_one_sentence(
    prepared: Host, tmp_path: Path, content: str, sentence: str
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(content, encoding="utf-8")
    code, _, said = prepared.joinedup("import", "attendance", str(bad), "--yes")
    assert (code, sentence in " ".join(said.split())) == (1, True)
    assert "Traceback" not in said
    assert prepared.count(Import) == 0


@on_sqlite
def test_two_files_that_disagree_are_told_of_by_row(prepared: Host, file: Path) -> None:
    prepared.joinedup("import", "attendance", str(file), "--yes")
    file.write_text(HEAD + TWO.replace("p1,0,rep,0", "p1,1,rep,0"), encoding="utf-8")
    code, said, _ = prepared.joinedup("import", "attendance", str(file), "--yes")
    assert code == 0
    assert "Recorded otherwise here, and left as it is: 1" in said
    assert "row 4 of leadership_forum: 14 February 2019: Police is “No apologies" in said
    assert "Still to be answered: 1." in said
    assert prepared.count(Outcome) == 3


def counted(file: Path) -> tuple[int, int, Counter[str]]:
    """Count meetings, organisations and outcomes straight from a file, by the rule alone."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = [each for each in csv.DictReader(opened) if each["organisation"] != "(secretariat)"]
    came: dict[tuple[str, str], str] = {}
    sorry: set[tuple[str, str]] = set()
    for row in rows:
        place = (row["organisation"], row["event_date"])
        if row["present"] == "1":
            is_member = row["role"] in {"rep", "tac"} or came.get(place) == "MA"
            came[place] = "MA" if is_member else "RA"
        elif row["apologies"] == "1":
            sorry.add(place)
    meetings = sorted({day for _who, day in came})
    first = {who: min(day for other, day in came if other == who) for who, _day in came}
    outcomes = Counter(
        came.get((who, day)) or ("A" if (who, day) in sorry else "NC")
        for who, begun in first.items()
        for day in meetings
        if day >= begun
    )
    return len(meetings), len(first), outcomes


def codes(host: Host) -> Iterator[tuple[str | None, int]]:
    with host.database.reading() as session, across_partnerships(session):
        query = select(Outcome.code, func.count()).where(Outcome.is_current).group_by(Outcome.code)
        yield from ((code, n) for code, n in session.execute(query))


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/attendance is not here")
@pytest.mark.parametrize("name", ["aswf_tac", "omp_tac", "ccc_tac"])
def test_a_real_file_comes_in_whole(prepared: Host, name: str) -> None:
    file, planned = SHARED / f"{name}.csv", prepared.count(Delivery)
    code, said, _ = prepared.joinedup("import", "attendance", str(file), "--as-spelt", "--yes")
    assert code == 0, said
    assert "To be answered" not in said
    meetings, organisations, outcomes = counted(file)
    assert prepared.count(Event) == prepared.count(Attendance) == meetings
    assert prepared.count(Organisation) == prepared.count(Seat) == organisations
    assert dict(codes(prepared)) == dict(outcomes)
    assert prepared.count(Delivery) == planned
    code, said, _ = prepared.joinedup("import", "attendance", str(file), "--as-spelt", "--yes")
    assert (code, "All of this is here already" in said) == (0, True)
    assert prepared.count(Outcome) == outcomes.total()
