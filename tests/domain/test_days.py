"""Days as they are typed in a line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.days import read_day, said, span_said

OCTOBER = date(2026, 10, 1)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-10-01",
        "1/10/2026",
        "01.10.2026",
        "1 October 2026",
        "1st Oct 2026",
        " 1 oct. 2026 ",
        "1 OCTOBER 2026",
    ],
)
def test_a_day_is_read_however_it_is_typed(typed: str) -> None:
    assert read_day(typed) == OCTOBER


@pytest.mark.parametrize(
    "typed", ["", "Mondays", "31/2/2026", "1 Octember 2026", "1 Oc 2026", "13/13/2026", "2026-10"]
)
def test_what_is_no_day_is_none(typed: str) -> None:
    assert read_day(typed) is None


def test_september_has_two_short_forms() -> None:
    assert read_day("2 Sept 2019") == read_day("2 sep 2019") == date(2019, 9, 2)


@given(st.dates())
def test_what_is_said_is_read_again(day: date) -> None:
    assert read_day(day.isoformat()) == day
    if day.year > 999:
        assert read_day(said(day)) == day


def test_a_span_is_said_with_its_end_if_there_is_one() -> None:
    assert span_said(OCTOBER, None) == "from 1 October 2026"
    assert span_said(OCTOBER, date(2026, 12, 3)) == "from 1 October 2026 until 3 December 2026"
