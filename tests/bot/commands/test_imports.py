"""Spreadsheets through Slack: the form, the job that fetches, the preview, the queue, the undo."""

import io
from concurrent.futures import ThreadPoolExecutor

import openpyxl
import pytest

from bot.failures import SlackFailed
from db import import_runs
from db.models import AuditEntry, Import, ImportQuestion, Organisation, OrganisationName
from db.tenancy import within
from jobs.deliver import Deliverer
from jobs.imports import Imports
from sandbox import Message
from tests.bot.commands.register import rows
from tests.world import World, shown, words

PARTNERS = """Organisation,Sector,Name,Job title,E-mail,Board,Part,Seat from
County Police,Police,Lee Brown,Superintendent,lee@police.example.org,Executive,Lead,1/9/2019
County Pollice,Police,Sam Hill,Inspector,sam@police.example.org,Executive,Deputy,1/9/2019
Housing Trust,Housing,,,,Executive,,soon
Fire and Rescue,Fire,Jo Flame,Chief,,Executive,Lead,2 Sep 2019
"""


def work(world: World) -> None:
    """Let the worker do what its clock makes it do, and deliver."""
    house = world.house
    Imports(house.slack, house.sealer).run(house.database, house.now())
    Deliverer(house.database, house.slack, sealer=house.sealer, clock=house.now).drain()


def give(world: World, content: str | bytes = PARTNERS, name: str = "partners.csv") -> None:
    """Give a file through the form."""
    data = content.encode() if isinstance(content, str) else content
    world.coordinator.run("/partner import")
    told = world.coordinator.submit({"file": world.coordinator.upload(name, data)})
    assert told.ok, told


def bring(world: World, content: str | bytes = PARTNERS, name: str = "partners.csv") -> Message:
    """Give a file, and get the message that says what was found."""
    give(world, content, name)
    work(world)
    return world.coordinator.messages[-1]


def press(world: World, where: Message, action: str, value: str | None = None) -> Message:
    """Press a button, and give the answer: in place, or for the coordinator alone."""
    before = len(world.coordinator.ephemerals)
    told = world.coordinator.press(where, action, value=value)
    assert told.ok, told
    later = world.coordinator.ephemerals
    return later[-1] if len(later) > before else where


def names(world: World) -> list[str]:
    return sorted(each.name for each in rows(world, OrganisationName) if not each.alias)


def test_a_spreadsheet_is_shown_before_anything_is_written(world: World) -> None:
    message = bring(world)
    said = words(message)
    assert "Before I write “partners.csv”" in said
    assert "I read 2 partners, 2 people and 2 seats." in said
    assert "2 rows are clear. 1 needs you: the queue can wait. 1 row can't be taken." in said
    assert "1 person has no mail address yet." in said
    assert names(world) == []


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


def value_of(message: Message, reads: str) -> str:
    """Give the value of the answer that reads so."""
    for block in message.blocks:
        if reads in str(block.get("text", {}).get("text", "")):
            return str(block["accessory"]["value"])
    raise LookupError(reads)


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


def many(partners: int) -> str:
    """Write a list that is too long for a request."""
    rows = [f"Organisation {n:04} Trust,Health" for n in range(partners)]
    return "\n".join(["Organisation,Sector", *rows])


def test_a_long_list_is_written_by_a_job_and_told_when_done(world: World) -> None:
    message = bring(world, many(import_runs.LARGE + 1))
    pressed = press(world, message, "import.confirm")
    assert "will send you a message when it is done" in words(pressed)
    assert names(world) == []
    work(world)
    assert "“partners.csv” is written." in words(world.coordinator.messages[-1])
    assert len(names(world)) == import_runs.LARGE + 1
    told = len(world.coordinator.messages)
    work(world)
    assert len(world.coordinator.messages) == told


def test_what_a_job_cannot_write_waits_for_the_coordinator_again(world: World) -> None:
    message = bring(world, many(import_runs.LARGE + 1))
    press(world, message, "import.confirm")
    with world.house.database.writing() as session, within(session, world.partnership.id):
        session.add(Organisation(created_at=world.clock.now(), sample=True))
    work(world)
    said = words(world.coordinator.messages[-1])
    assert "The sample data is still here." in said
    assert "Write what is clear" in said
    assert names(world) == []


def test_two_workers_that_read_one_file_tell_of_it_once(world: World) -> None:
    give(world)
    house = world.house
    runs = [Imports(house.slack, house.sealer) for _ in range(2)]
    with ThreadPoolExecutor(2) as both:
        done = list(both.map(lambda each: each.run(house.database, house.now()), runs))
    work(world)
    assert sum(done) == 1
    found = [each for each in world.coordinator.messages if "Before I write" in words(each)]
    assert len(found) == 1


def test_a_token_goes_to_slack_alone(world: World) -> None:
    slack, token = world.house.slack, world.workspace.bot_token
    for url in ("https://files.example.org/x", "http://files.slack.com/x", "file:///etc/passwd"):
        with pytest.raises(SlackFailed, match="not_slacks"):
            slack.fetch(token, url, most=100)
