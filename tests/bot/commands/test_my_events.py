"""*My events*: on Home, and for who writes so to the bot or mentions it in a channel."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db.invitations import Change, settle
from db.models import Answer, Round
from domain.events import What
from domain.roles import Role
from sandbox import Person as User
from tests.bot.commands.answering import (
    another_seat,
    leads,
    moved,
    post,
    pressed,
    shown_event,
    writing,
)
from tests.bot.commands.arranged import DECEMBER, arranged, live
from tests.bot.commands.register import counting, rows
from tests.world import World, introduce, shown, words

ASKED = (
    "Forum\nThursday 3 December 2026, 10:00 to 12:00 (London time)\n"
    "Please answer by Tuesday 24 November."
)


@pytest.fixture
def invited(register: World) -> World:
    live(register)
    leads(register, register.lead)
    arranged(register)
    post(register)
    return register


def home(who: User) -> str:
    who.open_home()
    assert who.home is not None
    return shown(who.home.blocks)


def last(who: User) -> str:
    return words(who.messages[-1])


@pytest.mark.parametrize(
    "text", ["my events", "My events!", " MY  EVENTS ", "events", "my meetings"]
)
def test_who_writes_so_gets_their_events_with_buttons(invited: World, text: str) -> None:
    assert invited.lead.say(text).ok
    said = last(invited.lead)
    assert said.startswith("Your coming meetings\nForum\nThursday 3 December 2026, 10:00")
    assert "I will attend\nSend a deputy\nSend apologies\nNot sure yet" in said


def test_other_words_get_help_and_programs_get_none(invited: World) -> None:
    invited.lead.say("hello there")
    assert last(invited.lead).startswith("Write “my events”")
    count = len(invited.lead.messages)
    invited.lead.say("my events")
    assert len(invited.lead.messages) == count + 2, "what the bot writes itself it does not answer"


def test_a_mention_is_answered_in_direct_messages(invited: World) -> None:
    channel = invited.workspace.add_channel("forum", members=[invited.lead, invited.workspace.bot])
    invited.lead.say(f"{invited.workspace.bot.mention} my events", channel)
    assert len(channel.messages) == 1
    assert last(invited.lead).startswith("Your coming meetings\nForum\n")


def test_a_member_of_another_workspace_writes_and_answers(register: World) -> None:
    elsewhere = register.slack.add_workspace("County Police", installed=False)
    chief = elsewhere.add_user("Chief", email="chief@police.example.org")
    members = [register.coordinator, chief, register.workspace.bot]
    channel = register.workspace.add_channel("joint", members=members, shared_with=[elsewhere])
    introduce(register, chief, Role.PARTNER)
    live(register)
    leads(register, chief)
    arranged(register)
    chief.say(f"{register.workspace.bot.mention} my events", channel)
    assert last(chief).startswith("Your coming meetings\nForum\n")
    pressed(chief, chief.messages[-1])
    assert "County Police: attending. Recorded from Slack" in last(chief)
    [row] = rows(register, Answer)
    assert row.kind == "attending"


def test_a_stranger_learns_whom_to_ask(invited: World) -> None:
    invited.outsider.say("my events")
    assert last(invited.outsider).startswith("I can't show you anything here yet.")


def test_in_a_rehearsal_there_is_nothing_yet(register: World) -> None:
    leads(register, register.lead)
    arranged(register)
    register.lead.say("my events")
    assert "You are invited to nothing just now." in last(register.lead)


class TestTheList:
    def test_an_answer_stands_there_and_on_the_card(self, invited: World) -> None:
        invited.lead.say("my events")
        pressed(invited.lead, invited.lead.messages[-1])
        said = last(invited.lead)
        assert said.startswith("Your coming meetings\nForum\n")
        assert "County Police: attending. Recorded from Slack" in said
        assert "Change" in said
        post(invited)
        assert "County Police: attending. Recorded" in words(invited.lead.messages[0])
        pressed(invited.lead, invited.lead.messages[-1], "change")
        assert "Send apologies" in last(invited.lead)
        pressed(invited.lead, invited.lead.messages[-1], "apologies")
        assert invited.lead.submit({}).ok
        assert "County Police: apologies." in last(invited.lead)

    def test_what_changed_is_confirmed_there(self, invited: World) -> None:
        pressed(invited.lead, invited.lead.messages[0])
        moved(invited, date(2026, 12, 10))
        invited.lead.say("my events")
        assert "It has changed since. Is your answer still right?" in last(invited.lead)
        pressed(invited.lead, invited.lead.messages[-1], "fine")
        assert "It has changed since" not in last(invited.lead)

    def test_a_move_that_can_still_be_stopped_is_not_shown_yet(self, invited: World) -> None:
        moved(invited, date(2026, 12, 10))
        leaves_later(invited)
        invited.lead.say("my events")
        assert "Thursday 3 December 2026, 10:00" in last(invited.lead)
        invited.clock.moment += timedelta(minutes=3)
        invited.lead.say("my events")
        assert "Thursday 10 December 2026, 10:00" in last(invited.lead)

    def test_several_seats_are_answered_apart_and_it_leads_back(self, invited: World) -> None:
        leads_two(invited)
        invited.lead.say("my events")
        pressed(invited.lead, invited.lead.messages[-1], "apart")
        assert "Forum: answer for each seat" in last(invited.lead)
        first = next(each for each in invited.lead.messages[-1].blocks if each["type"] == "actions")
        invited.lead.press(
            invited.lead.messages[-1], "event.answer.attending", block_id=first["block_id"]
        )
        pressed(invited.lead, invited.lead.messages[-1], "done")
        assert last(invited.lead).startswith("Your coming meetings\nForum\n")
        assert "Not answered yet: Fire and Rescue." in last(invited.lead)


def leaves_later(world: World) -> None:
    """Let the last round wait two minutes, as it does where many hear of it."""
    with writing(world) as session:
        last_round = session.scalars(select(Round).order_by(Round.id.desc()).limit(1)).one()
        last_round.goes_at = world.clock.now() + timedelta(minutes=2)


def leads_two(world: World) -> None:
    """Let the lead lead another seat too, of which the event asks then."""
    another_seat(world, "Fire and Rescue")
    leads(world, world.lead, 1)
    with writing(world) as session:
        found = shown_event(session, world)
        settle(session, found.series, Change(What.AUDIENCE, by=None), now=world.clock.now())


class TestHome:
    def test_it_says_what_was_answered_and_takes_answers(self, invited: World) -> None:
        assert ASKED in home(invited.lead)
        assert invited.lead.home is not None
        pressed(invited.lead, invited.lead.home)
        said = shown(invited.lead.home.blocks)
        assert "County Police: attending. Recorded from Slack" in said
        assert "Tell us who holds the seat" in said, "the rest of Home is there still"
        pressed(invited.lead, invited.lead.home, "change")
        assert "Send apologies" in shown(invited.lead.home.blocks)
        pressed(invited.lead, invited.lead.home, "apologies")
        assert invited.lead.submit({"reason": "leave"}).ok
        assert "County Police: apologies." in shown(invited.lead.home.blocks)
        post(invited)
        assert "County Police: apologies." in words(invited.lead.messages[0])

    def test_more_events_are_no_more_queries(self, invited: World) -> None:
        with counting(invited) as one:
            home(invited.lead)
        for week in range(1, 6):
            arranged(invited, f"Forum {week}", DECEMBER + timedelta(weeks=week))
        with counting(invited) as many:
            said = home(invited.lead)
        assert "Forum 4" in said
        assert "Forum 5" not in said
        assert len(many) == len(one)
