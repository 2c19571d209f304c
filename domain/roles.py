"""Who may do what: the one policy, deny by default (product.md, Trust)."""

from collections.abc import Collection
from enum import StrEnum


class Role(StrEnum):
    """What a person is to a partnership."""

    COORDINATOR = "coordinator"
    CHAIR = "chair"
    SCRUTINEER = "scrutineer"
    PARTNER = "partner"


Roles = frozenset[Role]

COORDINATOR: Roles = frozenset({Role.COORDINATOR})
"""Runs everything."""

READER: Roles = frozenset({Role.COORDINATOR, Role.CHAIR, Role.SCRUTINEER})
"""Sees everything, which a scrutineer does without changing anything."""

ANYONE_KNOWN: Roles = frozenset(Role)
"""Any person of the partnership, a partner's lead or deputy included."""


def may(held: Collection[Role], allowed: Roles) -> bool:
    """Say whether a person with these roles may do what is open to `allowed`."""
    return not allowed.isdisjoint(held)
