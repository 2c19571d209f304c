"""Mail addresses that a mail can be sent to (RFC 5321, 4.1.2), checked before anything is made."""

import re

ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
MAILBOX = re.compile(rf"{ATOM}(?:\.{ATOM})*@{LABEL}(?:\.{LABEL})*")
LONGEST = 254


def is_address(text: str) -> bool:
    """Say whether this is one plain mail address, and nothing beside it."""
    return len(text) <= LONGEST and MAILBOX.fullmatch(text) is not None


def checked(text: str, otherwise: str) -> str:
    """Give an address; `ValueError` says `otherwise`, and why, when it is none."""
    if is_address(text):
        return text
    shown = " ".join(text.split())[:80]
    if not text.isascii() and is_address(re.sub(r"[^\x00-\x7f]", "x", text)):
        raise ValueError(f"“{shown}” has letters beyond ASCII, to which no mail is sent from here.")
    raise ValueError(f"{otherwise} “{shown}” is not one." if shown else otherwise)
