"""Sign-in sheets: a line for each who is expected, and spare ones for whoever comes as well.

Nothing of what anybody answered is on them: they lie open on a table.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from domain.language import gettext as _
from domain.registers import Line

SPARE = 10
"""Empty lines for people who were not expected."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A line of a sheet: which seat, its member, and who may come for them."""

    seat: str
    member: str
    deputies: str = ""


def expected(lines: Iterable[Line]) -> list[tuple[str, list[Expected]]]:
    """List lines by sector, in their order; a seat on leave is expected by nobody."""
    known = [each for each in lines if not each.on_leave]
    return [(sector, [_line(each) for each in own]) for sector, own in groupby(known, key=_sector)]


def _sector(line: Line) -> str:
    return _("Guests") if line.seat.guest else line.seat.sector or _("Others")


def _line(line: Line) -> Expected:
    if line.seat.guest:
        return Expected(_("Guest"), line.seat.name)
    member = line.lead[1] if line.lead is not None else ""
    return Expected(line.seat.called, member, ", ".join(name for _own, name in line.deputies))
