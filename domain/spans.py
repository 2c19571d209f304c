"""Dated facts: a span of days is half-open, [since, until), so that two may meet at a day."""

from dataclasses import dataclass
from datetime import date

from domain.days import said
from domain.errors import Refused
from domain.language import gettext as _


@dataclass(frozen=True, slots=True)
class Span:
    """The days on which a fact holds: from `since` up to, not including, `until`.

    No `until` means that no end is known. A span holds at least one day: `ValueError` otherwise.
    """

    since: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until <= self.since:
            raise ValueError("A span ends after it begins.")

    def holds(self, day: date) -> bool:
        """Say whether the fact holds on a day."""
        return self.since <= day and (self.until is None or day < self.until)

    def overlaps(self, other: "Span") -> bool:
        """Say whether two spans share a day."""
        return (self.until is None or other.since < self.until) and (
            other.until is None or self.since < other.until
        )


def read_span(since: date, until: date | None, *, field: str = "until") -> Span:
    """Give the span of two dates that a person chose; `Refused` if it ends before it begins."""
    if until is not None and until <= since:
        raise Refused(
            _("This ends before it begins. Please choose a day after {day}.").format(
                day=said(since)
            ),
            field=field,
        )
    return Span(since, until)
