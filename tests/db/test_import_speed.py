"""A tenth of the largest spreadsheet takes less than a tenth of its time, and few statements."""

import time

import pytest
from sqlalchemy import event

from bot import sheets
from db.engine import Database
from db.register_sheets import HEADINGS
from domain.readings import read_sheets
from tests.db.importing import Office
from tests.db.large_spreadsheets import MOST_SECONDS, PARTNERS, spreadsheet

TENTH = PARTNERS // 10
SLOWER = 3
"""How much slower this machine may be while other tests run: what counts is its own time."""


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def test_a_tenth_of_the_largest_file_is_imported_in_time(office: Office) -> None:
    content = spreadsheet(TENTH).encode()
    began = time.process_time()
    found = sheets.read(content, "large.csv", most=sheets.ON_COMMAND_LINE)
    import_id, plan = office.keep(read_sheets(found, HEADINGS))
    office.confirm(import_id)
    seconds = time.process_time() - began
    assert (plan.problems, plan.questions) == ([], [])
    assert len(office.of("Person")) == 4 * TENTH
    assert seconds <= SLOWER * MOST_SECONDS / 10


def test_the_number_of_queries_does_not_grow_with_the_file(office: Office) -> None:
    counted: list[int] = []
    for partners in (5, 50):
        reads: list[str] = []

        def note(*arguments: object, reads: list[str] = reads) -> None:
            if str(arguments[2]).startswith("SELECT"):
                reads.append(str(arguments[2]))

        event.listen(office.database.engine, "before_cursor_execute", note)
        content = spreadsheet(partners).encode()
        office.keep(read_sheets(sheets.read(content, "x.csv", most=10**6), HEADINGS))
        event.remove(office.database.engine, "before_cursor_execute", note)
        counted.append(len(reads))
    assert counted[0] == counted[1] <= 25
