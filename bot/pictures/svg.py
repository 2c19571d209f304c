"""Pieces of SVG, and how text is made to fit: nothing that people typed is read as markup."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from domain.names import tidy

INK = "#1b2733"
DIM = "#4b5763"
RULE = "#d3dae1"
DARK = "#12395b"
MIDDLE = "#3a719d"
PALE = "#d9e6f2"
EMPTY = "#f1f4f7"
AWAY = "#e6e8eb"
PAPER = "#ffffff"

SMALLEST = 11
"""No text is smaller, at the width at which a picture is shown."""

NARROW = 380
"""What Slack has on a phone; a picture of this width is legible where it is shown larger."""
WIDE = 700
"""What a page has, or a desktop."""

EDGE = 10
"""How far everything keeps from the edge of a picture."""

_EMS = {
    **dict.fromkeys("ijl.,:;'’|!I()[]", 0.31),
    **dict.fromkeys('frt-/"', 0.4),
    " ": 0.26,
    **dict.fromkeys("mwMW@%&…—", 0.94),
    **dict.fromkeys("0123456789", 0.572),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, in pixels of the width at which it is shown, and what it says in words."""

    svg: str
    width: int
    height: int
    alt: str


def picture(title: str, alt: str, size: tuple[int, int], parts: Iterable[str]) -> Picture:
    """Put a picture together, on a background of its own: Slack's may be dark."""
    width, height = size
    font = "Noto Sans, Noto Sans Arabic, system-ui, sans-serif"
    head = (
        '<svg xmlns="http://www.w3.org/2000/svg" role="img"'
        f' width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' font-family="{font}" fill="{INK}">'
    )
    told = [f"<title>{typed(title)}</title>", f"<desc>{typed(alt)}</desc>"]
    paper = tag("rect", width=width, height=height, fill=PAPER)
    svg = "\n".join([head, *told, paper, *parts, "</svg>\n"])
    return Picture(svg, width, height, alt)


def heading(title: str, below: str, width: int) -> list[str]:
    """Write what a picture is of."""
    fits = fitted(drawable(title), width - 2 * EDGE, 15, bold=True)
    return [
        text((EDGE, 24), fits, 15, font_weight=700),
        text((EDGE, 42), below, 12, fill=DIM),
    ]


def nothing(title: str, alt: str, width: int, said: str) -> Picture:
    """Say that there is nothing to draw."""
    return picture(title, alt, (width, 58), heading(title, said, width))


def text(at: tuple[float, float], said: str, size: float = 12, **looks: str | float) -> str:
    """Write a text at a place: its left end on the line, unless `text_anchor` says otherwise."""
    x, y = at
    return tag("text", x=x, y=y, font_size=max(size, SMALLEST), **looks).replace(
        "/>", f">{typed(said)}</text>"
    )


def tag(name: str, **looks: str | float) -> str:
    """Make an element without content."""
    given = "".join(f' {key.replace("_", "-")}="{_said(value)}"' for key, value in looks.items())
    return f"<{name}{given}/>"


def typed(said: str) -> str:
    """Give what was typed, safe between tags: without what XML can't carry."""
    return escape(tidy(said), quote=False)


def drawable(name: str) -> str:
    """Give a name without small pictures, which the shipped fonts lack; the table has them."""
    plain = tidy(
        "".join(c for c in name if unicodedata.category(c) not in {"So", "Sk"} and c != "\ufe0f")
    )
    return plain or name


def fitted(said: str, width: float, size: float = 12, *, bold: bool = False) -> str:
    """Shorten a text until it fits a width."""
    if length(said, size, bold=bold) <= width:
        return said
    room = width - length("…", size, bold=bold)
    kept = ""
    for c in said:
        if length(kept + c, size, bold=bold) > room:
            break
        kept += c
    return kept.rstrip(" ,;.-") + "…"


def told_apart(names: list[str], width: float, size: float = 12) -> dict[str, str]:
    """Shorten names to a width. Names that would look the same keep their ends as well."""
    short = {name: fitted(drawable(name), width, size) for name in names}
    looks = list(short.values())
    for name, each in short.items():
        if looks.count(each) > 1 and each.endswith("…"):
            own = drawable(name)
            end = own[-8:].lstrip()
            short[name] = fitted(own, width - length(end, size), size).rstrip("…") + "…" + end
    return short


def length(said: str, size: float = 12, *, bold: bool = False) -> float:
    """Give about how long a text is."""
    return sum(_em(c) for c in said) * size * (1.07 if bold else 1)


def _em(c: str) -> float:
    if c in _EMS:
        return _EMS[c]
    if unicodedata.combining(c):
        return 0
    if unicodedata.east_asian_width(c) in {"W", "F"}:
        return 1
    return 0.68 if c.isupper() else 0.58


def _said(value: str | float) -> str:
    if isinstance(value, str):
        return escape(value)
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"
