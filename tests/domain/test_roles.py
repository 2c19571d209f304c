"""Who may do what: denied unless allowed."""

import pytest

from domain.roles import ANYONE_KNOWN, COORDINATOR, READER, Role, may


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
