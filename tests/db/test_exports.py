"""The whole register goes out and comes back the same, row by row, whatever is in it."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings

from bot import sheets, workbooks
from db import exports, import_writes, imports
from db.engine import Database
from db.models import Body, Organisation, OrganisationName, Seat
from db.register_sheets import HEADINGS, LAYOUTS
from db.rows import REGISTER, Register
from domain.readings import read_sheets
from domain.sheets import Cell, Sheet, Table
from tests.db.importing import DAY, NOW, Office, by, sheet
from tests.db.made_up import fill, seeds

numbers = count()

Write = Callable[[Iterable[Table]], bytes]
WAYS: dict[str, Write] = {
    "xlsx": workbooks.xlsx,
    "csv": lambda tables: workbooks.zipped(workbooks.csv_files(tables)),
}


def made_up(database: Database, seed: int) -> Office:
    """Make a partnership with a register at random."""
    office = Office(database, f"from{next(numbers)}")
    with office.working() as session:
        register = Register(session)
        fill(register, seed)
        row = imports.begin(session, "made up", {}, by=by(DAY))
        import_writes.write(session, register, row.id)
    return office


def exported(office: Office, write: Write) -> list[Sheet]:
    with office.working() as session:
        tables = exports.tables(session, day=DAY)
    return sheets.read(write(tables), "register", most=sheets.IN_SLACK)


@pytest.mark.parametrize("way", WAYS)
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=seeds)
def test_every_register_imports_back_to_the_same(database: Database, way: str, seed: int) -> None:
    office = made_up(database, seed)
    other = Office(database, f"to{next(numbers)}")
    reading = read_sheets(exported(office, WAYS[way]), HEADINGS)
    import_id, plan = other.keep(reading)
    assert (plan.problems, plan.questions, reading.ignored) == ([], [], [])
    other.confirm(import_id)
    assert other.lines() == office.lines()
    again, plan = office.keep(reading)
    assert (plan.problems, plan.register.new, plan.register.changed) == ([], [], [])
    other.undo(import_id)
    assert other.of(*(each.__name__ for each in REGISTER[1:])) == []
    assert again


def test_every_table_of_the_register_has_its_sheet() -> None:
    of_their_own = {each.model for each in LAYOUTS}
    assert set(REGISTER) - of_their_own == {Organisation}


def test_samples_and_what_is_about_them_stay_at_home(database: Database) -> None:
    office = Office(database)
    with office.working() as session:
        sample = Organisation(created_at=NOW, sample=True)
        body = Body(name="Forum", name_key="forum", created_at=NOW)
        session.add_all([sample, body])
        session.flush()
        name = OrganisationName(organisation_id=sample.id, name="S", name_key="s", since=DAY)
        session.add_all([name, Seat(organisation_id=sample.id, body_id=body.id, since=DAY)])
    found = {each.name: len(each.rows) for each in exported(office, workbooks.xlsx)}
    assert (found["Names"], found["Seats"], found["Bodies"]) == (1, 1, 2)  # the headings, and rows


NAMES: list[Cell] = ["Partner no.", "Partner", "Name", "Other name", "Since", "Until"]
SEATS: list[Cell] = [
    "Seat no.", "Partner no.", "Partner", "Body", "Seat title", "Statutory", "Speaks for", "Since",
    "Until",
]  # fmt: skip
PARTNERS: list[Cell] = [
    "Partner no.", "Partner", "Member since", "Member until", "Successor no.", "Successor",
]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "headings", "row", "sentence"),
    [
        ("Names", NAMES, [1, "", "", "no", "2019-09-01", None], "The column “Name” is empty."),
        ("Names", NAMES, [1, "", "Fire", "no", "2019-09-01", "2018-09-01"], "before it begins"),
        ("Names", NAMES, [1, "", "Fire", "maybe", "2019-09-01", None], "Other name: “maybe”"),
        ("Names", NAMES, [1, "", "Fire", "no", "soon", None], "Since: “soon” is no day"),
        ("Names", NAMES, [1, "", "Police", "no", "2020-01-01", None], "Something else"),
        (
            "Partners",
            PARTNERS,
            [7, "Nobody", "2019-09-01", None, None, None],
            "“Nobody” is nothing",
        ),
        ("Partners", PARTNERS, [None, "Police", "2020-09-01", None, None, None], "Something else"),
        ("Seats", SEATS, [1, None, "Police", "No such", "", "no", "", DAY, None], "“No such” is"),
    ],
)
def test_a_row_that_was_spoilt_is_a_sentence(
    database: Database, title: str, headings: list[Cell], row: list[Cell], sentence: str
) -> None:
    office = Office(database)
    office.bring(sheet(["Organisation", "Member since"], ["Police", "1/9/2019"]))
    before = office.lines()
    import_id, plan = office.look(sheet(headings, row, name=title))
    [problem] = plan.problems
    assert sentence in problem.sentence
    office.confirm(import_id)
    assert office.lines() == before


def test_a_row_that_was_added_by_hand_needs_no_number(database: Database) -> None:
    office = Office(database)
    office.bring(sheet(["Organisation", "Board"], ["Police", "Forum"]))
    row: list[Cell] = [None, None, "Police", "Forum", "Second", "yes", "", DAY, None]
    office.bring(sheet(SEATS, row, name="Seats"))
    assert (
        "Seat: organisation_id=Police, body_id=Forum, title=Second, statutory=True"
        in (office.of("Seat")[1])
    )


def test_an_end_that_was_added_by_hand_is_taken_over(database: Database) -> None:
    office = Office(database)
    office.bring(sheet(["Organisation", "Member since"], ["Police", "1/9/2019"]))
    until = DAY + timedelta(days=10)
    row: list[Cell] = [None, "Police", "2019-09-01", until, None, None]
    office.bring(sheet(PARTNERS, row, name="Partners"))
    assert office.of("Membership") == [
        f"Membership: organisation_id=Police, since=2019-09-01, until={until}"
    ]
