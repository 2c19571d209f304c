"""Reads a mail as a mail program does: headers, text, HTML, attachments, and the calendar part."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import Message
from email.utils import collapse_rfc2231_value, getaddresses, parsedate_to_datetime

from sandbox.post.markup import Link, links_of, words_of

MALFORMED = (ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError)
"""What the standard library raises on mail that breaks the rules."""

KILO = 1000
SHORT, LONG = 250, 700


@dataclass(frozen=True)
class Part:
    """One leaf of a mail's MIME tree (RFC 2045), decoded; `number` is its place in the mail."""

    number: int
    kind: str
    name: str
    disposition: str
    content: bytes
    charset: str = ""
    method: str = ""
    cid: str = ""
    place: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """Decode the content by its charset, or by the first that fits."""
        for charset in filter(None, (self.charset, "utf-8")):
            try:
                return self.content.decode(charset)
            except (LookupError, UnicodeDecodeError):
                continue
        return self.content.decode("latin-1")

    @property
    def size(self) -> str:
        """Say how large the content is, as a person reads it."""
        count = len(self.content)
        if count < KILO:
            return f"{count} bytes"
        return f"{count / KILO:.0f} KB" if count < KILO**2 else f"{count / KILO**2:.1f} MB"

    @property
    def is_calendar(self) -> bool:
        """Say whether this is iCalendar by its type (RFC 6047, 2.6), or a .ics file at least."""
        return self.kind in ("text/calendar", "application/ics") or self.name.endswith(".ics")


@dataclass(frozen=True)
class Letter:
    """A mail, read: everything a page shows of it, all of it text that may lie."""

    headers: tuple[tuple[str, str], ...] = ()
    parts: tuple[Part, ...] = ()

    def header(self, name: str) -> str:
        """Give the first header of a name, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def subject(self) -> str:
        """Give the subject, or what mail programs say when there is none."""
        return self.header("Subject").strip() or "(no subject)"

    def people(self, name: str) -> list[tuple[str, str]]:
        """Give the names and addresses in a header such as From or To (RFC 5322, 3.4)."""
        return [(who, what) for who, what in getaddresses([self.header(name)]) if who or what]

    @property
    def sender(self) -> tuple[str, str]:
        """Give the name and the address in From; the address stands in for a missing name."""
        name, address = next(iter(self.people("From")), ("", ""))
        return name or address or "(unknown sender)", address

    @property
    def date(self) -> datetime | None:
        """Give the moment in the Date header, if it is one."""
        try:
            return parsedate_to_datetime(self.header("Date"))
        except MALFORMED:
            return None

    @property
    def automatic(self) -> bool:
        """Say whether a machine wrote it (RFC 3834, 5)."""
        return self.header("Auto-Submitted").strip().lower() not in ("", "no")

    def _body(self, kind: str) -> Part | None:
        return next(
            (p for p in self.parts if p.kind == kind and p.disposition != "attachment"), None
        )

    @property
    def html(self) -> Part | None:
        """Give the HTML body, if there is one."""
        return self._body("text/html")

    @property
    def text(self) -> str:
        """Give the plain body, or what an HTML one says without its tags."""
        plain = self._body("text/plain")
        if plain:
            return plain.text
        return words_of(self.html.text) if self.html else ""

    @property
    def attachments(self) -> list[Part]:
        """Give what a mail program lists below the mail."""
        bodies = {id(self.html), id(self._body("text/plain"))}
        return [
            part
            for part in self.parts
            if id(part) not in bodies
            and not (part.kind == "text/calendar" and part.disposition != "attachment")
        ]

    @property
    def calendar(self) -> Part | None:
        """Give the part that invites: inline text/calendar first, else a calendar attachment."""
        parts = [part for part in self.parts if part.is_calendar]
        return next((part for part in parts if self.invites(part)), next(iter(parts), None))

    @staticmethod
    def invites(part: Part) -> bool:
        """Say whether programs show a bar for the part: only for inline text/calendar."""
        return part.kind == "text/calendar" and part.disposition != "attachment"

    @property
    def length(self) -> str:
        """Say how much room the mail needs on a page, which can't look into its frame."""
        words = len(words_of(self.html.text)) if self.html else 0
        return "short" if words < SHORT else "middling" if words < LONG else "long"

    @property
    def links(self) -> list[Link]:
        """Give the web links in the HTML, so that they can be followed from outside its frame."""
        return links_of(self.html.text) if self.html else []


def read(raw: bytes) -> Letter:
    """Read a mail (RFC 5322, RFC 2045); one that can't be read at all is shown as plain text."""
    try:
        message = message_from_bytes(raw, policy=policy.compat32)
        headers = tuple((name, decoded(value)) for name, value in message.raw_items())
        return Letter(headers, tuple(_leaves(message)))
    except MALFORMED:
        text = Part(1, "text/plain", "", "", raw)
        return Letter((("Subject", "(a mail that can't be read)"),), (text,))


def decoded(value: object) -> str:
    """Decode a header's words (RFC 2047); bytes beyond ASCII are read as UTF-8, else Latin-1."""
    words = re.sub(r"\r?\n(?=[ \t])", "", _bytes_as_text(str(value)))
    try:
        chunks = decode_header(words)
        return "".join(
            chunk if isinstance(chunk, str) else chunk.decode(charset or "ascii", "replace")
            for chunk, charset in chunks
        )
    except MALFORMED:
        return words


def _bytes_as_text(value: str) -> str:
    raw = value.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _leaves(message: Message) -> Iterator[Part]:
    for number, (place, part) in enumerate(_walk(message, ()), 1):
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else _embedded(part)
        yield Part(
            number=number,
            kind=part.get_content_type(),
            name=_name(part),
            disposition=part.get_content_disposition() or "",
            content=content,
            charset=_parameter(part, "charset"),
            method=_parameter(part, "method").upper(),
            cid=decoded(part.get("Content-ID", "")).strip().strip("<>"),
            place=place,
        )


def _walk(message: Message, place: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Message]]:
    """Give the leaves with their places; a forwarded mail (message/rfc822) is one leaf."""
    if message.get_content_maintype() != "multipart" or not message.is_multipart():
        yield place, message
        return
    for index, child in enumerate(message.get_payload()):
        if isinstance(child, Message):
            yield from _walk(child, (*place, index))


def _embedded(part: Message) -> bytes:
    inner = part.get_payload()
    if isinstance(inner, list):
        return b"".join(each.as_bytes() for each in inner if isinstance(each, Message))
    return str(inner or "").encode("utf-8", "surrogateescape")


def _parameter(part: Message, name: str) -> str:
    value = part.get_param(name, "")
    return decoded(collapse_rfc2231_value(value) if isinstance(value, tuple) else value or "")


def _name(part: Message) -> str:
    """Give a file's name (RFC 2231 too), without any folders before it."""
    try:
        name = decoded(part.get_filename("") or "")
    except MALFORMED:
        return ""
    return re.sub(r"[\x00-\x1f\x7f]", "", name).replace("\\", "/").rsplit("/", 1)[-1]
