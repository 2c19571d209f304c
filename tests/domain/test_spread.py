"""How few make half of all attendance, who is under-represented, and events before and since."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.figures import Figures
from domain.spread import MATCHED, Changed, Share, half, matched


@pytest.mark.parametrize(
    ("came", "found"),
    [
        ([], None),
        ([0, 0], None),
        ([3], (1, 1)),
        ([1, 1, 1, 1], (2, 4)),
        ([10, 1, 1, 1], (1, 4)),
        ([0, 2, 0, 2, 1], (2, 5)),
    ],
)
def test_so_few_make_half_of_all_attendance(came: list[int], found: tuple[int, int] | None) -> None:
    assert half(came) == found


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40).filter(any))
def test_they_reach_half_and_one_fewer_does_not(came: list[int]) -> None:
    found = half(came)
    assert found is not None
    few, count = found
    most = sorted(came, reverse=True)
    assert count == len(came)
    assert 2 * sum(most[:few]) >= sum(came) > 2 * sum(most[: few - 1])


@pytest.mark.parametrize(
    ("own", "whole", "under"),
    [
        (Figures(members=5, no_contact=5), Figures(members=65, no_contact=35), True),
        (Figures(members=5, no_contact=5), Figures(members=64, no_contact=36), False),
        (Figures(no_contact=3), Figures(members=90, no_contact=10), False),
        (Figures(), Figures(members=9), False),
    ],
)
def test_a_sector_is_under_represented_from_a_clear_gap_on(
    own: Figures, whole: Figures, *, under: bool
) -> None:
    assert Share("Forum", "Health", own, whole).is_under is under


def test_as_many_events_before_as_since_are_compared_and_no_more_than_a_dozen() -> None:
    assert matched([1, 2, 3], [4, 5]) == ([2, 3], [4, 5])
    assert matched([1], [2, 3, 4]) == ([1], [2])
    assert matched([], [1]) == ([], [])
    long = list(range(40))
    assert matched(long, long) == (long[-MATCHED:], long[:MATCHED])


def test_a_change_is_young_until_four_events_have_taken_place() -> None:
    def changed(events: int) -> Changed:
        return Changed("2026", date(2026, 1, 1), Figures(), Figures(), events)

    assert [changed(3).is_young, changed(4).is_young] == [True, False]
