"""Mail of ours that looks whether mail comes back (`joinedup doctor --mail`), and what it tells.

Its tags and its UID begin with `MARK`; one with capitals shows whether servers keep them.
"""

import re
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32

from domain import reply_mails
from domain.replies import CalendarMessage

MARK = "joinedup-probe-"
PLUS, REPLY, BARE = "Plus", "Reply", "Bare"
"""What a probe is for: an address with a tag, a calendar's answer, the mailbox itself."""

_VERDICT = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")
_HEAD = 256 * 1024


def tag(number: str, purpose: str) -> str:
    """Give the tag of a probe, by the number of its run and what it is for."""
    return f"{MARK}{number}-{purpose}"


def is_one(token: str | None, raw: bytes) -> bool:
    """Say whether a mail is a probe of ours, or a calendar's answer to one: nobody else's."""
    if token:
        return token.lower().startswith(MARK)
    return bool(named(raw, MARK))


def named(raw: bytes, mark: str) -> bool:
    """Say whether a mail's calendar, or a mail it answers, begins with a mark."""
    mail = reply_mails.read(raw)
    names = list(mail.refers_to)
    if isinstance(mail.content, CalendarMessage):
        names.append(mail.content.uid)
    names.append(_head(raw).get("Message-ID", "").strip().strip("<>"))
    return any(each.lower().startswith(mark.lower()) for each in names)


def verdicts(raw: bytes) -> dict[str, str]:
    """Give what the server that received a mail found of SPF, DKIM and DMARC (RFC 8601; 7208, 9.1).

    The topmost header that tells counts: those below were written before ours had it.
    """
    head, found = _head(raw), dict[str, str]()
    for line in map(str, head.get_all("Authentication-Results", [])[:5]):
        for method, result in _VERDICT.findall(_COMMENT.sub(" ", line)):
            found.setdefault(method.lower(), result.lower())
    for line in map(str, head.get_all("Received-SPF", [])[:1]):
        found.setdefault("spf", line.split(maxsplit=1)[0].strip("();").lower() if line else "")
    return found


def is_signed(raw: bytes) -> bool:
    """Say whether somebody signed a mail (RFC 6376)."""
    return "DKIM-Signature" in _head(raw)


def _head(raw: bytes) -> "Message[str, str]":
    return BytesHeaderParser(policy=compat32).parsebytes(raw[:_HEAD])
