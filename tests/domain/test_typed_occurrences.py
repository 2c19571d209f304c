"""The date of an event that is typed after its title."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refused
from domain.typed_occurrences import NamedDay, take

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SEVENTH = datetime(2027, 1, 7, 10)


def taken(text: str) -> tuple[NamedDay | None, str]:
    return take(text, now=NOW, zone="Europe/London")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("7 Jan", ""),
        ("on 7 January 2027", ""),
        (", Thu 7 Jan 10:00", ""),
        ("7/1 10:00-12:00", ""),
        ("2027-01-07, Hall Closed", "Hall Closed"),
        ("7 Jan to 8 Jan 10:00", "to 8 Jan 10:00"),
        ("7 Jan 10:00 to 8 Jan 10:00", "to 8 Jan 10:00"),
        ("in January", ""),
        ("first Thu of January", ""),
    ],
)
def test_a_date_is_taken_off_and_finds_its_event(text: str, rest: str) -> None:
    named, after = taken(text)
    assert named is not None
    assert named.is_of(SEVENTH)
    assert after == rest


@pytest.mark.parametrize(
    "text", ["8 Jan", "7 Feb", "7 Jan 2028", "Fri 7 Jan", "7 Jan 11:00", "30 Feb", "tomorrow"]
)
def test_another_date_does_not_find_it(text: str) -> None:
    named, _rest = taken(text)
    assert named is not None
    assert not named.is_of(SEVENTH)


@pytest.mark.parametrize("text", ["", "to 7 Jan 10:00", "Venue closed", "7th meeting", ","])
def test_what_begins_with_no_date_is_left_whole(text: str) -> None:
    assert taken(text) == (None, text)


def test_a_day_that_may_be_two_is_asked_for() -> None:
    with pytest.raises(Refused, match="may mean"):
        taken("Monday")


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    try:
        named, rest = taken(text)
    except Refused:
        return
    assert named is not None or rest == text
