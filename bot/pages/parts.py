"""What pages are made of: parts that are said once; layout.py makes their HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.pages.forms import Form


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address, and what stands behind them (a file's kind and size)."""

    text: str
    url: str
    note: str = ""


Words = str | Link | Sequence[str | Link]
"""What a line says, with links in it or none; line breaks are kept."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a part of a page."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `lead` is the first, larger; `small` is a note."""

    words: Words
    style: Literal["", "lead", "small"] = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What must not be missed: an event that is cancelled or was moved."""

    title: str
    words: Words = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What was just recorded, and what follows from it."""

    title: str
    words: Words = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Lines of a name and what it says: When, Where."""

    lines: Sequence[tuple[str, Words]]


@dataclass(frozen=True, slots=True)
class Links:
    """A list of links."""

    links: Sequence[Link]


@dataclass(frozen=True, slots=True)
class Items:
    """A list of things that are said."""

    items: Sequence[Words]


@dataclass(frozen=True, slots=True)
class Choices:
    """Choices as links that look like buttons."""

    links: Sequence[Link]


Part = Heading | Paragraph | Notice | Done | Facts | Links | Items | Choices | Form


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page under its title, which is its only first-level heading."""

    title: str
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class File:
    """A file to keep: it never opens as a page of ours."""

    content: bytes
    name: str
    media_type: str
