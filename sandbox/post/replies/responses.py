"""What a person answers, before a mail program gives it its shape."""

from dataclasses import dataclass, field
from datetime import datetime

from icalendar import Calendar

from sandbox.post.notices import Occasion, Party
from sandbox.post.zones import Time

ACCEPTED, TENTATIVE, DECLINED, DELEGATED = "ACCEPTED", "TENTATIVE", "DECLINED", "DELEGATED"
PARTSTATS = (ACCEPTED, TENTATIVE, DECLINED, DELEGATED)
"""The answers that a REPLY can carry to an organiser (RFC 5545, 3.2.12)."""


@dataclass(frozen=True)
class Response:
    """An answer: of whom, to which event, and who presses the button.

    `me` is the attendee who is spoken for; `sender` differs from it when an assistant answers.
    `deputy` takes the meeting over. `start`, `end` and `moment` (the original start) belong to
    one occurrence when only that one is answered. `both` puts delegator and delegate into one
    REPLY, as the examples of RFC 5546, 4.2.6 do; else it carries one ATTENDEE (3.2.3).
    """

    occasion: Occasion
    calendar: Calendar = field(repr=False)
    me: Party
    sender: Party
    partstat: str
    at: datetime
    start: Time | None = None
    end: Time | None = None
    moment: Time | None = None
    comment: str = ""
    deputy: Party | None = None
    both: bool = False
    answers_to: str = ""
    """The Message-ID of the invitation."""

    @property
    def on_behalf(self) -> bool:
        """Say whether somebody answers for another person (SENT-BY, RFC 5545, 3.2.18)."""
        return not self.sender.has(self.me.address)

    @property
    def author(self) -> Party:
        """Give whom the mail is from when it is from the attendee: by their mailbox's own name."""
        return self.me if self.on_behalf or not self.sender.name else self.sender

    @property
    def organizer(self) -> Party:
        """Give who gets the answer; without an ORGANIZER nobody can."""
        if self.occasion.organizer is None or not self.occasion.organizer.address:
            raise ValueError("The invitation names no organiser, so nobody can be answered.")
        return self.occasion.organizer

    @property
    def partner(self) -> Party | None:
        """Give the other end of a delegation: the deputy, or the one who sent this deputy."""
        if self.deputy:
            return self.deputy
        return self.occasion.attendee(self.me.delegated_from) if self.me.delegated_from else None
