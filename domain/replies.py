"""What somebody sent us by mail: an answer from a calendar, a bounce, or words; pure and bounded.

What it says stands here; `domain.reply_mails.read` finds it in the bytes of a mail. Strangers
write them: whatever they hold, the outcome is one of these and never an exception.
"""

from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from enum import StrEnum
from typing import TypeAlias

from domain.answers import Kind

MAX_CALENDAR = 256 * 1024
"""Bytes of a calendar that are parsed at all (calendar.md, 3)."""

MAX_COMPONENTS = 200
MAX_UID = 250
"""Characters of a UID: nobody's is longer, and ours are 36."""

MAX_LINES = 10
MAX_WORDS = 500
"""How much of what somebody wrote is shown: its first lines, and characters of them."""


class Method(StrEnum):
    """What a calendar message asks (RFC 5546, 1.4); `OTHER` is anything else."""

    REPLY = "REPLY"
    COUNTER = "COUNTER"
    REFRESH = "REFRESH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    OTHER = "OTHER"


class Partstat(StrEnum):
    """What an attendee answers (RFC 5545, 3.2.12); what we don't know is `NEEDS_ACTION`."""

    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    TENTATIVE = "TENTATIVE"
    DELEGATED = "DELEGATED"
    NEEDS_ACTION = "NEEDS-ACTION"


KINDS = {
    Partstat.ACCEPTED: Kind.ATTENDING,
    Partstat.DECLINED: Kind.APOLOGIES,
    Partstat.TENTATIVE: Kind.UNSURE,
    Partstat.DELEGATED: Kind.DEPUTY,
}
"""What each means to us."""


@dataclass(frozen=True, slots=True)
class Answerer:
    """One ATTENDEE of a message: who answers what, for whom, and whom they send."""

    address: str
    partstat: Partstat = Partstat.NEEDS_ACTION
    name: str = ""
    sent_by: str = ""
    delegated_to: tuple[str, ...] = ()
    delegated_from: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Give what two spellings of the address share."""
        return self.address.casefold()


@dataclass(frozen=True, slots=True)
class Part:
    """What a message says of an event, a series, or one occurrence of it: its `original` start.

    Times are instants, or where the zone is unknown what the clock on the wall shows. `stamp` is
    the message's own time, `sequence` the version that was answered; None: it doesn't say.
    """

    original: datetime | None = None
    sequence: int | None = None
    stamp: datetime | None = None
    answerers: tuple[Answerer, ...] = ()
    begins: datetime | None = None
    ends: datetime | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class CalendarMessage:
    """A calendar message about one UID (RFC 5546); `organizer` is whom it is addressed to."""

    method: Method
    uid: str
    organizer: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Bounce:
    """That a mail of ours, `message_id`, did not arrive at some addresses (RFC 3464).

    Each with its status, such as 5.1.1; what may arrive still is left out.
    """

    message_id: str
    failed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AutomaticReply:
    """An out-of-office note or another machine's answer: that it came is all that is kept."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a person wrote: its first lines, without what they quote. It is never guessed at."""

    text: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """What says nothing that we could use, and why in a word for the log."""

    why: str


Mail: TypeAlias = "Message[str, str]"
"""A mail, or a part of one, as the library reads it."""

Content = CalendarMessage | Bounce | AutomaticReply | Written | Nothing


@dataclass(frozen=True, slots=True)
class Inbound:
    """A mail that was read: from whom, which of our mails it answers, and what it says.

    `refers_to` are Message-IDs without brackets, the mail that was answered first; `name` is its
    own as it stands.
    """

    sender: str
    sender_name: str
    refers_to: tuple[str, ...]
    content: Content
    name: str = ""
