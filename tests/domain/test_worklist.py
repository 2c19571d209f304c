"""The worklist's rules: identity, steps, and how long something may be put off."""

from datetime import date, timedelta

import pytest

from domain.errors import Refused
from domain.worklist import DERIVED, REVIEWS, Gap, Kind, Step, key_of, next_step, read_snooze

DAY = date(2026, 11, 23)


def test_a_gap_is_the_same_whatever_its_facts() -> None:
    assert Gap(Kind.VACANT, 7, {"a": 1}).key == Gap(Kind.VACANT, 7).key == "vacant:7"


def test_what_two_people_say_of_one_seat_are_two_items() -> None:
    assert key_of(Kind.TOLD, 7, 1) != key_of(Kind.TOLD, 7, 2)


def test_what_people_say_and_what_did_not_arrive_is_not_seen_in_the_register() -> None:
    assert set(Kind) - DERIVED == {Kind.TOLD, Kind.NOT_REACHED, Kind.HELD_DEPUTY, *REVIEWS}


@pytest.mark.parametrize(
    ("done", "skipped", "following"),
    [
        (set(), set(), Step.NAME),
        ({Step.NAME}, set(), Step.SPREADSHEET),
        ({Step.SPREADSHEET}, set(), Step.NAME),
        (set(), {Step.NAME, Step.SPREADSHEET}, Step.BODIES),
        ({Step.NAME, Step.SEATS}, {Step.SPREADSHEET, Step.BODIES}, Step.MEETINGS),
        (set(Step) - {Step.TEST_COPY}, {Step.TEST_COPY}, None),
    ],
)
def test_the_next_step_is_the_first_left(
    done: set[Step], skipped: set[Step], following: Step | None
) -> None:
    assert next_step(done, skipped) is following


@pytest.mark.parametrize("days", [1, 14, 366])
def test_something_can_be_put_off_for_a_year(days: int) -> None:
    assert read_snooze(DAY + timedelta(days=days), day=DAY) == DAY + timedelta(days=days)


@pytest.mark.parametrize("days", [None, -1, 0, 367])
def test_but_not_for_longer_or_until_a_day_that_is_past(days: int | None) -> None:
    until = None if days is None else DAY + timedelta(days=days)
    with pytest.raises(Refused) as refused:
        read_snooze(until, day=DAY)
    assert refused.value.field == "until"
