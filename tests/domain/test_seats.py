"""Seats: when one may be, and when somebody may fill it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refused
from domain.seats import read_terms, refuse_beyond_membership, within_seat
from domain.spans import Span

START = date(2019, 9, 2)


def day(number: int) -> date:
    """Give the day that is so many days after the first."""
    return START + timedelta(days=number)


def span(begins: int, length: int | None) -> Span:
    return Span(day(begins), None if length is None else day(begins + length))


spans = st.builds(span, st.integers(0, 30), st.none() | st.integers(1, 20))


@given(spans, st.lists(spans, max_size=4))
def test_a_seat_lasts_on_no_day_without_membership(seat: Span, members: list[Span]) -> None:
    last = 60 if seat.until is None else (seat.until - START).days
    days = range((seat.since - START).days, last)
    belongs = all(any(each.holds(day(number)) for each in members) for number in days)
    try:
        refuse_beyond_membership(seat, members)
    except Refused:
        assert not belongs
    else:
        assert belongs


@given(spans, st.integers(-5, 60), st.none() | st.integers(1, 60))
def test_whoever_fills_a_seat_does_so_within_it(
    seat: Span, begins: int, length: int | None
) -> None:
    since = day(begins)
    until = None if length is None else since + timedelta(days=length)
    try:
        filled = within_seat(since, until, seat)
    except Refused:
        ends_late = seat.until is not None and until is not None and until > seat.until
        assert not seat.holds(since) or ends_late
    else:
        assert seat.holds(filled.since)
        assert seat.until is None or (filled.until is not None and filled.until <= seat.until)
        assert until is None or filled.until == until


def test_terms_are_tidied() -> None:
    terms = read_terms(title="  Head \t teacher ", statutory=True, speaks_for="  ")
    assert (terms.title, terms.statutory, terms.speaks_for) == ("Head teacher", True, None)


@pytest.mark.parametrize("field", ["title", "speaks_for"])
def test_what_is_too_long_says_by_how_much(field: str) -> None:
    entered = {"title": "", "speaks_for": "", field: "x" * 121}
    with pytest.raises(Refused, match="121 characters; at most 120") as no:
        read_terms(statutory=False, **entered)
    assert no.value.field == field
