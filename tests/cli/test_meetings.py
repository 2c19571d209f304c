"""`joinedup import events`, as an operator runs it."""

from pathlib import Path

import pytest

from db.models import Delivery, Event, Series
from tests.cli.hosts import Host
from tests.cli.test_importing import on_sqlite, state

MEETINGS = """Date;Time;Meeting;Board
Thu 3 Dec 2026;10:00-12:00;Winter meeting;Executive
sometime;10:00-12:00;;Executive
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    found = tmp_path / "year.csv"
    found.write_text(MEETINGS, encoding="cp1252")
    return str(found)


def test_meetings_are_shown_added_and_taken_back(prepared: Host, file: str) -> None:
    told = prepared.count(Delivery)
    code, said, _ = prepared.joinedup("import", "events", file, "--yes")
    assert code == 0
    assert "I read 2 meetings. 1 needs you. 1 can't be taken." in said
    assert "Row 3 of “year”: “sometime” is no day" in " ".join(said.split())
    assert "Still to be answered: 1." in said
    assert prepared.count(Event) == 0
    code, said, _ = prepared.joinedup("import", "list")
    number, _when, now, name = said.strip().split("\t")
    assert (now, name) == ("written", "year.csv")
    code, said, _ = prepared.joinedup("import", "undo", number)
    assert (code, "Undone: 0 meetings" in said) == (0, True)
    assert prepared.count(Delivery) == told


@on_sqlite
def test_meetings_of_a_body_that_is_known_are_added(prepared: Host, file: str) -> None:
    partners = Path(file).with_name("partners.csv")
    partners.write_text("Organisation,Board\nCounty Police,Executive\n")
    prepared.joinedup("import", "organisations", str(partners), "--yes")
    told = prepared.count(Delivery)
    code, said, _ = prepared.joinedup("import", "events", file, "--yes")
    assert (code, "Added: 1." in said) == (0, True)
    assert "Thu 3 Dec 2026, 10:00–12:00: Winter meeting (Executive)" in said
    assert (prepared.count(Series), prepared.count(Delivery)) == (1, told)


@on_sqlite
def test_nothing_is_added_without_a_yes(prepared: Host, file: str) -> None:
    code, _, _ = prepared.joinedup("import", "events", file)  # there is nobody to ask
    assert code != 0
    assert state(prepared) == "discarded"


@on_sqlite
@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("--body", "No such board"), "There is no body called “No such board”."),
        (("--calendar", "mine"), "Please give --calendar elsewhere or --calendar ours."),
    ],
)
def test_what_is_not_known_is_a_sentence(
    prepared: Host, file: str, given: tuple[str, ...], says: str
) -> None:
    code, _, said = prepared.joinedup("import", "events", file, *given)
    assert (code, said.strip()) == (1, says)
