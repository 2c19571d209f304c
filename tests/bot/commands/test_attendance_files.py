"""What a file of past attendance leaves open is answered in Slack, from the Home."""

from datetime import date

from db import attendance_imports, imports, partnerships
from db.import_runs import By
from db.models import Delivery, Outcome
from db.tenancy import within
from domain.attendance_sheets import read
from domain.sheets import Cell, Sheet
from sandbox import View
from tests.bot.commands.register import rows
from tests.conftest import NOW
from tests.db.attending import line, sheet
from tests.world import World, shown

BY = By(None, NOW, date(2026, 11, 23))


def bring(world: World, *given: list[Cell]) -> None:
    """Import a file as the command line does."""
    with world.house.database.writing() as session:
        partnership = partnerships.one(session, None)
        with within(session, partnership.id):
            found: list[Sheet] = [sheet(*given)]
            row = attendance_imports.begin(session, "forum.csv", "Forum", as_spelt=False, by=BY)
            attendance_imports.keep(session, row, read(found, today=BY.day), by=BY)
            attendance_imports.confirm(session, imports.by_id(session, row.id), by=BY)


def codes(world: World) -> list[str]:
    return sorted(str(each.code) for each in rows(world, Outcome) if each.is_current)


def asked(world: World) -> View:
    """Open the first question from the Home."""
    world.coordinator.open_home()
    assert world.coordinator.home is not None
    world.coordinator.press(world.coordinator.home, "import.questions")
    assert world.coordinator.view is not None
    return world.coordinator.view


def choose(world: World, view: View, reads: str) -> str:
    """Give the answer that reads so, and what is said then."""
    value = next(str(each["accessory"]["value"]) for each in view.blocks if reads in str(each))
    world.coordinator.press(view, "import.decide", value=value)
    assert world.coordinator.view is not None
    return shown(world.coordinator.view.blocks)


def test_another_spelling_is_settled_with_a_press(world: World) -> None:
    bring(world, line("2019-01-10", "County Police"), line("2019-01-10", "County Pollice"))
    view = asked(world)
    assert "The file says “County Pollice”. Is that a partner you have?" in shown(view.blocks)
    assert "All questions are answered" in choose(world, view, "add it")
    assert codes(world) == ["MA", "MA"]
    assert world.coordinator.view is not None
    said = shown(world.coordinator.view.blocks)
    assert "Past events" in said
    assert "All partners" not in said


def test_a_difference_is_named_and_the_file_may_be_right(world: World) -> None:
    planned = len(rows(world, Delivery))
    bring(world, line("2019-01-10", "Police"))
    bring(world, line("2019-01-10", "Police", role="other"))
    view = asked(world)
    said = shown(view.blocks)
    assert "The file says something else of 10 January 2019 than is recorded" in said
    assert "Police is “Member attended” here, and “Representative attended” in the file" in said
    assert "Keep what is recorded" in said
    choose(world, view, "The file is right")
    assert codes(world) == ["RA"]
    assert len(rows(world, Delivery)) == planned


def test_a_meeting_of_another_name_is_asked_about_by_its_day(world: World) -> None:
    bring(world, line("2019-01-10", "Police"))
    named: list[Cell] = ["2019-01-10", "Planning day", "Police", "x", 1, "rep", 0]
    bring(world, named)
    view = asked(world)
    question = "The file has “Planning day” on 10 January 2019. Is that a meeting you have?"
    assert question in shown(view.blocks)
    choose(world, view, "It is another meeting")
    assert codes(world) == ["MA", "MA"]
