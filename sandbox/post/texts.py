"""Decodes what mails bear: by the charset they name, and never into what no page can hold."""

import codecs
import re
from email.header import decode_header

MALFORMED = (ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError)
"""What the standard library raises on mail that breaks the rules."""

PYTHONS_OWN = {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"}
"""Codecs of Python's that no mail means: what they make of bytes is not what was written."""

SURROGATES = re.compile("[\ud800-\udfff]")


def tidied(text: str) -> str:
    """Replace halves of characters (surrogates), which can't be written to a page or a file."""
    return SURROGATES.sub("\ufffd", text)


def in_charset(content: bytes, charset: str) -> str | None:
    """Decode bytes by a charset that a mail names; None when it doesn't fit, or is none."""
    try:
        if codecs.lookup(charset).name in PYTHONS_OWN:
            return None
        return tidied(content.decode(charset))
    except MALFORMED:
        return None


def text_in(content: bytes, charset: str = "") -> str:
    """Decode bytes by their charset, else by the first that fits."""
    for each in filter(None, (charset, "utf-8")):
        text = in_charset(content, each)
        if text is not None:
            return text
    return content.decode("latin-1")


def unfolded(value: object) -> str:
    """Give a header's value as it came, on one line; bytes beyond ASCII as UTF-8, else Latin-1."""
    text = str(value)
    try:
        text = text_in(text.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:  # decoded already, into halves of characters
        text = tidied(text)
    return _one_line(text)


def decoded(value: object) -> str:
    """Decode a header's words (RFC 2047) into one line of text."""
    words = unfolded(value)
    try:
        return _one_line(tidied("".join(_chunk(*each) for each in decode_header(words))))
    except MALFORMED:
        return words


def _chunk(chunk: str | bytes, charset: str | None) -> str:
    if isinstance(chunk, str):
        return chunk
    return text_in(chunk, charset or "raw-unicode-escape")  # as the library hands on the rest


def _one_line(text: str) -> str:
    """Fold line ends into spaces: a value that holds one could pass for another header."""
    return re.sub(r"\r?\n(?=[ \t])", "", text).replace("\r\n", " ").translate(LINE_ENDS)


LINE_ENDS = str.maketrans("\r\n\0", "   ")
