"""Shares in whole per cent, and what counts."""

import pytest

from domain.figures import percent
from domain.outcomes import COUNTED


@pytest.mark.parametrize(
    ("part", "whole", "said_as"),
    [(0, 0, None), (0, 5, 0), (5, 5, 100), (199, 200, 99), (1, 300, 1), (1, 8, 13), (2, 3, 67)],
)
def test_all_and_nothing_are_said_of_nothing_else(
    part: int, whole: int, said_as: int | None
) -> None:
    assert percent(part, whole) == said_as


def test_only_what_is_counted_counts() -> None:
    assert {each.value for each in COUNTED} == {"MA", "RA", "A", "NC"}
