"""Reads a mail as a mail program does: headers, text, HTML, attachments, and the calendar part."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import Message
from email.utils import collapse_rfc2231_value, getaddresses, parsedate_to_datetime
from functools import cached_property

from sandbox.post.markup import Link, Reading, pictures_in, reading_of
from sandbox.post.texts import MALFORMED, decoded, text_in, tidied, unfolded

KILO = 1000
SHORT, LONG = 250, 700
GLANCE, MUCH = 20_000, 100_000
"""How much of a mail's HTML is read for its first words, and for its links; in characters."""
MOST_TEXT = 200_000
"""How much of a mail's text a page shows, in characters."""
SNIPPET = 140
UNREADABLE = "(can’t be read)"
"""What stands in the place of a mail, or of a piece of one, that no program could show."""


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

    @cached_property
    def text(self) -> str:
        """Decode the content by its charset, or by the first that fits."""
        return text_in(self.content, self.charset)

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
        return self.kind in ("text/calendar", "application/ics") or self.name.lower().endswith(
            ".ics"
        )


@dataclass(frozen=True)
class Letter:
    """A mail, read: everything a page shows of it, all of it text that may lie."""

    raw_headers: tuple[tuple[str, str], ...] = ()
    parts: tuple[Part, ...] = ()

    @cached_property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """Give the headers as a person reads them: their words decoded, each on one line."""
        return tuple((decoded(name), decoded(value)) for name, value in self.raw_headers)

    def header(self, name: str) -> str:
        """Give the first header of a name, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def subject(self) -> str:
        """Give the subject, or what mail programs say when there is none."""
        return self.header("Subject").strip() or "(no subject)"

    def people(self, name: str) -> list[tuple[str, str]]:
        """Give the names and addresses in a header such as From or To (RFC 5322, 3.4).

        The addresses are told apart before the names are decoded, or a name with a comma in it
        would count as two.
        """
        found = (value for key, value in self.raw_headers if key.lower() == name.lower())
        written = unfolded(next(found, ""))
        people = [(decoded(who), what) for who, what in getaddresses([written]) if who or what]
        return people or ([(self.header(name), "")] if written.strip(" ,") else [])

    def readers(self, otherwise: Sequence[str]) -> list[tuple[str, list[str]]]:
        """Give who is named in To and Cc, by name; `otherwise` stands in for an empty To."""
        named = {key: [who or what for who, what in self.people(key)] for key in ("To", "Cc")}
        return [
            ("to", named["To"] or [*otherwise]),
            *([("cc", named["Cc"])] if named["Cc"] else []),
        ]

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

    @cached_property
    def reading(self) -> Reading:
        """Read the HTML body, once."""
        return reading_of(self.html.text[:MUCH]) if self.html else Reading()

    @cached_property
    def text(self) -> str:
        """Give the plain body, or what an HTML one says without its tags."""
        plain = self._body("text/plain")
        return plain.text if plain else self.reading.words

    @property
    def shown(self) -> str:
        """Give as much of the text as a page holds."""
        if len(self.text) <= MOST_TEXT:
            return self.text
        return f"{self.text[:MOST_TEXT]}\n\n[The rest is left out: see the original.]"

    @cached_property
    def snippet(self) -> str:
        """Give the first words, for a list of mails."""
        plain = self._body("text/plain")
        if plain:
            return plain.text[:SNIPPET]
        return reading_of(self.html.text[:GLANCE]).words[:SNIPPET] if self.html else ""

    @property
    def attachments(self) -> list[Part]:
        """Give what a mail program lists below the mail."""
        bodies = {id(self.html), id(self._body("text/plain"))}
        return [
            part
            for part in self.parts
            if id(part) not in bodies
            and not (part.kind == "text/calendar" and part.disposition != "attachment")
            and not (part.cid in self._pictures and part.disposition != "attachment")
        ]

    @cached_property
    def _pictures(self) -> set[str]:
        """Give the names of the pictures that stand in the HTML, which nobody lists again."""
        shown = pictures_in(self.html.text) if self.html else set()
        kinds = {part.cid for part in self.parts if part.kind.startswith("image/")}
        return (shown & kinds) - {""}

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
        words = len(self.reading.words)
        return "short" if words < SHORT else "middling" if words < LONG else "long"

    @property
    def links(self) -> list[Link]:
        """Give the web links in the HTML, so that they can be followed from outside its frame."""
        return self.reading.links


def read(raw: bytes) -> Letter:
    """Read a mail (RFC 5322, RFC 2045); one that can't be read at all is shown as plain text."""
    try:
        message = message_from_bytes(raw, policy=policy.compat32)
        headers = tuple((name, str(value)) for name, value in message.raw_items())
        return Letter(headers, tuple(_leaves(message)))
    except Exception:  # noqa: BLE001 - whatever the library trips over, the mail is shown
        text = Part(1, "text/plain", "", "", raw)
        return Letter((("Subject", UNREADABLE),), (text,))


def _leaves(message: Message) -> Iterator[Part]:
    for number, (place, part) in enumerate(_walk(message, ()), 1):
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else _embedded(part)
        yield Part(
            number=number,
            kind=tidied(part.get_content_type()),
            name=_name(part),
            disposition=tidied(part.get_content_disposition() or ""),
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
    try:
        value = part.get_param(name, "")
        return decoded(collapse_rfc2231_value(value) if isinstance(value, tuple) else value or "")
    except MALFORMED:
        return ""


def _name(part: Message) -> str:
    """Give a file's name (RFC 2231 too), without any folders before it."""
    try:
        name = decoded(part.get_filename("") or "")
    except MALFORMED:
        return ""
    return re.sub(r"[\x00-\x1f\x7f]", "", name).replace("\\", "/").rsplit("/", 1)[-1]
