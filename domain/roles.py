"""Who may do what: the one policy, deny by default (product.md, Trust)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from enum import StrEnum

from domain.errors import Refused
from domain.language import gettext as _
from domain.named_days import long_date
from domain.spans import Span


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

PARTNER: Roles = frozenset({Role.PARTNER})
"""Speaks for an organisation: by its role, or because of a post or a seat."""

ANYONE_KNOWN: Roles = frozenset(Role)
"""Any person of the partnership, a partner's lead or deputy included."""


def may(held: Collection[Role], allowed: Roles) -> bool:
    """Say whether a person with these roles may do what is open to `allowed`."""
    return not allowed.isdisjoint(held)


def first_gap(spans: Iterable[Span], day: date) -> date | None:
    """Give the first day, from a day on, that no span holds; None if there never is one."""
    for span in sorted(spans, key=lambda each: each.since):
        if span.since > day:
            return day
        if span.until is None:
            return None
        day = max(day, span.until)
    return day


def keep_a_coordinator(spans: Iterable[Span], day: date, *, unseen: Sequence[str] = ()) -> None:
    """Raise `Refused` unless somebody is a coordinator on every day to come.

    `unseen` are coordinators too, but can't act, since nobody knows them in Slack.
    """
    gap = first_gap(spans, day)
    if gap is None:
        return
    said = [_("There would be no coordinator from {day}.").format(day=long_date(gap))]
    if unseen:
        said.append(_("{name} has not been seen in Slack yet.").format(name=unseen[0]))
        said.append(_("Please let them write to me there first."))
    else:
        said.append(_("Please give the role to somebody first."))
    raise Refused(" ".join(said), field="until")
