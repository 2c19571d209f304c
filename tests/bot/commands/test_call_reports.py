"""Reports of calls through Slack: a file is given, read, asked about, decided, and undone."""

import pytest

from db.models import CallLine, CallReport, DraftedOutcome, Event, Outcome, WalkIn
from sandbox import Message
from tests.bot.commands.event_cast import arrange, board, run, writing
from tests.bot.commands.register import rows
from tests.bot.commands.spreadsheets import press, work
from tests.bot.commands.test_attendance import BEGUN, enter
from tests.domain.call_files import ZOOM, as_teams
from tests.world import World, shown, words

HEAD = "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\n"
ROW = "{name}\t12/3/2026, 10:00:00 AM\t12/3/2026, 11:00:00 AM\t1h\t\tAttendee\n"


@pytest.fixture
def forum(world: World) -> World:
    """Give a world with an event of two seats that is over."""
    board(world, "Council", "Police")
    arrange(world)
    world.clock.moment += BEGUN
    return world


def call(*names: str) -> bytes:
    """Make a report of people who were there for an hour, without addresses."""
    return as_teams(HEAD + "".join(ROW.format(name=each) for each in names))


def give(world: World, content: bytes, name: str = "call.csv", **fields: str) -> None:
    world.coordinator.run("/attendance import")
    [event] = rows(world, Event)
    file = world.coordinator.upload(name, content)
    told = world.coordinator.submit({"event": str(event.id), "file": file, **fields})
    assert told.ok, told


def bring(world: World, content: bytes, **fields: str) -> Message:
    give(world, content, **fields)
    work(world)
    return world.coordinator.messages[-1]


def value_of(message: Message, action: str) -> str:
    """Give what the first button of an action carries."""
    for block in message.blocks:
        for each in block.get("elements", ()):
            if each.get("action_id") == action:
                return str(each["value"])
    raise LookupError(action)


def test_a_report_ticks_whom_it_knows_and_asks_about_the_rest(forum: World) -> None:
    message = bring(forum, call("Council lead", "Sam Hill (Police)", "Walker", "Second device"))
    said = words(message)
    assert "I read “call.csv” of Microsoft Teams: 4 people. 1 is ticked. 3 need you." in said
    assert "1 of 2 seats represented (1 by their member, 0 by a deputy); 1 not recorded." in said
    assert "Nothing is published until you save the register." in said
    assert rows(forum, Outcome) == []
    asked = press(forum, message, "call.lines")
    assert "Who were these 3 people in the call?" in words(asked)
    assert "Sam Hill (Police), 60 minutes in the call" in words(asked)
    assert "It is Police: for them" in words(asked)
    asked = press(forum, asked, "call.for.1")
    assert "Who were these 2 people in the call?" in words(asked)
    leave = next(e for e in rows(forum, CallLine) if e.name == "Second device")
    asked = press(forum, asked, "call.leave_out", str(leave.id))
    asked = press(forum, asked, "call.walk_in")
    assert "Nobody of this call waits for you." in words(asked)
    assert [each.name for each in rows(forum, WalkIn)] == ["Walker"]
    press(forum, asked, "attendance.open")
    enter(forum)
    enter(forum)
    found = {(each.code, each.remote, each.minutes, each.source) for each in rows(forum, Outcome)}
    assert found == {("MA", True, 60, "report"), ("RA", True, 60, "report")}


def test_the_worklist_asks_who_they_were_until_all_are_decided(forum: World) -> None:
    message = bring(forum, call("Sam Hill", "Council lead"))
    assert "Who was this person in the call? Leadership Forum, 3 December" in run(
        forum, "/joinedup"
    ) + shown(home(forum))
    asked = press(forum, message, "call.lines")
    assert "It is" not in words(asked)
    press(forum, asked, "call.other")
    assert forum.coordinator.view is not None
    offered = shown(forum.coordinator.view.blocks)
    assert "Police" in offered
    seat = next(
        each["value"]
        for block in forum.coordinator.view.blocks
        if block.get("block_id") == "seat"
        for each in block["element"]["options"]
        if each["text"]["text"] == "Police"
    )
    enter(forum, seat=seat, part="for")
    assert {each.code for each in rows(forum, DraftedOutcome)} == {"MA", "RA"}
    assert "Who was this" not in shown(home(forum))


def home(world: World) -> object:
    """Give the blocks of the coordinator's Home tab."""
    world.coordinator.open_home()
    assert world.coordinator.home is not None
    return world.coordinator.home.blocks


def test_of_a_call_begun_again_it_is_said_that_stays_are_added_up(forum: World) -> None:
    first = call("Council lead")
    bring(forum, first)
    other = first.decode("utf-16").replace("11:00:00 AM\t1h", "10:20:00 AM\t20m")
    more = ROW.format(name="Police lead")
    said = words(bring(forum, (other + more).encode("utf-16")))
    assert "Stays are added to those of other parts of the call: “call.csv”." in said
    assert sorted(each.minutes or 0 for each in rows(forum, DraftedOutcome)) == [60, 80]
    longer = (first.decode("utf-16") + more + ROW.format(name="Somebody Else")).encode("utf-16")
    said = words(bring(forum, longer))
    assert "The same call is reported in “call.csv”, “call.csv”, too: the longer stay" in said


def test_a_report_is_undone_as_one(forum: World) -> None:
    message = bring(forum, ZOOM.replace("LEAD", "").encode(), minimum="0")
    assert "of Zoom: 2 people. 1 is ticked. 1 needs you." in words(message)
    assert "1 row names nobody, and is left out." in words(message)
    assert "1 person was not let in from the waiting room." in words(message)
    assert len(rows(forum, DraftedOutcome)) == 1
    message = press(forum, message, "call.undo")
    assert "“call.csv” is undone." in words(message)
    assert rows(forum, DraftedOutcome) == []
    assert [each.undone_at is None for each in rows(forum, CallReport)] == [False]


def test_the_same_file_twice_adds_nothing_and_says_so(forum: World) -> None:
    bring(forum, call("Council lead"))
    message = bring(forum, call("Council lead"))
    assert "This report was read before, as “call.csv”, so nothing was added." in words(message)
    assert len(rows(forum, CallReport)) == len(rows(forum, CallLine)) == 1


def test_a_file_that_is_no_report_or_of_another_day_writes_nothing(forum: World) -> None:
    said = words(bring(forum, b"Shopping\nMilk\n"))
    assert "I could not take “call.csv”. I can't find who was in the call." in said
    other = call("Council lead").decode("utf-16").replace("12/3/2026", "11/17/2026")
    said = words(bring(forum, other.encode("utf-16")))
    assert "This report is of 17 November 2026, and the event is of 3 December 2026." in said
    assert rows(forum, CallReport) == []


def test_an_event_that_did_not_take_place_meanwhile_takes_no_report(forum: World) -> None:
    forum.coordinator.run("/attendance import")
    [event] = rows(forum, Event)
    file = forum.coordinator.upload("call.csv", call("Council lead"))
    with writing(forum) as session:
        session.get_one(Event, event.id).status = "abandoned"
    told = forum.coordinator.submit({"event": str(event.id), "file": file})
    assert told.errors == {"event": "This event did not take place, so it has no register."}


def test_no_report_is_asked_for_before_any_event_has_begun(world: World) -> None:
    board(world, "Police")
    arrange(world)
    assert "No event has begun yet" in run(world, "/attendance import")


def test_somebody_who_was_decided_meanwhile_is_not_decided_again(forum: World) -> None:
    message = bring(forum, call("Sam Hill"))
    asked = press(forum, message, "call.lines")
    own = value_of(asked, "call.leave_out")
    press(forum, asked, "call.leave_out", own)
    told = forum.coordinator.press(message, "call.lines")
    assert told.ok
    assert "Nobody of this call waits for you." in words(forum.coordinator.ephemerals[-1])
