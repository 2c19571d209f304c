"""Cards after answers: in channels, by other ways, for several seats, and many presses at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from db import answering, events
from db.models import Answer, Person
from domain.answers import Kind, Source
from sandbox import Channel, Message
from sandbox import Person as User
from tests.bot.commands.answering import (
    another_seat,
    in_channel,
    leads,
    moved,
    post,
    pressed,
    shown_event,
    writing,
)
from tests.bot.commands.arranged import arranged, live
from tests.bot.commands.register import rows
from tests.world import World, words


@pytest.fixture
def two(register: World) -> World:
    """Give a world in which one person leads the seats of the police and of fire."""
    another_seat(register, "Fire and Rescue")
    live(register)
    leads(register, register.lead)
    leads(register, register.lead, 1)
    arranged(register)
    post(register)
    return register


def card(who: User) -> Message:
    [only] = who.messages
    return only


def elsewhere(world: World, kind: Kind = Kind.ATTENDING, source: Source = Source.LINK) -> None:
    """Let the lead answer by another way than Slack."""
    now = world.clock.now()
    person = next(each.id for each in rows(world, Person) if each.name == "Police lead")
    with writing(world) as session:
        shown = shown_event(session, world)
        span = events.span_of(shown.event)
        answering.answer(session, shown, person, kind, source=source, at=now, span=span, now=now)


def answers(world: World) -> list[tuple[str, bool]]:
    return [(each.kind, each.is_current) for each in rows(world, Answer)]


class TestSeveralSeats:
    def test_one_press_answers_for_all(self, two: World) -> None:
        pressed(two.lead, card(two.lead))
        said = words(card(two.lead))
        assert "County Police and Fire and Rescue: attending. Recorded from Slack" in said
        assert answers(two) == [("attending", True)] * 2

    def test_each_can_be_answered_alone(self, two: World) -> None:
        pressed(two.lead, card(two.lead), "apart")
        said = words(card(two.lead))
        assert "County Police, Executive\nNot answered yet." in said
        assert "Fire and Rescue, Executive\nNot answered yet." in said
        first, second = [
            each["block_id"] for each in card(two.lead).blocks if each["type"] == "actions"
        ][:2]
        two.lead.press(card(two.lead), "event.answer.attending", block_id=first)
        assert "County Police, Executive\nCounty Police: attending." in words(card(two.lead))
        two.lead.press(card(two.lead), "event.answer.unsure", block_id=second)
        pressed(two.lead, card(two.lead), "done")
        said = words(card(two.lead))
        assert "County Police: attending. Recorded" in said
        assert "Fire and Rescue: not sure yet. Recorded" in said
        assert answers(two) == [("attending", True), ("unsure", True)]

    def test_what_is_open_is_asked_for_alone(self, two: World) -> None:
        pressed(two.lead, card(two.lead), "apart")
        first = next(each for each in card(two.lead).blocks if each["type"] == "actions")
        two.lead.press(card(two.lead), "event.answer.attending", block_id=first["block_id"])
        pressed(two.lead, card(two.lead), "done")
        assert "Not answered yet: Fire and Rescue." in words(card(two.lead))
        pressed(two.lead, card(two.lead), "unsure")
        said = words(card(two.lead))
        assert "County Police: attending." in said
        assert "Fire and Rescue: not sure yet." in said


class TestOtherWays:
    @pytest.mark.parametrize(
        ("source", "how"), [(Source.LINK, "by the link in our mail"), (Source.PHONE, "by phone")]
    )
    def test_the_card_says_so(self, two: World, source: Source, how: str) -> None:
        elsewhere(two, source=source)
        assert post(two) == 1
        said = words(card(two.lead))
        assert f"County Police and Fire and Rescue: attending. Recorded {how}, 23 November" in said

    def test_several_before_it_leaves_are_one_change(self, two: World) -> None:
        for kind in (Kind.ATTENDING, Kind.UNSURE, Kind.APOLOGIES):
            elsewhere(two, kind)
        assert post(two) == 1
        assert "apologies. Recorded by the link" in words(card(two.lead))


@pytest.fixture
def forum(two: World) -> tuple[World, Channel]:
    """Give a world whose forum has a channel, with a card there."""
    members = [two.coordinator, two.lead, two.outsider, two.workspace.bot]
    channel = two.workspace.add_channel("forum", members=members)
    in_channel(two, channel)
    return two, channel


def later(world: World, seconds: int = 6) -> int:
    world.clock.moment += timedelta(seconds=seconds)
    return post(world)


class TestAChannel:
    def test_who_presses_is_answered_alone_and_their_own_card_says_so(
        self, forum: tuple[World, Channel]
    ) -> None:
        world, channel = forum
        public = channel.messages[-1]
        pressed(world.lead, public)
        [aside] = world.lead.ephemerals
        said = words(aside)
        assert "County Police and Fire and Rescue: attending. Recorded from Slack" in said
        assert "Change" in said
        assert "County Police" not in words(channel.messages[-1])
        later(world)
        assert "attending. Recorded from Slack" in words(card(world.lead))
        pressed(world.lead, aside, "change")
        pressed(world.lead, world.lead.ephemerals[-1], "unsure")
        later(world)
        assert "not sure yet. Recorded from Slack" in words(card(world.lead))
        assert len(rows(world, Answer)) == 4

    def test_a_form_opens_there_too(self, forum: tuple[World, Channel]) -> None:
        world, channel = forum
        pressed(world.lead, channel.messages[-1], "apologies")
        assert world.lead.submit({"reason": "leave"}).ok
        assert {each.kind for each in rows(world, Answer)} == {"apologies"}
        assert "Recorded" not in words(channel.messages[-1])
        later(world)
        assert "apologies. Recorded from Slack" in words(card(world.lead))

    def test_who_is_not_asked_hears_so(self, forum: tuple[World, Channel]) -> None:
        world, channel = forum
        for answer in ("attending", "apologies", "deputy"):
            pressed(world.coordinator, channel.messages[-1], answer)
            said = words(world.coordinator.ephemerals[-1])
            assert said.startswith("You are not ")
            pressed(world.outsider, channel.messages[-1], answer)
            said = words(world.outsider.ephemerals[-1])
            assert said.startswith("I can't show you anything here yet.")
        assert rows(world, Answer) == []

    def test_it_counts_who_is_coming_and_no_other(self, forum: tuple[World, Channel]) -> None:
        world, channel = forum
        moved(world, date(2026, 12, 17))
        post(world)
        assert "Coming so far" not in words(channel.messages[-1])
        elsewhere(world)
        assert later(world, 1) == 1, "only their own card"
        later(world)
        said = words(channel.messages[-1])
        assert "Coming so far: 2 yes." in said
        assert "New time: Thursday 17 December, 10:00. It was 10 December." in said
        elsewhere(world, Kind.APOLOGIES)
        later(world)
        said = words(channel.messages[-1])
        assert "Coming so far" not in said
        assert "apologies." not in said
        assert len(channel.messages) == 1

    def test_names_of_who_is_coming_are_behind_a_button(self, forum: tuple[World, Channel]) -> None:
        world, channel = forum
        elsewhere(world)
        later(world)
        public = channel.messages[-1]
        for who in (world.lead, world.coordinator):
            assert who.press(public, "event.coming").ok
            said = words(who.ephemerals[-1])
            assert said.startswith("Forum: 2 organisations are coming so far.")
            assert said.endswith("County Police\nFire and Rescue")
        world.outsider.press(public, "event.coming")
        assert "County Police" not in words(world.outsider.ephemerals[-1])

    def test_many_answers_are_one_change(self, forum: tuple[World, Channel]) -> None:
        world, channel = forum
        before = len(world.slack.calls("chat.update"))
        for kind in (Kind.ATTENDING, Kind.UNSURE, Kind.ATTENDING):
            elsewhere(world, kind)
        later(world)
        changed = [
            each
            for each in world.slack.calls("chat.update")[before:]
            if each.arguments["channel"] == channel.id
        ]
        assert len(changed) == 1

    def test_a_moved_event_counts_anew(self, forum: tuple[World, Channel]) -> None:
        world, channel = forum
        elsewhere(world)
        later(world)
        moved(world, date(2026, 12, 17))
        later(world)
        said = words(channel.messages[-1])
        assert "New time: Thursday 17 December, 10:00." in said
        assert "Coming so far" not in said


@pytest.mark.parametrize("times", [1, 2, 3, 4])
@pytest.mark.parametrize("answer", ["attending", "unsure", "fine"])
def test_presses_at_once_are_an_entry_each_and_one_stands(
    two: World, answer: str, times: int
) -> None:
    if answer == "fine":
        pressed(two.lead, card(two.lead))
        moved(two, date(2026, 12, 10))
        post(two)
    before = len(rows(two, Answer))
    where = card(two.lead)
    requests = [two.lead.press_request(where, f"event.answer.{answer}") for _ in range(times)]
    with ThreadPoolExecutor(times) as pool:
        replies = list(pool.map(two.slack.core.send, requests))
    assert all(each.ok for each in replies)
    found = rows(two, Answer)[before:]
    assert len(found) == (2 if answer == "fine" else 2 * times), "what is fine is fine"
    assert sum(each.is_current for each in found) == 2


@pytest.mark.parametrize("times", [2, 4])
def test_one_press_that_slack_repeats_is_one_entry(two: World, times: int) -> None:
    request = two.lead.press_request(card(two.lead), "event.answer.attending")
    with ThreadPoolExecutor(times) as pool:
        replies = list(pool.map(two.slack.core.send, [request] * times))
    assert all(each.ok for each in replies)
    assert answers(two) == [("attending", True)] * 2


@pytest.mark.parametrize("times", [1, 2, 3, 4])
def test_a_form_sent_at_once_is_one_entry_for_each_time_it_was(two: World, times: int) -> None:
    pressed(two.lead, card(two.lead), "apologies")
    requests = [two.lead.submit_request({"reason": "leave"}) for _ in range(times)]
    with ThreadPoolExecutor(times) as pool:
        replies = list(pool.map(two.slack.core.send, requests))
    assert all(each.ok for each in replies)
    assert answers(two) == [("apologies", True)] * 2
