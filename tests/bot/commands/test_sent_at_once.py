"""Two presses of *Send*, in one preview or in two, are one event that is sent once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from db.models import Event, Round
from sandbox import Message
from sandbox import Person as User
from tests.bot.commands.forums import go_live, lay
from tests.bot.commands.register import rows
from tests.world import World, words


@pytest.fixture(name="three")
def of_three(world: World) -> World:
    lay(world, 3)
    go_live(world)
    return world


def preview(who: User) -> Message:
    told = who.run("/event new Leadership Forum, 3 Dec 10:00-12:00").ephemeral
    assert told is not None
    assert "Send to 3 people" in words(told)
    return told


def sent(world: World) -> tuple[list[str], int]:
    return [each.status for each in rows(world, Event)], len(rows(world, Round))


@pytest.mark.parametrize("times", [2, 3, 4])
def test_presses_at_once_send_once(three: World, times: int) -> None:
    where = preview(three.coordinator)
    requests = [three.coordinator.press_request(where, "event.send") for _ in range(times)]
    with ThreadPoolExecutor(times) as pool:
        replies = list(pool.map(three.slack.core.send, requests))
    assert all(each.ok for each in replies)
    assert sent(three) == (["scheduled"], 1)
    said = [words(each) for each in three.coordinator.ephemerals]
    assert sum("3 people are invited." in each for each in said) == 1


def test_two_previews_of_one_draft_send_it_once(three: World) -> None:
    mine = preview(three.coordinator)
    three.coordinator.press(mine, "event.test")
    three.coordinator.press(three.coordinator.ephemerals[-1], "event.preview")
    other = three.coordinator.ephemerals[-1]
    assert "Send to 3 people" in words(other)
    requests = [three.coordinator.press_request(each, "event.send") for each in (mine, other)]
    with ThreadPoolExecutor(2) as pool:
        replies = list(pool.map(three.slack.core.send, requests))
    assert all(each.ok for each in replies)
    assert sent(three) == (["scheduled"], 1)
