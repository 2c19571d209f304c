"""What the pictures say in words: alternative texts (wording.md, D1), and the figures as tables."""

from collections.abc import Sequence

from bot.language import long_date
from domain.language import N_, ngettext
from domain.language import gettext as _
from domain.named_days import month_and_year
from domain.pictures import CELLS, Grid, Mark, Partner, Point, ReachLine, columns

MOST_NAMED = 5

_NUMBERS = (
    N_("one"),
    N_("two"),
    N_("three"),
    N_("four"),
    N_("five"),
    N_("six"),
    N_("seven"),
    N_("eight"),
    N_("nine"),
)
_SEASONS = (
    N_("winter"),
    N_("spring"),
    N_("summer"),
    N_("autumn"),
)
_HALF_A_YEAR = 183

Table = list[tuple[str, ...]]
"""Rows of text, the heading first."""


def number(n: int) -> str:
    """Write a number as sentences have it: up to nine in words."""
    return _(_NUMBERS[n - 1]) if 0 < n <= len(_NUMBERS) else str(n)


def of_grid(grid: Grid) -> str:
    """Say what a grid shows, for those who can't see it."""
    if grid.is_empty:
        return _("Attendance grid, {body}: no meeting has a register yet.").format(body=grid.body)
    n, partners = len(grid.days), len(grid.partners)
    said = ngettext(
        "Attendance grid, last {body} meeting, {organisations} by sector.",
        "Attendance grid, last {n} {body} meetings, {organisations} by sector.",
        n,
    )
    if not any(each.sector for each in grid.partners):
        said = ngettext(
            "Attendance grid, last {body} meeting, {organisations}.",
            "Attendance grid, last {n} {body} meetings, {organisations}.",
            n,
        )
    counted = ngettext("{n} organisation", "{n} organisations", partners).format(n=partners)
    parts = [
        said.format(n=n, body=grid.body, organisations=counted),
        _changed(grid.marked(Mark.CHANGED)),
        _away(grid),
        _("Full figures in the table."),
    ]
    return " ".join(part for part in parts if part)


def of_reach(line: ReachLine) -> str:
    """Say what a line of reach shows."""
    points = [each for each in line.points if each.invited]
    if not points:
        return _("Line of reach, {body}: no meeting has a register yet.").format(body=line.name)
    last = points[-1]
    said = _(
        "Line of reach, {body}, {begins} to {ends}. Last: {represented}% of invited organisations "
        "were represented, {members}% by their named member. {range} Full figures in the table."
    )
    return said.format(
        body=line.name,
        begins=month_and_year(line.points[0].day),
        ends=month_and_year(line.points[-1].day),
        represented=last.represented_percent,
        members=last.named_member_percent,
        range=_range(points),
    ).replace("  ", " ")


def table_of_grid(grid: Grid) -> Table:
    """Give a grid's figures as a table: every partner, and what every cell of it says."""
    head = (_("Partner"), _("Sector"), *map(long_date, grid.days), _("Represented"))
    rows = [_row(each) for each in grid.partners]
    sums = [
        _of(each.represented, each.opportunities) for each in columns(grid.partners, len(grid.days))
    ]
    return [head, *rows, (_("All partners"), "", *sums, "")]


def table_of_reach(line: ReachLine) -> Table:
    """Give a line's figures as a table: what was counted, and the share that it is."""
    head = (_("Date"), _("Represented"), _("By their named member"))
    return [head, *(_month(each) for each in line.points)]


def season(grid: Grid) -> str:
    """Say since when none of those not seen has come: by its season, or its month if long ago."""
    seen = [each.last_seen for each in grid.marked(Mark.UNSEEN) if each.last_seen]
    last = max(seen, default=None)
    if last is None:
        return ""
    named = _(_SEASONS[last.month % 12 // 3])
    recent = _HALF_A_YEAR // 2 < (grid.days[-1] - last).days < 2 * _HALF_A_YEAR
    return named if recent else month_and_year(last)


def _changed(partners: Sequence[Partner]) -> str:
    if not partners:
        return ""
    misses = {each.missed_in_a_row for each in partners}
    names = [each.name for each in partners[:MOST_NAMED]]
    if more := len(partners) - len(names):
        names.append(ngettext("and {n} other", "and {n} others", more).format(n=more))
    told = {"names": ", ".join(names), "n": number(len(partners)).capitalize()}
    if len(misses) == 1 and (in_a_row := misses.pop()) > 1:
        said = ngettext(
            "{n} has newly missed {missed} in a row: {names}.",
            "{n} have newly missed {missed} in a row: {names}.",
            len(partners),
        )
        return said.format(missed=number(in_a_row), **told)
    said = ngettext(
        "{n} is less connected than last month: {names}.",
        "{n} are less connected than last month: {names}.",
        len(partners),
    )
    return said.format(**told)


def _away(grid: Grid) -> str:
    unseen = len(grid.marked(Mark.UNSEEN))
    leave = sum(each.is_on_leave for each in grid.partners)
    gone = ngettext(
        "{n} has not been seen since {since}", "{n} have not been seen since {since}", unseen
    )
    if not (since := season(grid)):
        gone = ngettext("{n} has not been seen", "{n} have not been seen", unseen)
    away = ngettext("{n} is on leave", "{n} are on leave", leave)
    parts = [gone.format(n=number(unseen), since=since)] if unseen else []
    parts += [away.format(n=number(leave))] if leave else []
    said = "; ".join(parts)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _range(points: Sequence[Point]) -> str:
    shares = [each.represented_percent or 0 for each in points]
    low, high = min(shares), max(shares)
    if low == high:
        return ""
    said = _("Lowest {low}% ({low_month}), highest {high}% ({high_month}).")
    return said.format(
        low=low,
        high=high,
        low_month=month_and_year(points[shares.index(low)].day),
        high_month=month_and_year(points[shares.index(high)].day),
    )


def _row(partner: Partner) -> tuple[str, ...]:
    cells = (_(CELLS[cell]) for cell in partner.cells)
    return (partner.name, partner.sector, *cells, _of(partner.came, partner.opportunities))


def _month(point: Point) -> tuple[str, ...]:
    if not point.invited:
        return (long_date(point.day), _("No register"), "")
    shares = (
        (point.represented, point.represented_percent),
        (point.members, point.named_member_percent),
    )
    said = _("{part} of {whole} ({share}%)")
    return (
        long_date(point.day),
        *(said.format(part=n, whole=point.invited, share=share) for n, share in shares),
    )


def _of(part: int, whole: int) -> str:
    return _("{part} of {whole}").format(part=part, whole=whole) if whole else ""
