"""The parts letters are made of: each is written once, and read as plain text and as HTML.

Plain on purpose: one column, the reader's own fonts, nothing loaded from anywhere, and every
button a link whose address can be read (wording.md; WCAG 2.2 AA).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.letters.letter import CalendarPart, Letter
from domain.language import spoken

WIDTH = 76
"""Columns of the plain text: what mail programs of all ages show unbroken."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address; the words say where they go."""

    text: str
    url: str


Words = str | Link | Sequence[str | Link]
"""What a line says, with links in it or none."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; the `main` one is what the letter asks, and stands out."""

    words: Words
    main: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Lines of a name and what it says: When, Where, Online."""

    lines: Sequence[tuple[str, Words]]


@dataclass(frozen=True, slots=True)
class Actions:
    """What the reader can do, the main one first."""

    links: Sequence[Link]


Part = Paragraph | Facts | Actions

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def letter(
    subject: str,
    *parts: Part,
    calendar: CalendarPart | None = None,
    reply_to: str | None = None,
    thread: str | None = None,
) -> Letter:
    """Make a letter of its parts, in the language that is spoken."""
    return Letter(
        subject=subject,
        text="\n\n".join(_as_text(part) for part in parts) + "\n",
        html=_as_html(subject, parts),
        calendar=calendar,
        reply_to=reply_to,
        thread=thread,
    )


def _as_text(part: Part) -> str:
    match part:
        case Paragraph(words=words):
            return _wrapped(words)
        case Facts(lines=lines):
            return "\n".join(_wrapped((f"{name}: ", *_pieces(words))) for name, words in lines)
        case Actions(links=links):
            return "\n".join(f"{link.text}:\n{link.url}" for link in links)


def _wrapped(words: Words) -> str:
    """Write words out, an address in full after its words; addresses are never broken."""
    said = "".join(
        f"{each.text} ({each.url})" if isinstance(each, Link) else each for each in _pieces(words)
    )
    lines = said.splitlines() or [""]
    return "\n".join(
        fill(line, WIDTH, break_long_words=False, break_on_hyphens=False) for line in lines
    )


def _pieces(words: Words) -> Sequence[str | Link]:
    return (words,) if isinstance(words, str | Link) else words


def _as_html(subject: str, parts: Sequence[Part]) -> str:
    shown = [(type(part).__name__.lower(), part) for part in parts]
    template = _templates.get_template("letter.html")
    return template.render(
        subject=subject, language=spoken() or "en-GB", parts=shown, pieces=_pieces
    )
