"""Coordinators asked who came: once, when it is over, and not while people rest."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.ground import Ground
from db.models import Delivery, Event
from jobs import registers
from tests.bot.commands.event_cast import arrange, arrived, board, run, writing
from tests.bot.commands.register import rows
from tests.jobs.test_quorum import leave
from tests.world import World, shown, words

ENDS = datetime(2026, 12, 3, 12, 0, tzinfo=UTC)


@pytest.fixture
def forum(world: World) -> World:
    """Give a world with an event that is to come."""
    board(world, "Police", "Health")
    arrange(world)
    arrived(world)
    return world


def ask(world: World, at: datetime) -> int:
    """Let the tick look for what is over."""
    world.clock.moment = at
    with world.house.database.writing() as session:
        return registers.ask(session, world.clock.now())


def prompts(world: World) -> list[Delivery]:
    """List the messages that ask who came."""
    return [each for each in rows(world, Delivery) if each.kind == "attendance.prompt"]


def test_coordinators_are_asked_once_when_it_is_over(forum: World) -> None:
    assert ask(forum, ENDS - timedelta(seconds=1)) == 0
    assert ask(forum, ENDS) == 1
    assert ask(forum, ENDS + timedelta(minutes=1)) == 0
    [found] = prompts(forum)
    assert found.due_at == ENDS
    assert [each.who_came_asked_at for each in rows(forum, Event)] == [ENDS]


def test_what_ended_in_the_evening_is_asked_on_the_next_working_morning(forum: World) -> None:
    friday_evening = datetime(2026, 12, 4, 19, 0, tzinfo=UTC)
    assert ask(forum, friday_evening) == 1
    [found] = prompts(forum)
    assert found.due_at == datetime(2026, 12, 7, 9, 0, tzinfo=UTC)


def test_what_was_over_long_ago_is_left_to_the_worklist(forum: World) -> None:
    assert ask(forum, ENDS + timedelta(days=4)) == 0
    assert "The register for Leadership Forum" in _worklist(forum)


def said(world: World) -> str | None:
    """Render the message that asks who came; None: it is no longer owed."""
    [found] = prompts(world)
    with writing(world) as session:
        made = registers.prompt(session, found, Ground(world.clock.now()))
    return shown(made.blocks) if made is not None else None


def test_the_message_is_not_sent_once_the_register_is_saved(forum: World) -> None:
    ask(forum, ENDS)
    told = said(forum)
    assert told is not None
    assert "Leadership Forum is over: Thursday 3 December 2026" in told
    assert "Who came?" in told
    assert forum.coordinator.run("/attendance").ok
    assert forum.coordinator.submit({}).ok
    assert forum.coordinator.submit({"settle": ["nobody"]}).ok
    assert said(forum) is None


def _worklist(world: World) -> str:
    return run(world, "/joinedup")


def test_a_register_that_waits_is_a_line_with_its_button(forum: World) -> None:
    forum.clock.moment = ENDS
    told = _worklist(forum)
    assert "The register for Leadership Forum (Thursday 3 December 2026) is not filled in." in told
    assert "Nobody is counted absent until it is." in told


def test_many_that_wait_are_one_line(world: World) -> None:
    board(world, "Police")
    for _each in range(4):
        arrange(world)
    world.clock.moment = ENDS
    told = _worklist(world)
    assert "4 registers are not filled in. The oldest: Leadership Forum" in told


def asked(world: World) -> str:
    """Let the message that asks who came arrive; gives Slack's name of it."""
    run(world, "/event answer Leadership Forum police attending by phone")
    ask(world, ENDS)
    leave(world)
    found = world.coordinator.messages[-1]
    assert "Who came?" in words(found)
    return found.ts


def now_says(world: World, ts: str) -> str:
    """Let what is due leave, and say what a message reads then: it is changed, nothing is added."""
    leave(world)
    assert world.coordinator.messages[-1].ts == ts
    return words(world.coordinator.messages[-1])


def test_what_was_saved_takes_the_place_of_the_message_that_asked(forum: World) -> None:
    ts, lead = asked(forum), forum.coordinator
    forum.clock.moment = ENDS + timedelta(hours=3)  # Slack's own address for it has run out
    assert lead.press(lead.messages[-1], "attendance.open").ok
    assert lead.submit({}).ok
    assert lead.submit({}).ok
    told = now_says(forum, ts)
    assert "Saved: Leadership Forum." in told
    assert "Present\nPolice" in told
    assert "Fill in the register" not in told
    assert lead.run("/attendance show Leadership Forum").ok
    assert lead.submit({}).ok
    assert lead.submit({"walk_in": "Dana Young"}).ok
    assert "Dana Young" in now_says(forum, ts)


def test_what_did_not_take_place_is_said_there_and_taken_back_there(forum: World) -> None:
    ts, lead = asked(forum), forum.coordinator
    assert lead.press(lead.messages[-1], "attendance.not_held").ok
    assert lead.submit({"how": "cancelled", "reason": "Snow"}).ok
    assert "did not take place, so it has no register." in now_says(forum, ts)
    assert lead.press(lead.messages[-1], "attendance.take_back").ok
    assert "Who came?" in now_says(forum, ts)


def test_what_was_saved_elsewhere_before_the_message_left_posts_nothing(forum: World) -> None:
    ask(forum, ENDS)
    assert forum.coordinator.run("/attendance").ok
    assert forum.coordinator.submit({}).ok
    assert forum.coordinator.submit({"settle": ["nobody"]}).ok
    before = len(forum.coordinator.messages)
    leave(forum)
    assert len(forum.coordinator.messages) == before
    assert {each.state for each in rows(forum, Delivery) if "attendance." in each.kind} == {
        "cancelled"
    }
