"""The line of reach: how many of the invited were represented over twelve months, and by whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from babel.dates import format_date

from bot.pictures import svg
from bot.pictures.svg import DARK, DIM, EDGE, INK, MIDDLE, NARROW, PAPER, RULE, Picture, text
from bot.pictures.words import of_reach
from domain.language import gettext as _
from domain.named_days import locale
from domain.pictures import Point, ReachLine

_LEFT = 46
_TOP = 66
_HIGH = 150
_APART = 15
"""Labels nearer than this would run into each other."""

_MONTH = 25
"""How much room the name of a month needs."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One of the two lines: its shares, what it is called, and how it looks."""

    shares: tuple[int | None, ...]
    called: str
    colour: str
    dashed: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """Where points stand, at a width."""

    width: int
    points: int
    labels: float

    def at(self, n: int, share: int) -> tuple[float, float]:
        """Give where a share of a point stands."""
        room = self.width - EDGE - self.labels - _LEFT
        along = n / (self.points - 1) if self.points > 1 else 1
        return _LEFT + room * along, _TOP + _HIGH * (100 - share) / 100


def line(reach: ReachLine, width: int = NARROW) -> Picture:
    """Draw the reach of a body over its months, legible at a width."""
    alt = of_reach(reach)
    title = _("Reach: {body}").format(body=reach.name)
    if not any(point.invited for point in reach.points):
        return svg.nothing(title, alt, width, _("No meeting has a register yet."))
    parts = svg.heading(title, _("% of invited organisations"), width)
    lines = _lines(reach.points)
    place = _Place(width, len(reach.points), max(svg.length(each.called) for each in lines) + 16)
    parts += [*_scale(place), *_months(reach.points, place)]
    for each in reversed(lines):
        parts += _drawn(each, place)
    for each in reversed(lines):
        parts += _markers(each, place)
    parts += _labels(lines, place)
    return svg.picture(title, alt, (width, _TOP + _HIGH + 44), parts)


def _lines(points: Sequence[Point]) -> tuple[_Line, _Line]:
    represented = tuple(each.represented_percent for each in points)
    members = tuple(each.named_member_percent for each in points)
    return (
        _Line(represented, _("Represented"), DARK, dashed=False),
        _Line(members, _("Named member"), MIDDLE, dashed=True),
    )


def _scale(place: _Place) -> Iterator[str]:
    for share in (0, 50, 100):
        x, y = place.at(place.points - 1, share)
        yield svg.tag("path", d=f"M{_LEFT - 4} {y:g}H{x + 4:g}", stroke=RULE)
        yield text((_LEFT - 10, y + 4), f"{share}%", 11, text_anchor="end", fill=DIM)


def _months(points: Sequence[Point], place: _Place) -> Iterator[str]:
    """Name the months below, as many as there is room for; the year where it turns."""
    apart = place.at(1, 0)[0] - place.at(0, 0)[0] if len(points) > 1 else _MONTH
    every = -int(-_MONTH // apart)
    year = 0
    for n, point in enumerate(points):
        if (len(points) - 1 - n) % every:
            continue
        x, y = place.at(n, 0)
        said = format_date(point.day, "MMM", locale())[:3]
        yield text((x, y + 18), said, 11, text_anchor="middle", fill=DIM)
        if point.day.year != year:
            year = point.day.year
            yield text((x, y + 33), str(year), 11, text_anchor="middle", fill=DIM)


def _drawn(each: _Line, place: _Place) -> Iterator[str]:
    """Draw a line: months without a register are a gap in it."""
    dash = "5 3" if each.dashed else "none"
    for known, run in groupby(enumerate(each.shares), key=lambda point: point[1] is not None):
        dots = [place.at(n, share) for n, share in run if share is not None]
        if known and len(dots) > 1:
            yield svg.tag(
                "path",
                d="M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in dots),
                fill="none",
                stroke=each.colour,
                stroke_width=2.2,
                stroke_dasharray=dash,
            )


def _markers(each: _Line, place: _Place) -> Iterator[str]:
    """Mark points: full circles on the one line, hollow diamonds around them on the other."""
    for n, share in enumerate(each.shares):
        if share is None:
            continue
        x, y = place.at(n, share)
        if each.dashed:
            shape = f"M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6-6z"
            yield svg.tag("path", d=shape, fill=PAPER, stroke=each.colour, stroke_width=1.8)
        else:
            yield svg.tag("circle", cx=x, cy=y, r=3.4, fill=each.colour)


def _labels(lines: Sequence[_Line], place: _Place) -> Iterator[str]:
    """Name each line at its last point, and say its last share: never one over the other."""
    ends = []
    for each in lines:
        n, share = [(n, share) for n, share in enumerate(each.shares) if share is not None][-1]
        ends.append((place.at(n, share)[1], share, each))
    x = place.at(place.points - 1, 0)[0] + 10
    gap = 2 * _APART + 2
    upper, lower = (end[0] for end in ends)
    if lower - upper < gap:
        middle = min(max((upper + lower) / 2, _TOP + gap / 2), _TOP + _HIGH - gap / 2)
        upper, lower = middle - gap / 2, middle + gap / 2
    for y, (_was, share, each) in zip((upper, lower), ends, strict=True):
        yield text((x, y - 1), f"{share}%", 13, font_weight=700, fill=each.colour)
        yield text((x, y + 13), each.called, fill=INK)
