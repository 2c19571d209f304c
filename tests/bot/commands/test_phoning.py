"""Whom to phone, on the worklist: there while nobody has answered, and gone with the answer."""

from datetime import date, timedelta

import pytest

from db import event_changes, events, people
from db.audience_items import Choice
from db.models import Answer, WorklistItem
from domain.events import Among
from jobs import worklist as job
from tests.bot.commands.event_cast import arrange, board, newest, press, run, weeks, writing
from tests.bot.commands.register import counting, rows
from tests.bot.commands.test_event_answers import enter, opened
from tests.bot.commands.test_worklist import home, told
from tests.world import World, words

ONE = "Phone Police about Leadership Forum, 3 December: no answer, and no reminder is left."
TWO = "Phone 2 partners about Leadership Forum, 3 December: no answer, and no reminder is left."


@pytest.fixture
def forum(world: World) -> World:
    """Give a world with an event to which two seats are invited whose leads have no address."""
    board(world, "Police", "Health")
    arrange(world)
    return world


def listed(world: World, action: str) -> str:
    """Open the phone list from the worklist on Home; gives the words of what is shown."""
    pressed = world.coordinator.press(home(world), action)
    assert pressed.ok, pressed
    return opened(world)


def test_several_are_one_line_that_opens_the_list(forum: World) -> None:
    assert TWO in told(forum)
    shown = listed(forum, "event.phone")
    assert "2 to phone: Leadership Forum" in shown
    assert "Police\nAsk for Police lead\nNo mail address is known." in shown
    assert "The register holds no phone numbers" in shown
    assert shown.count("Phoned: record the answer") == 2


def test_one_alone_is_recorded_from_its_line_and_then_gone(forum: World) -> None:
    run(forum, "/event answer Leadership Forum Health apologies by phone")
    assert ONE in told(forum)
    assert "Whose answer?" in listed(forum, "event.record.seat")
    enter(forum, answer="Attending")
    assert "Police: attending." in opened(forum)
    latest = rows(forum, Answer)[-1]
    assert (latest.source, latest.told_by, latest.kind) == ("phone", "lead", "attending")
    assert "Phone " not in told(forum)


def test_the_list_says_when_nobody_is_left(forum: World) -> None:
    for each in ("Police", "Health"):
        run(forum, f"/event answer Leadership Forum {each} attending by phone")
    assert "Nobody is left to phone about Leadership Forum." in press(forum, "event.phone")


def test_guests_are_people_and_come_last(forum: World) -> None:
    with writing(forum) as session:
        guest = people.add(session, name="A Guest", now=forum.clock.now())
        found = events.coming(session, now=forum.clock.now())[0]
        whom = [Choice(Among.GUEST, guest.id)]
        event_changes.add_guests(
            session, found.series, whom, event=None, by=None, now=forum.clock.now()
        )
    assert "Phone 3 people about Leadership Forum, 3 December" in told(forum)
    shown = listed(forum, "event.phone")
    assert shown.index("Police") < shown.index("A Guest")


def test_nobody_is_phoned_of_an_event_that_is_far_away(world: World) -> None:
    board(world, "Police")
    arrange(world, span=weeks(20))
    assert "Phone " not in told(world)


def test_put_off_it_comes_back_on_its_day_if_nobody_answered(forum: World) -> None:
    tomorrow = date(2026, 11, 24)
    [item] = [each for each in labelled(forum) if each.startswith("phone:")]
    forum.coordinator.press(home(forum), "worklist.later", value=item)
    enter(forum, until=tomorrow)
    assert TWO not in told(forum)
    reconcile(forum)
    assert TWO not in told(forum)
    forum.clock.moment += timedelta(days=1)
    assert TWO in told(forum)
    reconcile(forum)
    assert [each.done_at is None for each in rows(forum, WorklistItem) if each.kind == "phone"] == [
        False
    ]


def labelled(world: World) -> list[str]:
    """Give the keys of the items on Home that can be put off."""
    blocks = home(world).blocks
    return [
        element["value"]
        for block in blocks
        for element in block.get("elements", [])
        if element.get("action_id") == "worklist.later"
    ]


def reconcile(world: World) -> None:
    """Let the tick that notes gaps run."""
    with world.house.database.writing() as session:
        job.reconcile(session, world.clock.now())


def test_home_asks_the_same_however_many_are_silent(world: World) -> None:
    board(world, "Police")
    arrange(world)
    with counting(world) as few:
        home(world)
    board(world, *(f"Partner {n}" for n in range(9)))
    arrange(world, title="Second one")
    with counting(world) as many:
        told(world)
    assert len(many) <= len(few)
    assert "Phone 10 partners about Second one" in words_of_all(world)


def words_of_all(world: World) -> str:
    """Give the words of the whole worklist."""
    world.coordinator.press(home(world), "worklist.list")
    return opened(world) if world.coordinator.view else words(newest(world))
