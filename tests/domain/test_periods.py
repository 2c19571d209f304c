"""Months, in their order."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.periods import Month


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_months_lie_side_by_side(day: date) -> None:
    month = Month.of(day)
    assert month.first <= day <= month.last
    assert month.span.holds(day)
    assert (month.before.following, month.following.before) == (month, month)
    assert not month.span.holds(month.following.first)
    assert month.before.span.until == month.first


def test_a_february_of_a_leap_year() -> None:
    assert Month.of(date(2028, 2, 10)).last == date(2028, 2, 29)
