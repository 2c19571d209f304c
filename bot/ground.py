"""What a message of the ledger stands on when it is rendered, beside its own rows."""

from dataclasses import dataclass
from datetime import datetime

from bot.routing import NOWHERE, Addresses


@dataclass(frozen=True, slots=True)
class Ground:
    """The moment, the addresses of our own pages, and our mailbox that answers go to.

    The mailbox stands in calendars as the organiser, with each attendee's token (RFC 6047); it is
    empty where no mail can be sent.
    """

    now: datetime
    addresses: Addresses = NOWHERE
    mailbox: str = ""
