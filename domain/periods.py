"""The month that a digest or a partners' update is of."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.spans import Span


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, by its first day."""

    first: date

    @classmethod
    def of(cls, day: date) -> "Month":
        """Give the month of a day."""
        return cls(day.replace(day=1))

    @property
    def last(self) -> date:
        """Give its last day."""
        return self.following.first - timedelta(days=1)

    @property
    def span(self) -> Span:
        """Give its days."""
        return Span(self.first, self.following.first)

    @property
    def before(self) -> "Month":
        """Give the month before it."""
        return Month.of(self.first - timedelta(days=1))

    @property
    def following(self) -> "Month":
        """Give the month after it."""
        return Month.of(self.first + timedelta(days=32))
