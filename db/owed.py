"""What one person is owed to hear of a change, before it is known by which ways they do."""

from dataclasses import dataclass

from db.attendees import Reader
from domain.events import Say


@dataclass(frozen=True, slots=True)
class Message:
    """What one person must hear of a series, or of one occurrence: `about`, by its id.

    `holds` are the events they are asked about after the change, `off` those that were cancelled.
    `knew` is what they knew before it, `knows` what they will: None where that can't be said.
    `joins`: they were asked about nothing of it before, so that a stop does not undo it.
    """

    attendee: Reader
    say: Say
    about: int | None
    holds: frozenset[int]
    off: frozenset[int]
    knew: str | None = None
    knows: str | None = None
    joins: bool = False

    @property
    def noted(self) -> dict[str, bool]:
        """Give what their messages note of it, for a stop."""
        return {"joins": True} if self.joins else {}
