"""The mail around an answer: its headers and its MIME tree, which differ by program."""

from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from uuid import uuid4

from sandbox.post.notices import Party
from sandbox.post.repeats import long_day
from sandbox.post.replies.responses import Response

WORDS = {
    "ACCEPTED": "Accepted",
    "TENTATIVE": "Tentative",
    "DECLINED": "Declined",
    "DELEGATED": "Delegated",
}


def addressed(party: Party) -> str:
    """Write a mailbox for a header (RFC 5322, 3.4)."""
    return formataddr((_clean(party.name), party.address))


def _clean(text: str) -> str:
    return " ".join(text.split())


def letter(response: Response, subject: str, *, domain: str = "") -> EmailMessage:
    """Begin a mail to the organiser; lines end in CRLF or a base64 part would lose them."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = addressed(response.author)
    mail["To"] = addressed(Party(response.organizer.address, response.organizer.name))
    mail["Subject"] = _clean(subject)
    mail["Date"] = format_datetime(response.at)
    host = domain or response.sender.address.rpartition("@")[2]
    mail["Message-ID"] = f"<{uuid4()}@{host or 'sandbox.invalid'}>"
    mail["MIME-Version"] = "1.0"
    return mail


def calendar_part(text: str, cte: str, charset: str = "UTF-8") -> EmailMessage:
    """Make the part by which the answer is known (RFC 6047, 2.4)."""
    part = EmailMessage(policy=policy.SMTP)
    part.set_content(text, subtype="calendar", cte=cte)
    del part["MIME-Version"]
    part.replace_header("Content-Type", f"text/calendar; charset={charset}; method=REPLY")
    return part


def sentence(response: Response) -> str:
    """Say the answer in words, for people who read the mail."""
    who = f"{response.author.shown} <{response.me.address}>"
    title = response.occasion.title
    if response.deputy:
        return f"{who} sends {response.deputy.shown} to “{title}” in their place."
    said = {
        "ACCEPTED": "has accepted",
        "TENTATIVE": "has tentatively accepted",
        "DECLINED": "has declined",
    }
    return f"{who} {said.get(response.partstat, 'has answered')} your event invitation."


def day_of(response: Response) -> str:
    """Write the day of the meeting as a person would."""
    return long_day(response.start) if response.start else ""
