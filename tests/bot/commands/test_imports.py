"""Spreadsheets through Slack: the form, the job that fetches, the preview, the queue, the undo."""

import io
from concurrent.futures import ThreadPoolExecutor

import openpyxl
import pytest

from db.models import AuditEntry, Import, ImportQuestion, Organisation, OrganisationName
from tests.bot.commands.arranged import arranged, arrived, live, waiting
from tests.bot.commands.register import BEGAN, lead, rows
from tests.bot.commands.spreadsheets import PARTNERS, bring, give, names, press, value_of, work
from tests.world import World, shown, words


def test_a_spreadsheet_is_shown_before_anything_is_written(world: World) -> None:
    message = bring(world)
    said = words(message)
    assert "Before I write “partners.csv”" in said
    assert "I read 2 partners, 2 people and 2 seats." in said
    assert "2 rows are clear. 1 needs you: the queue can wait. 1 row can't be taken." in said
    assert "1 person has no mail address yet." in said
    assert names(world) == []


def test_a_preview_names_what_is_known_and_would_change(world: World) -> None:
    press(world, bring(world), "import.confirm")
    row = "County Police,Lee Brown,lee@police.example.org,Chief"
    changed = f"Organisation,Name,E-mail,Job title\n{row}\n"
    said = words(bring(world, changed))
    assert "Partners: 1 left as they are" in said
    assert "What is known and changes: Lee Brown (the person's details)." in said


def test_coming_events_follow_a_file_that_names_another_lead(register: World) -> None:
    lead(register, new_name="Chief", address="chief@example.org", since=BEGAN)
    live(register)
    arranged(register)
    arrived(register)
    row = "County Police,Jo Flame,jo@police.example.org,Executive,Lead,23/11/2026"
    message = bring(register, f"Organisation,Name,E-mail,Board,Part,Seat from\n{row}\n")
    assert "1 coming event follows: who fills its seats changes." in words(message)
    assert waiting(register) == []
    done = press(register, message, "import.confirm")
    assert "1 coming event follows: who fills its seats changes." in words(done)
    assert waiting(register) == [("withdrawal", "Chief"), ("invitation", "Jo Flame")]


def test_what_is_clear_is_written_and_the_queue_waits(world: World) -> None:
    message = bring(world)
    done = press(world, message, "import.confirm")
    assert "“partners.csv” is written. 1 question waits for you; it can wait." in words(done)
    assert names(world) == ["County Police", "Fire and Rescue"]
    [audited] = [each for each in rows(world, AuditEntry) if each.subject_kind == "import"]
    assert audited.verb == "confirm"


def test_a_question_that_is_answered_later_writes_its_rows(world: World) -> None:
    done = press(world, bring(world), "import.confirm")
    asked = press(world, done, "import.questions")
    assert "The file says “County Pollice”. Is that a partner you have?" in words(asked)
    assert "It is County Police, spelled another way" in words(asked)
    answered = press(world, asked, "import.decide", value=value_of(asked, "spelled another way"))
    assert "All questions are answered" in words(answered)
    assert names(world) == ["County Police", "Fire and Rescue"]
    assert "County Pollice" in [e.name for e in rows(world, OrganisationName) if e.alias]
    assert "Sam Hill" in words(world.coordinator.run("/partner County Police").ephemeral)


def test_a_row_that_an_answer_shows_to_be_bad_is_told_at_once(world: World) -> None:
    early = PARTNERS.replace("Executive,Deputy,1/9/2019", "Executive,Deputy,1/9/2018")
    done = press(world, bring(world, early), "import.confirm")
    asked = press(world, done, "import.questions")
    answered = press(world, asked, "import.decide", value=value_of(asked, "spelled another way"))
    assert "Row 3 of “partners”: This seat begins on 1 September 2019." in words(answered)
    summary = rows(world, Import)[0].summary or {}
    assert (summary["problem_count"], summary["unclear"]) == (2, 0)


def test_questions_are_answered_from_home_too(world: World) -> None:
    press(world, bring(world), "import.confirm")
    world.coordinator.open_home()
    home = world.coordinator.home
    assert home is not None
    world.coordinator.press(home, "import.questions")
    asked = world.coordinator.view
    assert asked is not None
    value = next(str(each["accessory"]["value"]) for each in asked.blocks if "add it" in str(each))
    world.coordinator.press(asked, "import.decide", value=value)
    assert world.coordinator.view is not None
    assert "All questions are answered" in shown(world.coordinator.view.blocks)
    assert names(world) == ["County Police", "County Pollice", "Fire and Rescue"]


def test_bad_rows_are_listed_with_number_and_sentence(world: World) -> None:
    listed = press(world, bring(world), "import.problems")
    assert "Row 4 of “partners”: “soon” is no day that I know." in words(listed)


def test_an_import_is_undone_as_one(world: World) -> None:
    done = press(world, bring(world), "import.confirm")
    undone = press(world, done, "import.undo")
    assert "The register is as it was." in words(undone)
    assert rows(world, Organisation) == []


def test_an_import_that_something_was_built_on_is_not_undone(world: World) -> None:
    done = press(world, bring(world), "import.confirm")
    world.coordinator.run("/partner contact County Police Rang about the forum")
    refused = press(world, done, "import.undo")
    assert "County Police (a noted contact)" in words(refused)
    assert names(world) == ["County Police", "Fire and Rescue"]


def test_a_file_that_is_discarded_writes_nothing(world: World) -> None:
    message = bring(world)
    assert "is discarded" in words(press(world, message, "import.discard"))
    assert rows(world, Organisation) == []
    assert rows(world, ImportQuestion) == []
    assert rows(world, Import)[0].content is None


def test_of_two_presses_at_once_one_writes_and_one_is_told(world: World) -> None:
    message = bring(world)
    first = world.coordinator.press_request(message, "import.confirm")
    second = world.coordinator.press_request(message, "import.confirm")
    with ThreadPoolExecutor(2) as both:
        list(both.map(world.slack.deliver, (first, second)))
    said = [words(each) for each in (*world.coordinator.messages, *world.coordinator.ephemerals)]
    assert len([each for each in said if "is written." in each]) <= 1
    assert len([each for each in said if "This import has been written already." in each]) == 1
    entries = [each for each in rows(world, AuditEntry) if each.subject_kind == "import"]
    assert len(entries) == 1
    assert names(world) == ["County Police", "Fire and Rescue"]


def test_a_file_that_is_no_spreadsheet_is_answered_with_a_sentence(world: World) -> None:
    message = bring(world, b"%PDF-1.7\0\0\0", "agenda.csv")
    assert "I could not take “" in words(message)
    assert "Please save it as .xlsx or .csv" in words(message)


def test_a_file_without_headings_names_the_template(world: World) -> None:
    message = bring(world, "1,2,3\n4,5,6\n")
    assert "I find no row of headings" in words(message)


def test_a_file_that_is_too_large_is_not_fetched(world: World) -> None:
    message = bring(world, b"Organisation\n" + b"x" * 10_000_001)
    assert "at most 10 MB fit" in words(message)


def test_slack_that_does_not_answer_is_asked_again(world: World) -> None:
    give(world)
    world.slack.faults.add(method="files.info", kind="error500")
    work(world)
    assert rows(world, Import)[0].state == "asked"
    work(world)
    assert rows(world, Import)[0].state == "ready"


def test_an_app_that_may_read_no_files_says_so(world: World) -> None:
    world.workspace.scopes.remove("files:read")
    message = bring(world)
    assert "Slack lets me read no files." in words(message)


@pytest.mark.parametrize("name", ["contacts 2026.csv", "Liste d’été #1?.csv", "partners"])
def test_a_file_may_be_called_anything(world: World, name: str) -> None:
    assert f"Before I write “{name}”" in words(bring(world, name=name))


def test_a_workbook_with_several_sheets_is_one_import(world: World) -> None:
    book = openpyxl.Workbook()
    partners = book.active
    assert partners is not None
    partners.title = "Partners"
    partners.append(["Organisation", "Sector"])
    partners.append(["County Police", "Police"])
    people = book.create_sheet("People")
    people.append(["Our list of people"])
    people.append(["Name", "E-mail", "Agency"])
    people.append(["Lee Brown", "lee@police.example.org", "County Police"])
    book.create_sheet("Notes").append(["remember the biscuits"])
    written = io.BytesIO()
    book.save(written)
    message = bring(world, written.getvalue(), "all.xlsx")
    assert "I read 1 partner, 1 person and 0 seats." in words(message)
    assert "Not used: the sheet “Notes”." in words(message)


def test_the_form_offers_a_template(world: World) -> None:
    world.coordinator.run("/partner import")
    assert world.coordinator.view is not None
    assert "/template/partners.xlsx" in str(world.coordinator.view.blocks)
    assert "Bring the list that you have" in shown(world.coordinator.view.blocks)


@pytest.mark.parametrize("who", ["lead", "outsider"])
def test_only_coordinators_import(world: World, who: str) -> None:
    person = getattr(world, who)
    told = person.run("/partner import")
    assert person.view is None
    assert "coordinator" in words(told.ephemeral) or "can't show you" in words(told.ephemeral)


def test_somebody_elses_file_is_refused(world: World) -> None:
    theirs = world.lead.upload("partners.csv", PARTNERS.encode())
    world.coordinator.run("/partner import")
    world.coordinator.submit({"file": theirs})
    work(world)
    assert "This file is somebody else's." in words(world.coordinator.messages[-1])
