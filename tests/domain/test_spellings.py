"""Which names may be two spellings of one, and which are certainly two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.spellings import Close, close_to, closeness

CLOSE = [
    ("Café Trust", "Cafe Trust", Close.ACCENT),
    ("Ysgol Llŷn", "Ysgol Llyn", Close.ACCENT),
    ("County Police", "COUNTY  police", Close.SAME),
    ("County Council", "County Councl", Close.SPELLING),
    ("Medway Council", "Council, Medway", Close.SPELLING),
    ("Housing & Care", "Housing and Care", Close.SPELLING),
    ("The Police", "Police", Close.SPELLING),
    ("Medway Council", "Council of Medwey", Close.SPELLING),
    ("Children's Centre", "Childrens Centre", Close.SPELLING),
    ("Youth Offending", "Youth-Offending", Close.SPELLING),
    ("Early Years", "EarlyYears", Close.SPELLING),
]
DIFFERENT = [
    ("School 1", "School 2"),
    ("Ward 10", "Ward 11"),
    ("County Police", "City Police"),
    ("North Trust", "South Trust"),
    ("East Kent NHS", "West Kent NHS"),
    ("Lower School", "Upper School"),
    ("Eastern Area", "Western Area"),
    ("Probation", "Probation Service"),
    ("NHS A", "NHS B"),
]


@pytest.mark.parametrize(("one", "other", "how"), CLOSE)
def test_nearly_the_same_is_close(one: str, other: str, how: Close) -> None:
    assert closeness(one, other) is how


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_are_not(one: str, other: str) -> None:
    assert closeness(one, other) is None


@given(st.text(max_size=30), st.text(max_size=30))
def test_being_close_goes_both_ways(one: str, other: str) -> None:
    assert (closeness(one, other) is None) == (closeness(other, one) is None)


def test_the_closest_comes_first() -> None:
    known = ["Cafe Truste", "Café Trust", "cafe trust", "Police"]
    assert [each for each, _how in close_to("Cafe Trust", known)] == [
        "cafe trust",
        "Café Trust",
        "Cafe Truste",
    ]
