"""From a letter to the bytes of a mail, in the order that Outlook and Gmail need.

mixed > (alternative > text, HTML, calendar) + the calendar again as a file: the alternative first
(calendar.md 0.9; RFC 6047, section 4). The library's default policy would rewrite a calendar's
CRLF: `policy.SMTP` keeps it (calendar.md 0.10).
"""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from bot.letters.letter import CalendarPart, Letter

FILE = "invitation.ics"


@dataclass(frozen=True, slots=True)
class Envelope:
    """From whom a letter comes and to whom it goes; `copies` are diary contacts.

    `message_id` is the delivery's for life, without brackets: a retry has the same.
    """

    sender: str
    sender_name: str
    to: str
    to_name: str
    message_id: str
    date: datetime
    copies: tuple[str, ...] = ()

    @property
    def recipients(self) -> tuple[str, ...]:
        """Give everybody the mail server is told of."""
        return (self.to, *self.copies)


def mail(letter: Letter, envelope: Envelope) -> bytes:
    """Give a mail's bytes. Raises `ValueError` for a header that would break out of its line."""
    message = EmailMessage(policy=SMTP)
    _address(message, letter, envelope)
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if letter.calendar is not None:
        _add_calendar(message, letter.calendar)
    _set_borders(message, envelope.message_id)
    return message.as_bytes()


def _address(message: EmailMessage, letter: Letter, envelope: Envelope) -> None:
    message["From"] = Address(envelope.sender_name, addr_spec=envelope.sender)
    message["To"] = Address(envelope.to_name, addr_spec=envelope.to)
    if envelope.copies:
        message["Cc"] = [Address(addr_spec=each) for each in envelope.copies]
    if letter.reply_to:
        message["Reply-To"] = Address(addr_spec=letter.reply_to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(envelope.date)
    message["Message-ID"] = f"<{envelope.message_id}>"
    if letter.thread:
        message["References"] = f"<{letter.thread}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office in return
    message["X-Auto-Response-Suppress"] = "OOF"  # the same, as Exchange reads it


def _add_calendar(message: EmailMessage, part: CalendarPart) -> None:
    message.add_alternative(
        part.content,
        maintype="text",
        subtype="calendar",
        cte="base64",
        params={"method": part.method, "charset": "UTF-8"},
    )
    message.add_attachment(
        part.content, maintype="application", subtype="ics", filename=FILE, cte="base64"
    )


def _set_borders(message: EmailMessage, message_id: str) -> None:
    """Set the borders between parts, which are random else: a retry sends the same bytes.

    `=_` occurs in no base64 and in no quoted-printable line (RFC 2045, 6.7).
    """
    name = sha256(message_id.encode()).hexdigest()[:24]
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{number}_{name}")
