"""This year's meetings from a file in Slack: read, shown, asked about, added, taken back."""

import io
from collections.abc import Sequence
from datetime import date, time

import openpyxl
import pytest

from bot.commands import TABLE
from bot.routing import Button, Caller, Request
from db import bodies
from db.models import AuditEntry, Delivery, Event, Import, Series
from db.tenancy import within
from domain.errors import Refused
from domain.roles import Role
from sandbox import Message
from tests.bot.commands.register import rows
from tests.bot.commands.spreadsheets import bring as bring_partners
from tests.bot.commands.spreadsheets import press, value_of, work
from tests.world import World, words

HEADINGS = ("Date", "Start", "End", "Meeting", "Board", "Venue")


@pytest.fixture
def board(world: World) -> World:
    now = world.clock.now()
    with world.house.database.writing() as session, within(session, world.partnership.id):
        bodies.add(session, "Leadership Forum", by=None, now=now)
        bodies.add(session, "Executive", by=None, now=now)
    return world


def workbook(*lines: Sequence[object]) -> bytes:
    """Make a workbook as a coordinator keeps it: a title above, real dates and times."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Meetings 2026/27"])
    sheet.append([])
    for line in (HEADINGS, *lines):
        sheet.append(list(line))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FORUM = (date(2026, 12, 3), time(10), time(12), "", "Leadership Forum", "Town Hall")
EXECUTIVE = ("Thu 10 Dec 2026", "2-4pm", None, "", "Executive", "")


def give(world: World, content: bytes, name: str = "year.xlsx", **fields: str) -> None:
    world.coordinator.run("/event import")
    file = world.coordinator.upload(name, content)
    told = world.coordinator.submit({"file": file, **fields})
    assert told.ok, told


def bring(world: World, content: bytes, name: str = "year.xlsx", **fields: str) -> Message:
    give(world, content, name, **fields)
    work(world)
    return world.coordinator.messages[-1]


def test_a_workbook_is_read_shown_and_added_and_nobody_is_told(board: World) -> None:
    message = bring(board, workbook(FORUM, EXECUTIVE))
    said = words(message)
    assert "I read 2 meetings. 2 are clear." in said
    assert "Thu 3 Dec 2026, 10:00–12:00: Leadership Forum" in said
    assert "Thu 10 Dec 2026, 14:00–16:00: Executive" in said
    assert rows(board, Event) == []
    said = words(press(board, message, "event.import.confirm"))
    assert "2 meetings are added. Nobody got a message" in said
    assert [each.status for each in rows(board, Event)] == ["scheduled"] * 2
    assert {each.kind for each in rows(board, Delivery)} == {"import", "welcome"}
    said = words(press(board, message, "event.import.undo"))
    assert "is undone" in said
    assert rows(board, Series) == []
    verbs = [e.verb for e in rows(board, AuditEntry) if e.subject_kind == "import"]
    assert verbs == ["confirm", "undo"]


def test_what_is_not_clear_is_asked_and_the_rest_goes_on(board: World) -> None:
    no_end = (date(2026, 12, 17), time(10), None, "", "Executive", "")
    near = (date(2027, 1, 14), time(10), time(12), "", "Leadership Forums", "")
    bad = ("sometime", time(10), time(12), "", "Executive", "")
    message = bring(board, workbook(FORUM, no_end, near, bad))
    said = words(message)
    assert "I read 4 meetings. 1 is clear. 2 need you." in said
    assert "1 can't be taken." in said
    listed = words(press(board, message, "event.import.problems"))
    assert "Row 7 of “Sheet”: “sometime” is no day that I know." in listed
    asked = press(board, message, "event.import.questions")
    assert "“Executive” on Thursday 17 December 2026 has no end. How long does it last?" in words(
        asked
    )
    asked = press(board, asked, "event.import.decide", value_of(asked, "2 hours"))
    assert "The file says “Leadership Forums”. Which body is that?" in words(asked)
    assert "Row 6 of “year.xlsx”" in words(asked)
    asked = press(board, asked, "event.import.decide", value_of(asked, "It is Leadership Forum"))
    assert "All questions are answered. Nothing is added yet." in words(asked)
    message = press(board, asked, "event.import.show")
    press(board, message, "event.import.confirm")
    assert len(rows(board, Event)) == 3


def test_a_question_that_waits_is_answered_later(board: World) -> None:
    no_end = (date(2026, 12, 17), time(10), None, "", "Executive", "")
    message = bring(board, workbook(FORUM, no_end))
    press(board, message, "event.import.confirm")
    assert len(rows(board, Event)) == 1
    asked = press(board, message, "event.import.questions")
    said = words(press(board, asked, "event.import.decide", value_of(asked, "1.5 hours")))
    assert "what can be is added" in said
    assert sorted(f"{each.ends:%H:%M}" for each in rows(board, Event)) == ["11:30", "12:00"]


def test_a_question_asked_again_stands_once_and_leads_back_to_the_list(board: World) -> None:
    no_end = (date(2026, 12, 17), time(10), None, "", "Executive", "")
    message = bring(board, workbook(FORUM, no_end))
    before = len(board.coordinator.ephemerals)
    asked = press(board, message, "event.import.questions")
    listed = press(board, asked, "event.import.show")
    assert "Add these" in words(listed)
    press(board, listed, "event.import.questions")
    assert len(board.coordinator.ephemerals) == before


def test_drafts_are_kept_where_invitations_come_later(board: World) -> None:
    message = bring(board, workbook(FORUM), calendar="ours")
    said = words(press(board, message, "event.import.confirm"))
    assert "Coming ones are drafts" in said
    assert [each.status for each in rows(board, Event)] == ["draft"]


def test_the_same_file_again_has_nothing_to_add(board: World) -> None:
    press(board, bring(board, workbook(FORUM)), "event.import.confirm")
    message = bring(board, workbook(FORUM))
    assert "I read 1 meeting. 1 is already there." in words(message)
    assert "already there" in words(message)
    assert "event.import.confirm" not in str(message.blocks)


def test_the_same_file_again_asks_nothing_that_was_answered(board: World) -> None:
    no_end = (date(2026, 12, 17), time(10), None, "", "Executive", "")
    message = bring(board, workbook(FORUM, no_end))
    asked = press(board, message, "event.import.questions")
    done = press(board, asked, "event.import.decide", value_of(asked, "1.5 hours"))
    press(board, press(board, done, "event.import.show"), "event.import.confirm")
    assert len(rows(board, Event)) == 2
    again = bring(board, workbook(FORUM, no_end))
    assert "I read 2 meetings. 2 are already there." in words(again)
    assert "event.import.questions" not in str(again.blocks)


CALENDAR = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Elsewhere//EN\r
BEGIN:VEVENT\r
UID:1@elsewhere\r
DTSTART:20261203T100000Z\r
DTEND:20261203T120000Z\r
SUMMARY:Leadership Forum\r
LOCATION:Town Hall\r
DESCRIPTION:Ask somebody@example.org\r
ORGANIZER;CN=Somebody:mailto:somebody@example.org\r
ATTENDEE;CN=Other:mailto:other@example.org\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:2@elsewhere\r
DTSTART;TZID=GMT Standard Time:20261215T100000\r
DTEND;TZID=GMT Standard Time:20261215T110000\r
RRULE:FREQ=MONTHLY;BYMONTHDAY=15\r
SUMMARY:Executive\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:3@elsewhere\r
DTSTART:20261204T100000Z\r
STATUS:CANCELLED\r
SUMMARY:Executive\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_a_calendar_file_is_read_without_whom_it_invites(board: World) -> None:
    message = bring(board, CALENDAR, "year.ics")
    said = words(message)
    assert "Thu 3 Dec 2026, 10:00–12:00: Leadership Forum" in said
    assert "1 cancelled meeting is left out." in said
    listed = words(press(board, message, "event.import.problems"))
    assert "Entry 2: It repeats in a way that I don't keep." in listed
    press(board, message, "event.import.confirm")
    [event] = rows(board, Event)
    assert (event.place, event.agenda) == ("Town Hall", "Ask")
    kept = [rows(board, each) for each in (Import, Event, Series)]
    assert "@example.org" not in str([vars(row) for found in kept for row in found])


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n", "x.ics", "I find no meetings in this calendar file"),
        (b"Name,Colour\nA,B\n", "x.csv", "I find no row of headings that I know, such as Date"),
        (b"\xd0\xcf\x11\xe0 old", "x.xls", "This is an old or protected Excel file."),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 2001, "x.ics", "more than 2,000 entries"),
    ],
)
def test_files_that_can_not_be_read_get_a_sentence(
    board: World, content: bytes, name: str, says: str
) -> None:
    assert says in words(bring(board, content, name))
    assert rows(board, Import)[-1].state == "failed"


def test_long_lists_turn_by_pages(board: World) -> None:
    days = [date(2027, 1, 1 + n) for n in range(28)]
    lines = [(day, time(10), time(12), "", "Executive", "") for day in days]
    message = bring(board, workbook(*lines))
    page = press(board, message, "event.import.list")
    assert "Wed 20 Jan 2027" in words(page)
    assert "Thu 21 Jan 2027" not in words(page)
    page = press(board, page, "event.import.list.after")
    assert "Thu 28 Jan 2027" in words(page)


@pytest.mark.parametrize("name", ["confirm", "discard", "undo", "show", "problems", "questions"])
def test_buttons_of_one_kind_of_import_leave_the_other_alone(board: World, name: str) -> None:
    bring_partners(board)
    row = TABLE.find(Button, f"event.import.{name}")
    assert isinstance(row, Button)
    caller = Caller(1, "Coordinator", frozenset({Role.COORDINATOR}))
    with board.house.database.writing() as session, within(session, board.partnership.id):
        for value, says in (("1", "another kind"), ("999", "no import 999"), ("x", "no import 0")):
            request = Request(board.partnership, caller, board.clock.now(), value=value)
            with pytest.raises(Refused, match=says):
                row.handler(request, session)
    assert [each.state for each in rows(board, Import)] == ["ready"]


@pytest.mark.parametrize("who", ["lead", "outsider"])
def test_only_coordinators_bring_files(board: World, who: str) -> None:
    person = getattr(board, who)
    person.run("/event import")
    assert person.view is None
