"""Dated facts: half-open spans of days, [since, until)."""

from dataclasses import dataclass
from datetime import date


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
