"""The attendance grid: the last twelve events of a body in columns, its partners in rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from bot.language import long_date
from bot.pictures import svg
from bot.pictures.marks import mark, pointer, shapes
from bot.pictures.svg import DIM, EDGE, EMPTY, INK, NARROW, PALE, RULE, Picture, fitted, text
from bot.pictures.words import of_grid
from domain.language import gettext as _
from domain.language import ngettext
from domain.named_days import locale
from domain.picture_rows import MOST_ROWS, Group, grouped
from domain.pictures import CELLS, Cell, Column, Grid, Mark, columns

_ROW = 20
_TOP = 58
_NAMES = 19
"""Where names begin: a pointer has room before them."""

_SQUEEZED = 100
"""From so many on, a count is as wide as its column."""

_KEY_ROW = 22
_FEW = 6
"""With fewer events columns are no wider: names get the room."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where things stand, at a width."""

    width: int
    events: int

    @property
    def is_narrow(self) -> bool:
        """Say whether this is a phone's width: days stand upright, and names are smaller."""
        return self.width < svg.WIDE

    @property
    def size(self) -> float:
        """Give how large names are."""
        return svg.SMALLEST if self.is_narrow else 12.5

    @property
    def pitch(self) -> float:
        """Give how far columns are apart."""
        return 17.8 if self.is_narrow else 33

    @property
    def first(self) -> float:
        """Give the middle of the first column."""
        return self.width - EDGE - self.pitch * (max(self.events, _FEW) - 0.5)

    @property
    def names(self) -> float:
        """Give how long names can be."""
        return self.first - self.pitch / 2 - _NAMES - 2

    def column(self, n: int) -> float:
        """Give the middle of a column."""
        return self.first + self.pitch * n


def attendance(grid: Grid, width: int = NARROW, most: int = MOST_ROWS) -> Picture:
    """Draw who came to the last events of a body, legible at a width."""
    alt = of_grid(grid)
    title = _("Who came: {body}").format(body=grid.body)
    place = _Place(width, len(grid.days))
    if grid.is_empty:
        return svg.nothing(title, alt, width, _("No meeting has a register yet."))
    groups = grouped(grid, most)
    shown = {cell for group in groups for each in group.shown for cell in each.cells}
    parts = [*svg.heading(title, _about(grid), width), shapes(shown)]
    heads = 62 if place.is_narrow else 46
    parts += _heads(grid.days, place, _TOP + heads)
    y = _TOP + heads + 6.0
    names = svg.told_apart(
        [each.name for group in groups for each in group.shown], place.names, place.size
    )
    for group in groups:
        parts += _group(group, place, y, names)
        y += group.rows * _ROW + (4 if group.shown and not group.is_only else 0)
    parts += _total(grid, place, y)
    y += _ROW + 24
    key, lines = _key(groups, shown, width, y)
    return svg.picture(title, alt, (width, round(y + lines * _KEY_ROW)), [*parts, *key])


def _about(grid: Grid) -> str:
    n = len(grid.partners)
    partners = ngettext("{n} partner", "{n} partners", n).format(n=n)
    if len(grid.days) == 1:
        return f"{partners}, {long_date(grid.days[0])}"
    said = _("{partners}, {begins} to {ends}")
    begins, ends = (format_date(day, "d MMM y", locale()) for day in (grid.days[0], grid.days[-1]))
    return said.format(partners=partners, begins=begins, ends=ends)


def _heads(days: Sequence[date], place: _Place, y: float) -> Iterator[str]:
    """Write the days over their columns: upright where they are narrow; the year where it turns."""
    for n, day in enumerate(days):
        turns = not n or day.year != days[n - 1].year
        x = place.column(n)
        if place.is_narrow:
            said = format_date(day, "d MMM y" if turns else "d MMM", locale())
            yield text((0, 0), said, transform=f"translate({x + 4:.1f} {y:g}) rotate(-90)")
            continue
        lines = [("d", 0), ("MMM", 14), *([("y", -14)] if turns else [])]
        for pattern, down in lines:
            said = format_date(day, pattern, locale())
            yield text(
                (x, y - 16 + down), said, text_anchor="middle", fill=DIM if down < 0 else INK
            )


def _group(group: Group, place: _Place, y: float, names: dict[str, str]) -> Iterator[str]:
    """Draw a sector: its heading, its rows, and the row that sums up its others."""
    if group.shown and not group.is_only:
        said = fitted(_sector(group), place.width - 2 * EDGE, bold=True)
        yield text((EDGE, y + 15), said, font_weight=700)
        y += _ROW
    for each in group.shown:
        middle = y + _ROW / 2
        changed = each.mark is Mark.CHANGED
        if changed:
            yield pointer(EDGE, middle)
        weight = 600 if changed else 400
        yield text((_NAMES, middle + 4), names[each.name], place.size, font_weight=weight)
        yield from (mark(cell, place.column(n), middle) for n, cell in enumerate(each.cells))
        y += _ROW
    if group.rest:
        found = columns(group.rest, place.events)
        yield from _sums(_rest(group, place), found, place, y, bold=not group.shown)


def _sums(
    said: str, found: Sequence[Column], place: _Place, y: float, *, bold: bool
) -> Iterator[str]:
    """Draw a row of sums: how many were represented, over a bar as high as their share.

    Where that is more than two digits, and columns are narrow, the share is said instead.
    """
    shares = place.is_narrow and any(each.represented >= _SQUEEZED for each in found)
    weight, colour = (700, INK) if bold else (400, DIM)
    label = _("{row}, %").format(row=said) if shares else said
    left = EDGE if bold else _NAMES
    yield text((left, y + 14), label, font_weight=weight, fill=colour)
    known = [(n, each) for n, each in enumerate(found) if each.opportunities]
    yield from _bars(known, place, y)
    for n, each in known:
        count = each.share if shares else each.represented
        yield text((place.column(n), y + 14), str(count), 11, text_anchor="middle")


def _bars(known: Sequence[tuple[int, Column]], place: _Place, y: float) -> Iterator[str]:
    """Draw bars behind sums: what there was in the lightest shade, what was represented over it."""
    wide, high = place.pitch - 2, _ROW - 3
    lefts = [place.column(n) - wide / 2 for n, _each in known]
    came = [high * each.represented / each.opportunities for _n, each in known]
    for fill, tops in ((EMPTY, [high] * len(known)), (PALE, came)):
        drawn = (
            f"M{x:.1f} {y + _ROW - 1.5 - top:.1f}h{wide:.1f}v{top:.1f}h-{wide:.1f}z"
            for x, top in zip(lefts, tops, strict=True)
        )
        yield svg.tag("path", d="".join(drawn), fill=fill)


def _total(grid: Grid, place: _Place, y: float) -> Iterator[str]:
    yield svg.tag("path", d=f"M{EDGE} {y + 2:g}H{place.width - EDGE}", stroke=RULE)
    yield from _sums(
        _("Represented"), columns(grid.partners, place.events), place, y + 4, bold=True
    )


def _sector(group: Group) -> str:
    if group.sector is None:
        return _("Other sectors")
    return svg.drawable(group.sector) or _("No sector")


def _rest(group: Group, place: _Place) -> str:
    n = len(group.rest)
    if group.shown:
        return ngettext("and {n} other", "and {n} others", n).format(n=n)
    said = f" ({n})"
    room = place.names + _NAMES - EDGE - svg.length(said, bold=True)
    return fitted(_sector(group), room, bold=True) + said


def _key(groups: Sequence[Group], shown: set[Cell], width: int, y: float) -> tuple[list[str], int]:
    """Explain the marks that are used, and how many lines that takes."""
    across = 2 if width < svg.WIDE else 3
    entries: list[tuple[str, str]] = []
    each = (width - 2 * EDGE) / across
    for cell, said in CELLS.items():
        if cell in shown:
            entries.append((mark(cell, 0, 0), _(said)))
    if any(one.mark is Mark.CHANGED for group in groups for one in group.shown):
        entries.append((pointer(-4, 0), _("Less connected")))
    counted = svg.tag("path", d="M-8-9h16v18h-16z", fill=EMPTY)
    counted += svg.tag("path", d="M-8-3h16v12h-16z", fill=PALE)
    entries.append((counted + text((0, 4), "9", 11, text_anchor="middle"), _("How many came")))
    parts = []
    for n, (drawn, said) in enumerate(entries):
        down, right = divmod(n, across)
        x = EDGE + 10 + right * each
        parts.append(
            f'<g transform="translate({x:g} {y + down * _KEY_ROW:g})">{drawn}'
            f"{text((16, 4), fitted(said, each - 30, 12), 12)}</g>"
        )
    return parts, -(-len(entries) // across)
