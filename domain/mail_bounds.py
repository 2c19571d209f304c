"""Bounds on the mail that strangers send: none takes long to read, or much memory.

The library takes whatever comes: some of it for hours, and some at forty times its size.
"""

import codecs
import re
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32, Policy

from domain.replies import Mail

MOST_LINES = 200_000
"""The largest mail that our door takes has fewer, if they are of the usual length."""

MOST_NESTED = 50
"""Boundaries that are named in a mail: every line is compared with all that are open."""

MOST_PARTS = 500
_MOST_HEADER = 10_000
_MOST_OF_CONTENT = 1_000
_NAMED = re.compile(rb"boundary\s*[*=]", re.IGNORECASE)
_SLOW = {"punycode", "idna"}


class TooMuch(ValueError):  # noqa: N818 - a word like `Refused`
    """A mail that is not read, and why in a word for the log."""


class _Short(Compat32):
    """Cuts what stands in a header: its parameters are looked for again and again."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Give a header's name and what stands in it."""
        name, value = super().header_source_parse(sourcelines)
        is_of_content = name.casefold().startswith("content-")
        return name, value[: _MOST_OF_CONTENT if is_of_content else _MOST_HEADER]


def parsed(raw: bytes) -> Mail:
    """Give a mail as the library reads it. Raises `TooMuch` for what nobody's program writes."""
    if _lines(raw) > MOST_LINES:
        raise TooMuch("mail of too many lines")
    if sum(1 for _each in _NAMED.finditer(raw)) > MOST_NESTED:
        raise TooMuch("mail of too many layers")
    count = 0

    def part(policy: "Policy[Mail]") -> Mail:
        nonlocal count
        count += 1
        if count > MOST_PARTS:
            raise TooMuch("mail of too many parts")
        return Message(policy)

    return BytesParser(policy=_Short(message_factory=part)).parsebytes(raw)


def _lines(raw: bytes) -> int:
    """Count lines: any of three ends is one."""
    return raw.count(b"\n") + raw.count(b"\r") - raw.count(b"\r\n")


def decoded(content: bytes, *charsets: str) -> str:
    """Give a text by the first of some charsets that fits, else as older programs write."""
    for name in charsets:
        try:
            if codecs.lookup(name).name not in _SLOW:
                return content.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    return content.decode("cp1252", errors="replace")
