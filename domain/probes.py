"""Mail of ours that looks whether mail comes back (`joinedup doctor --mail`), and what it tells.

Its tags and its UID begin with `MARK`; one with capitals shows whether servers keep them.
"""

import re
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32

from domain.replies import Bounce, CalendarMessage, Inbound

MARK = "joinedup-probe-"

PLUS, BARE, ANSWER = "Plus", "Bare", "Answer"
"""What a mail is for: the tag of our address, the mailbox itself, or a calendar's answer."""

BOUNCED, WORDS = "Bounced", "Words"
"""What else may come back of one: a bounce, or somebody's own words."""

_VERDICT = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")
_HEAD = 256 * 1024


def tag(number: str, purpose: str) -> str:
    """Give the tag of a mail, by the number of its run and what it is for."""
    return f"{MARK}{number}-{purpose}"


def is_one(token: str | None, mail: Inbound) -> bool:
    """Say whether a mail is a probe of ours, or came back of one: then it is nobody's answer."""
    return _begins(token or "", MARK) if token else bool(purpose(token, mail))


def purpose(token: str | None, mail: Inbound, number: str = "") -> str:
    """Say what came back of a run, or of any: a mail of ours, or what one led to; "" for others."""
    mark = f"{MARK}{number}-" if number else MARK
    if _begins(mail.name, mark):
        return mail.name.partition("@")[0].rpartition("-")[2]
    content = mail.content
    if isinstance(content, Bounce):
        return BOUNCED if _begins(content.message_id, mark) else ""
    if isinstance(content, CalendarMessage):
        return ANSWER if _begins(token or "", mark) or _begins(content.uid, mark) else ""
    about = [token or "", *mail.refers_to]
    return WORDS if any(_begins(each, mark) for each in about) else ""


def _begins(text: str, mark: str) -> bool:
    return text.lower().startswith(mark.lower())


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
