"""Arrangements: a dated version of who sits where, such as the new arrangements of 2019."""

from collections.abc import Sequence
from datetime import date

from domain.days import said
from domain.errors import Refused
from domain.language import gettext as _
from domain.spans import Span


def refuse_out_of_turn(since: date, before: Span | None, after: Span | None) -> None:
    """Raise `Refused` where an arrangement would begin before the one that comes before it.

    One at a time: it begins after the one before began, and before the one after it does.
    """
    if before is not None and since <= before.since:
        raise Refused(
            _("The arrangements before began on {day}. Please choose a later day.").format(
                day=said(before.since)
            ),
            field="since",
        )
    if after is not None and since >= after.since:
        raise Refused(
            _("The next arrangements begin on {day}. Please choose an earlier day.").format(
                day=said(after.since)
            ),
            field="since",
        )


def neighbours(known: Sequence[Span], own: Span) -> tuple[Span | None, Span | None]:
    """Give the spans right before and right after one, of those that are known."""
    before = [each for each in known if each.since < own.since]
    after = [each for each in known if each.since > own.since]
    earliest = min(after, key=lambda each: each.since, default=None)
    return max(before, key=lambda each: each.since, default=None), earliest
