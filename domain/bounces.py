"""Mail that comes back: which of our mails did not arrive, and where (RFC 3464)."""

import re
from collections.abc import Iterator
from email.message import Message

from domain.partnerships import MAX_ADDRESS
from domain.replies import Bounce, Mail, Nothing

_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_MESSAGE_ID = re.compile(r"<([!-;=?-~]{1,250})>")
_MOST = 20


def read(mail: Mail) -> Bounce | Nothing | None:
    """Give what did not arrive, if a mail is a report of that; None: it is no report."""
    if mail.get_content_type() != "multipart/report":
        return None
    if str(mail.get_param("report-type")).casefold() != "delivery-status":
        return Nothing("report")  # that it was read, or who complained
    own = _within(mail)
    failed = [found for part in own[:_MOST] for found in _failed(part)]
    message_id = next((found for part in own[:_MOST] if (found := _returned(part))), "")
    return Bounce(message_id, tuple(failed[:_MOST])) if failed else Nothing("delayed")


def _within(mail: Mail) -> list[Mail]:
    """Give the parts of a mail; none of one that has but words."""
    parts = mail.get_payload() if mail.is_multipart() else ()
    return [each for each in parts if isinstance(each, Message)]


def _failed(part: Mail) -> Iterator[tuple[str, str]]:
    """Give the addresses at which nothing arrives any more, each with its status."""
    is_report = part.get_content_type() == "message/delivery-status"
    for block in _within(part) if is_report else ():
        status = _STATUS.search(str(block.get("Status", "")))
        action = str(block.get("Action", "")).strip().casefold()
        address = _address(block)
        if action == "failed" and address and (status is None or status[0].startswith("5")):
            yield address, status[0] if status else "5.0.0"


def _address(block: Mail) -> str:
    """Give whom it was for: as we wrote it, before what a server made of that."""
    for name in ("Original-Recipient", "Final-Recipient"):
        address = str(block.get(name, "")).rpartition(";")[2].strip().strip("<>")
        if "@" in address and len(address) <= MAX_ADDRESS and address.isprintable():
            return address
    return ""


def _returned(part: Mail) -> str:
    """Give the Message-ID of the mail that comes back, whole or its headers alone."""
    if part.get_content_type() == "message/rfc822":
        head = next((str(each.get("Message-ID", "")) for each in _within(part)), "")
    elif part.get_content_type() == "text/rfc822-headers":
        content = part.get_payload(decode=True)
        text = content.decode("ascii", errors="replace") if isinstance(content, bytes) else ""
        found = re.search(
            r"^message-id:[ \t\r\n]*(<[^>\r\n]*>)", text, re.IGNORECASE | re.MULTILINE
        )
        head = found[1] if found else ""
    else:
        return ""
    found = _MESSAGE_ID.search(head)
    return found[1] if found else ""
