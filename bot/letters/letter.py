"""A letter before it is sent: what the ledger keeps, so that every retry sends the same bytes."""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """A calendar object for a mail: the iTIP method and its bytes, CRLF and all (RFC 6047)."""

    method: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to one person: the same words as plain text and as HTML, and a calendar part or none.

    `thread` is the message id of an earlier letter on the same matter, `reply_to` where answers
    go if not to the sender.
    """

    subject: str
    text: str
    html: str
    calendar: CalendarPart | None = None
    reply_to: str | None = None
    thread: str | None = None

    def as_json(self) -> Json:
        """Give it as data that a database keeps."""
        part = self.calendar
        return {
            "subject": self.subject,
            "text": self.text,
            "html": self.html,
            "reply_to": self.reply_to,
            "thread": self.thread,
            "calendar": {"method": part.method, "content": b64encode(part.content).decode()}
            if part
            else None,
        }

    @classmethod
    def from_json(cls, kept: Json) -> "Letter":
        """Read what `as_json` gave."""
        part = kept["calendar"]
        calendar = CalendarPart(part["method"], b64decode(part["content"])) if part else None
        return cls(**{**kept, "calendar": calendar})
