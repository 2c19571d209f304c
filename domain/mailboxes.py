"""Our own mailbox, and the tags behind its plus that say whose mail it is (RFC 5233)."""

import re
from hashlib import sha256

MAX_TOKEN = 64
"""Characters behind the plus: ours have 24, and no local part has more (RFC 5321, 4.5.3.1.1)."""

_MESSAGE_ID = re.compile(rb"^message-id:[ \t\n]*(<[^<>\s]{1,250}>)", re.IGNORECASE | re.MULTILINE)
_ON_THE_WAY = (
    b"received:",
    b"return-path:",
    b"delivered-to:",
    b"x-original-to:",
    b"envelope-to:",
    b"x-spam",
    b"authentication-results:",
    b"arc-",
)
"""Headers that each server adds: the same mail has others when it comes again."""


def token_at(address: str, mailbox: str) -> str | None:
    """Give the tag of our own address, empty for the mailbox itself; None: it is not ours."""
    local, _at, host = address.rpartition("@")
    own, _at, own_host = mailbox.rpartition("@")
    if not own or host.lower() != own_host.lower():
        return None
    name, tag = local[: len(own)], local[len(own) :]
    if name.lower() != own.lower() or (tag and not tag.startswith("+")):
        return None
    token = tag[1:]
    return token if len(token) <= MAX_TOKEN and (token.isprintable() or not token) else None


def tagged(mailbox: str, token: str) -> str:
    """Give our address with a tag behind its plus."""
    local, _at, host = mailbox.rpartition("@")
    return f"{local}+{token}@{host}"


def key_of(raw: bytes, token: str) -> str:
    """Give what two deliveries of one mail to one tag share, whatever servers did to its head.

    The same Message-ID and content; without one, the head as it was written.
    """
    head, _gap, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    found = _MESSAGE_ID.search(head)
    name = found[1] if found else _as_written(head)
    parts = (token.encode(), sha256(name).digest(), sha256(body.rstrip(b"\n")).digest())
    return sha256(b"\n".join(parts)).hexdigest()


def _as_written(head: bytes) -> bytes:
    """Give a head without what servers added on the way, and what continues that."""
    kept, skips = [], False
    for line in head.split(b"\n"):
        if not line.startswith((b" ", b"\t")):
            skips = line.lower().startswith(_ON_THE_WAY)
        if not skips:
            kept.append(line)
    return b"\n".join(kept)
