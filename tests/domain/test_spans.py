"""Dated facts: half-open spans of days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.spans import Span

DAYS = st.dates(date(2020, 1, 1), date(2020, 3, 1))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    since = draw(DAYS)
    length = draw(st.none() | st.integers(1, 20))
    return Span(since, None if length is None else since + timedelta(days=length))


def test_the_day_it_ends_is_no_longer_in_it() -> None:
    span = Span(date(2026, 1, 1), date(2026, 2, 1))
    assert [span.holds(date(2026, 1, day)) for day in (1, 31)] == [True, True]
    assert not span.holds(date(2026, 2, 1))
    assert not span.holds(date(2025, 12, 31))


def test_without_an_end_it_goes_on() -> None:
    assert Span(date(2026, 1, 1)).holds(date(2099, 1, 1))


@pytest.mark.parametrize("until", [date(2026, 1, 1), date(2025, 1, 1)])
def test_an_empty_span_is_a_mistake(until: date) -> None:
    with pytest.raises(ValueError, match="ends after"):
        Span(date(2026, 1, 1), until)


@given(spans(), spans())
def test_spans_overlap_when_some_day_is_in_both(one: Span, other: Span) -> None:
    days = [date(2019, 12, 1) + timedelta(days=n) for n in range(150)]
    shared = any(one.holds(day) and other.holds(day) for day in days)
    assert one.overlaps(other) == other.overlaps(one) == shared
