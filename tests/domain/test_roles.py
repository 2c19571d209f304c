"""Who may do what: denied unless allowed."""

from datetime import date, timedelta

import pytest

from domain.errors import Refused
from domain.roles import (
    ANYONE_KNOWN,
    COORDINATOR,
    READER,
    Role,
    first_gap,
    keep_a_coordinator,
    may,
)
from domain.spans import Span


@pytest.mark.parametrize(
    ("role", "reads", "changes"),
    [
        (Role.COORDINATOR, True, True),
        (Role.CHAIR, True, False),
        (Role.SCRUTINEER, True, False),
        (Role.PARTNER, False, False),
    ],
)
def test_each_role_may_what_it_may(role: Role, *, reads: bool, changes: bool) -> None:
    assert (may({role}, READER), may({role}, COORDINATOR)) == (reads, changes)
    assert may({role}, ANYONE_KNOWN)


def test_nobody_may_anything_without_a_role() -> None:
    assert not may(set(), ANYONE_KNOWN)


def test_one_of_several_roles_is_enough() -> None:
    assert may({Role.PARTNER, Role.COORDINATOR}, COORDINATOR)


def spans(*days: tuple[int, int | None]) -> list[Span]:
    start = date(2026, 1, 1)
    return [
        Span(start + timedelta(a), None if b is None else start + timedelta(b)) for a, b in days
    ]


@pytest.mark.parametrize(
    ("held", "gap"),
    [
        ([], 5),
        ([(0, None)], None),
        ([(0, 10)], 10),
        ([(0, 10), (10, None)], None),
        ([(0, 10), (11, None)], 10),
        ([(6, None)], 5),
        ([(0, 5)], 5),
        ([(0, 20), (3, 8), (20, None)], None),
        ([(0, 3), (4, 30), (30, 40)], 40),
    ],
)
def test_the_first_day_without_anybody_is_found(
    held: list[tuple[int, int | None]], gap: int | None
) -> None:
    day = date(2026, 1, 6)
    expected = None if gap is None else date(2026, 1, 1) + timedelta(gap)
    assert first_gap(spans(*held), day) == expected


def test_somebody_is_a_coordinator_on_every_day_to_come() -> None:
    keep_a_coordinator(spans((0, 10), (10, None)), date(2026, 1, 6))
    with pytest.raises(Refused) as refused:
        keep_a_coordinator(spans((0, 10), (11, None)), date(2026, 1, 6))
    assert "from 11 January 2026" in refused.value.sentence
