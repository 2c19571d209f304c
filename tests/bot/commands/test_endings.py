"""Ends and plans: what has held is never erased, and an end to come can be moved."""

from datetime import date, timedelta

import pytest

from db.models import DiaryContact, Person, Post, Seat, SeatHolder
from sandbox import Outcome
from tests.bot.commands.register import BEGAN, NEXT_MONTH, TODAY, lead, press, rows
from tests.world import World

JOINED = date(2020, 1, 1)
LONG_AGO = date(2015, 1, 1)
ERASES = "Ada began on 1 January 2020. Please choose a day after that."


@pytest.fixture
def led(register: World) -> World:
    """Give a register whose police seat has been led by Ada for years."""
    lead(register, new_name="Ada", since=JOINED)
    return register


def of_person(world: World, action: str, **entered: object) -> Outcome:
    """Press a button on Ada's page and send the form."""
    listed = world.coordinator.run("/partner people County Police")
    assert listed.ephemeral is not None
    [ada] = [each for each in rows(world, Person) if each.name == "Ada"]
    world.coordinator.press(listed.ephemeral, "person.show", value=str(ada.id))
    world.coordinator.press(world.coordinator.ephemerals[-1], action)
    return world.coordinator.submit(entered)


def ending(world: World, until: date) -> Outcome:
    """End the first who fills the police's seat."""
    press(world, "holder.end")
    return world.coordinator.submit({"until": until})


def taking_back(world: World, name: str) -> None:
    """Take back somebody who is planned."""
    [person] = [each for each in rows(world, Person) if each.name == name]
    [planned] = [each for each in rows(world, SeatHolder) if each.person_id == person.id]
    press_value(world, "holder.take_back", str(planned.id))


def press_value(world: World, action: str, value: str) -> None:
    listed = world.coordinator.run("/partner seat County Police")
    assert listed.ephemeral is not None
    world.coordinator.press(listed.ephemeral, "seat.show")
    world.coordinator.press(world.coordinator.ephemerals[-1], action, value=value)


def leads(world: World) -> list[tuple[str, date, date | None]]:
    """List who leads, in the order of days."""
    named = {each.id: each.name for each in rows(world, Person)}
    found = [(each.since, each.until, named[each.person_id]) for each in rows(world, SeatHolder)]
    return [(name, since, until) for since, until, name in sorted(found, key=lambda row: row[0])]


@pytest.mark.parametrize("day", [LONG_AGO, JOINED])
class TestWhatHasHeld:
    def test_a_lead_is_not_erased(self, led: World, day: date) -> None:
        assert ending(led, day).errors == {"until": ERASES}
        assert leads(led) == [("Ada", JOINED, None)]

    def test_a_post_is_not_erased(self, led: World, day: date) -> None:
        assert of_person(led, "post.end", until=day).errors == {"until": ERASES}
        assert [each.since for each in rows(led, Post)] == [JOINED]

    def test_leaving_erases_nothing(self, led: World, day: date) -> None:
        assert of_person(led, "person.leave", day=day).errors == {"day": ERASES}
        assert len(rows(led, Post)) == len(rows(led, SeatHolder)) == 1

    def test_a_diary_contact_is_not_erased(self, led: World, day: date) -> None:
        assert of_person(led, "diary.new", new_name="Keeper", since=JOINED).ok
        told = of_person(led, "diary.end", until=day)
        assert told.errors == {
            "until": "Keeper began on 1 January 2020. Please choose a day after that."
        }
        assert len(rows(led, DiaryContact)) == 1

    def test_a_seat_does_not_end_before_those_who_filled_it(self, led: World, day: date) -> None:
        press(led, "seat.end")
        told = led.coordinator.submit({"until": max(day, BEGAN + timedelta(days=1))})
        assert told.errors["until"].endswith(
            "began on 1 January 2020. Please choose a day after that."
        )
        assert [each.until for each in rows(led, Seat)] == [None]
        assert leads(led) == [("Ada", JOINED, None)]


class TestWhatHasNotBegun:
    def test_a_plan_that_would_end_before_it_begins_is_taken_back(self, led: World) -> None:
        assert of_person(led, "diary.new", new_name="Keeper", since=NEXT_MONTH).ok
        assert of_person(led, "person.leave", day=TODAY).ok
        assert rows(led, DiaryContact) == []
        assert leads(led) == [("Ada", JOINED, TODAY)]

    def test_what_began_today_by_mistake_ends_today(self, register: World) -> None:
        lead(register, new_name="Wrong", since=TODAY)
        assert ending(register, TODAY).ok
        assert leads(register) == []


class TestAnEndToCome:
    def test_it_moves_later_and_earlier(self, led: World) -> None:
        for until in (TODAY + timedelta(days=3), NEXT_MONTH, TODAY + timedelta(days=1)):
            assert ending(led, until).ok
            assert leads(led) == [("Ada", JOINED, until)]

    def test_the_same_day_again_is_said(self, led: World) -> None:
        assert ending(led, NEXT_MONTH).ok
        assert ending(led, NEXT_MONTH).errors == {"until": "This ends on 1 December 2026 already."}

    def test_it_moves_up_to_the_next_lead(self, led: World) -> None:
        assert ending(led, TODAY + timedelta(days=3)).ok
        lead(led, new_name="Next", since=NEXT_MONTH)
        told = ending(led, NEXT_MONTH + timedelta(days=1))
        assert told.errors["until"].startswith("Something else begins on 1 December 2026.")
        assert ending(led, NEXT_MONTH).ok
        assert leads(led)[0] == ("Ada", JOINED, NEXT_MONTH)

    def test_it_moves_no_further_than_the_seat(self, led: World) -> None:
        assert ending(led, TODAY + timedelta(days=3)).ok
        press(led, "seat.end")
        assert led.coordinator.submit({"until": NEXT_MONTH}).ok
        told = ending(led, NEXT_MONTH + timedelta(days=1))
        assert told.errors["until"].startswith("The seat ends on 1 December 2026.")

    def test_a_post_and_a_diary_contact_move_too(self, led: World) -> None:
        assert of_person(led, "diary.new", new_name="Keeper", since=JOINED).ok
        for action in ("post.end", "diary.end"):
            assert of_person(led, action, until=TODAY + timedelta(days=3)).ok
            assert of_person(led, action, until=NEXT_MONTH).ok
        assert [each.until for each in rows(led, Post)] == [NEXT_MONTH]
        assert [each.until for each in rows(led, DiaryContact)] == [NEXT_MONTH]


class TestTakingBack:
    def test_a_vacancy_that_was_decided_stays(self, led: World) -> None:
        lead(led, vacant="yes", since=NEXT_MONTH)
        lead(led, new_name="Later", since=date(2026, 12, 5))
        lead(led, new_name="Sooner", since=NEXT_MONTH)
        taking_back(led, "Sooner")
        assert leads(led) == [
            ("Ada", JOINED, NEXT_MONTH),
            ("Later", date(2026, 12, 5), None),
        ]

    def test_only_the_one_who_was_cut_short_goes_on(self, led: World) -> None:
        lead(led, new_name="Later", since=date(2026, 12, 5))
        lead(led, new_name="Sooner", since=NEXT_MONTH)
        taking_back(led, "Sooner")
        assert leads(led) == [
            ("Ada", JOINED, date(2026, 12, 5)),
            ("Later", date(2026, 12, 5), None),
        ]
        taking_back(led, "Later")
        assert leads(led) == [("Ada", JOINED, None)]

    def test_an_end_that_was_planned_comes_back(self, led: World) -> None:
        assert ending(led, date(2027, 6, 1)).ok
        lead(led, new_name="Sooner", since=NEXT_MONTH)
        taking_back(led, "Sooner")
        assert leads(led) == [("Ada", JOINED, date(2027, 6, 1))]

    def test_one_between_two_goes_on_where_the_later_is_taken_back(self, led: World) -> None:
        lead(led, new_name="Later", since=date(2026, 12, 5))
        lead(led, new_name="Sooner", since=NEXT_MONTH)
        taking_back(led, "Later")
        assert leads(led) == [("Ada", JOINED, NEXT_MONTH), ("Sooner", NEXT_MONTH, None)]

    def test_who_takes_the_place_of_a_plan_remembers_for_it(self, led: World) -> None:
        lead(led, new_name="First", since=NEXT_MONTH)
        lead(led, new_name="Second", since=NEXT_MONTH)
        taking_back(led, "Second")
        assert leads(led) == [("Ada", JOINED, None)]
