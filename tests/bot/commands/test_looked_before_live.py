"""What was looked at in rehearsal and is pressed once live goes to nobody: it is shown again."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db.models import Delivery, Event, Partnership, Person, Round
from db.tenancy import across_partnerships
from domain.events import Calendar
from tests.bot.commands.arranged import arranged
from tests.bot.commands.event_cast import (
    MONTHLY,
    arrange,
    arrived,
    board,
    newest,
    press,
    run,
)
from tests.bot.commands.forums import go_live, lay
from tests.bot.commands.register import BEGAN, TODAY, found, lead, rows, said
from tests.bot.commands.test_event_plans import TYPED
from tests.bot.commands.test_hand_overs import hand_over
from tests.world import World, words

LOOK = "You are live now: this goes to partners too. Please look at it again."


@pytest.fixture
def rehearsing(world: World) -> World:
    """Give a partnership in rehearsal, whose coordinators alone were told of a series."""
    board(world, "Police", "Health")
    arrange(world, rule=MONTHLY, calendar=Calendar.OURS)
    arrived(world)
    world.clock.moment += timedelta(minutes=5)
    rehearse(world)
    return world


def rehearse(world: World) -> None:
    """Let a partnership be in rehearsal."""
    with world.house.database.writing() as session, across_partnerships(session):
        session.scalars(select(Partnership)).one().live_at = None


def pressed(world: World, action: str) -> str:
    """Go live, and press what was looked at before; nothing is written, and it is shown again."""
    before = (len(rows(world, Round)), len(rows(world, Delivery)))
    went = [(each.begins_at, each.status, each.title) for each in rows(world, Event)]
    go_live(world)
    assert world.coordinator.view is not None
    assert world.coordinator.press(world.coordinator.view, action).ok
    told = said(world)
    assert LOOK in told
    assert "You are in rehearsal" not in told
    assert (len(rows(world, Round)), len(rows(world, Delivery))) == before
    assert [(each.begins_at, each.status, each.title) for each in rows(world, Event)] == went
    assert world.coordinator.press(world.coordinator.view, action).ok
    assert LOOK not in said(world)
    assert len(rows(world, Round)) > before[0]
    return told


def test_a_draft_is_shown_again_and_then_goes_out(world: World) -> None:
    lay(world)
    run(world, TYPED)
    assert "Send in rehearsal" in words(newest(world))
    go_live(world)
    told = press(world, "event.send")
    assert LOOK in told
    assert "Send to 9 people" in told
    assert "In rehearsal" not in told
    assert rows(world, Round) == []
    assert "9 people are invited." in press(world, "event.send")
    assert len(rows(world, Round)) == 1


def test_a_draft_that_is_pressed_in_rehearsal_still_goes_to_coordinators(world: World) -> None:
    lay(world)
    run(world, TYPED)
    assert "In rehearsal only coordinators get it." in press(world, "event.send")


def test_a_move_is_shown_again(rehearsing: World) -> None:
    rehearsing.coordinator.run("/event move Leadership Forum to 10 Dec 10:00")
    assert "You are in rehearsal" in said(rehearsing)
    assert "Move and tell 2 people" in pressed(rehearsing, "event.move.do")


def test_a_cancellation_is_shown_again(rehearsing: World) -> None:
    rehearsing.coordinator.run("/event cancel Leadership Forum")
    rehearsing.coordinator.submit({"reason": "Snow"})
    told = pressed(rehearsing, "event.cancel.do")
    assert "Reason, as all will read it: Snow" in told
    assert "Cancel it and tell 2 people" in told


def test_who_is_taken_out_is_shown_again(rehearsing: World) -> None:
    run(rehearsing, "/event Leadership Forum")
    press(rehearsing, "event.invite")
    rehearsing.coordinator.submit({"out": [found(rehearsing, "search.audience", "police")]})
    told = pressed(rehearsing, "event.invite.do")
    assert "Taken out: Police, Executive (Police lead)" in told


def test_this_and_following_is_shown_again(rehearsing: World) -> None:
    run(rehearsing, "/event Leadership Forum")
    press(rehearsing, "event.show.after")
    press(rehearsing, "event.follow")
    rehearsing.coordinator.submit({"day": date(2027, 1, 14), "rule": "Every 2 months"})
    assert "How often: second Thursday, every 2 months" in pressed(rehearsing, "event.follow.do")


def test_new_details_are_shown_again(rehearsing: World) -> None:
    run(rehearsing, "/event Leadership Forum")
    press(rehearsing, "event.edit_details")
    rehearsing.coordinator.submit({"place": "Library"})
    assert "You are in rehearsal" in said(rehearsing)
    go_live(rehearsing)
    before = len(rows(rehearsing, Round))
    rehearsing.coordinator.submit({})
    assert LOOK in said(rehearsing)
    assert "Place: Library" in said(rehearsing)
    assert len(rows(rehearsing, Round)) == before
    rehearsing.coordinator.submit({})
    assert "The details of Leadership Forum are changed." in said(rehearsing)


def test_a_hand_over_is_shown_again(register: World) -> None:
    lead(register, new_name="Old", address="old@example.org", since=BEGAN)
    arranged(register)
    arrived(register)
    hand_over(register, since=TODAY)
    assert "In rehearsal: nothing leaves until you go live." in said(register)
    go_live(register)
    assert register.coordinator.submit({}).ok
    assert LOOK in said(register)
    assert "1 coming event moves from Old to New:" in said(register)
    assert "In rehearsal" not in said(register)
    assert "New" not in [each.name for each in rows(register, Person)]
    assert register.coordinator.submit({}).ok
    assert "New leads the seat of County Police" in said(register)
