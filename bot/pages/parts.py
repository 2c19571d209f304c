"""What pages are made of: parts that are said once; layout.py makes their HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from bot.pages.forms import Form


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address, and what stands behind them (a file's kind and size)."""

    text: str
    url: str
    note: str = ""


Kind = Literal["", "live", "sheet"]

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
class Folded:
    """Paragraphs that are read once their title is pressed."""

    title: str
    items: Sequence[Words]


@dataclass(frozen=True, slots=True)
class Choices:
    """Choices as links that look like buttons."""

    links: Sequence[Link]


@dataclass(frozen=True, slots=True)
class ShownCode:
    """A code for a whole room: as a picture (SVG) for telephones, to read, and until when.

    `left` are the words before and after the number of `seconds` that it is shown for.
    """

    picture: Markup
    code: str
    label: str
    how: Sequence[str]
    left: tuple[str, str]
    seconds: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings, in groups that have a heading of their own or none; first cells name."""

    caption: str
    head: Sequence[str]
    groups: Sequence[tuple[str, Sequence[Sequence[str]]]]


Part = (
    Heading
    | Paragraph
    | Notice
    | Done
    | Facts
    | Links
    | Items
    | Folded
    | Choices
    | Form
    | (ShownCode | Table)
)


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page under its title, which is its only first-level heading.

    A `live` page is read again by itself, at the latest after some `seconds`, and is made for a
    projector; a `sheet` is made to be printed.
    """

    title: str
    parts: Sequence[Part]
    kind: Kind = ""
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class File:
    """A file to keep: it never opens as a page of ours."""

    content: bytes
    name: str
    media_type: str
