"""The marks of a grid: each has a shape, a shade and a letter of its own.

So they are told apart in grey, by those who see colours otherwise, and on a bad screen. Letters are
drawn, as high as those of a text of 11 pixels: a grid has hundreds, and setting text takes longer.
"""

from bot.pictures.svg import AWAY, DARK, DIM, INK, MIDDLE, PALE, PAPER, tag
from domain.pictures import Cell

_LETTERS = {
    "M": "M-3.3 4V-4L0 1.4L3.3-4V4",
    "R": "M-2.3 4V-4H.5A2.2 2.2 0 0 1 .5.4H-2.3M.3.4L2.8 4",
    "A": "M-3 4L0-4L3 4M-1.9 1.4H1.9",
    "N": "M-2.7 4V-4L2.7 4V-4",
    "L": "M-2 4.1M-2-4V4H2.6",
    "?": "M-2.3-2A2.3 2.3 0 1 1 .9.1Q0 .7 0 1.9M0 3.5V4.4",
    "-": "M-3 0H3",
}


def _letter(name: str, colour: str) -> str:
    return tag("path", d=_LETTERS[name], stroke=colour, stroke_width=1.5, fill="none")


def _square(**looks: str | float) -> str:
    return tag("rect", x=-8.25, y=-8.25, width=16.5, height=16.5, rx=2, **looks)


def _inner(**looks: str | float) -> str:
    return tag("rect", x=-7.5, y=-7.5, width=15, height=15, rx=2, **looks)


_SHAPES = {
    Cell.MEMBER: _square(fill=DARK) + _letter("M", PAPER),
    Cell.DEPUTY: tag("circle", r=8.5, fill=MIDDLE) + _letter("R", PAPER),
    Cell.APOLOGIES: tag(
        "path", d="M0-8.9L8.9 0L0 8.9L-8.9 0Z", fill=PALE, stroke="#7ea3c4", stroke_width=0.8
    )
    + _letter("A", INK),
    Cell.NO_CONTACT: _inner(fill=PAPER, stroke="#7d8994", stroke_width=1) + _letter("N", DIM),
    Cell.NOT_RECORDED: _letter("?", DIM),
    Cell.ON_LEAVE: tag("rect", x=-8.9, y=-6, width=17.8, height=12, fill=AWAY) + _letter("L", DIM),
    Cell.NOT_INVITED: _letter("-", DIM),
}


def shapes(used: set[Cell]) -> str:
    """Define the marks that a grid uses, once."""
    drawn = [f'<g id="grid-{cell}">{_SHAPES[cell]}</g>' for cell in Cell if cell in used]
    return f"<defs>{''.join(drawn)}</defs>"


def mark(cell: Cell, x: float, y: float) -> str:
    """Put a mark at a place."""
    return tag("use", href=f"#grid-{cell}", x=x, y=y)


def pointer(x: float, y: float) -> str:
    """Point at a partner that changed."""
    return tag("path", d=f"M{x:g} {y - 4.5:g}l7 4.5l-7 4.5z", fill=INK)
