"""What people write into cells: days, yes and no, lists, addresses."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from domain import days
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import tidy
from domain.partnerships import clean_address
from domain.sheets import NO_RESULT, Cell, is_blank

QUOTED = 60
"""How much of a cell is quoted back."""

_EPOCH = date(1899, 12, 30)
"""Day 0 of Excel's calendar, as it counts from March 1900 on (ECMA-376, part 1, 18.17.4)."""

_FIRST_SERIAL, _LAST_SERIAL = 10_959, 73_050
"""Serials of 1930 and 2100: a smaller number is a year, or no day at all."""

_LAST_SHORT_YEAR = 39
"""Two figures up to this are of this century: nobody plans further, and many began before 1969."""

_FIRST_YEAR, _LAST_YEAR = 1900, 2200

_FIGURES = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})")
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_WEEKDAY = re.compile(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? ")
_DASHED = re.compile(r"(\d{1,2})[- ]([a-z]{3,9})[- ](\d{4}|\d{2})")
_IN_BRACKETS = re.compile(r"<\s*([^<>\s]*@[^<>\s]*)\s*>")
_NOTHING = {"", "tbc", "tba", "none", "na", "n/a", "nil", "unknown", "not", "known", "no"}
_ERRORS = {
    "#n/a",
    "#ref!",
    "#value!",
    "#name?",
    "#div/0!",
    "#num!",
    "#null!",
    "#spill!",
    "#calc!",
    "#getting_data",
}
_YES = {"yes", "y", "true", "1", "x", "✓", "✔", "☑", "on", "statutory"}
_NO = {"no", "n", "false", "0", "-", "–", "", "☐", "off", "non-statutory", "not statutory"}


def said(cell: Cell) -> str:
    """Give what a cell says as a tidy text; a whole number without its `.0`."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else tidy(str(cell))


def read_day(cell: Cell) -> date | None:
    """Read a day as people write it in the UK, None for a blank; `Refused` for what is none.

    ISO, 1/9/2019 (the day first), 1 Sep 2019, Excel's own dates, and their serial numbers.
    """
    if is_blank(cell):
        return None
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = said(cell)
    found = _of_serial(text) or _of_text(_TIME.sub("", text).lower())
    if found is None:
        raise Refused(
            _("“{text}” is no day that I know. Please write one like 1 Sep 2019.").format(
                text=text[:QUOTED]
            )
        )
    return found


def read_likely_day(cell: Cell) -> date | None:
    """Read a day as `read_day`; `Refused` also for one in a year that somebody mistyped."""
    day = read_day(cell)
    if day is not None and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise Refused(
            _("“{text}” is in the year {year}. Please write a day from {first} to {last}.").format(
                text=said(cell)[:QUOTED], year=day.year, first=_FIRST_YEAR, last=_LAST_YEAR
            )
        )
    return day


def refuse_broken(cells: Iterable[Cell]) -> None:
    """Refuse a row whose cells say nothing because a program couldn't work them out."""
    for cell in cells:
        if cell == NO_RESULT:
            raise Refused(
                _(
                    "This cell is a formula without a result. "
                    "Open the file in Excel and save it again."
                )
            )
        if isinstance(cell, str) and cell.strip().casefold() in _ERRORS:
            raise Refused(
                _("“{text}” is an error of the spreadsheet. Please put this cell right.").format(
                    text=cell.strip()
                )
            )


def _of_serial(text: str) -> date | None:
    number = text.partition(".")[0]
    if not (number.isascii() and number.isdigit() and len(number) == len(str(_LAST_SERIAL))):
        return None
    known = _FIRST_SERIAL <= int(number) <= _LAST_SERIAL
    return _EPOCH + timedelta(days=int(number)) if known else None


def _of_text(text: str) -> date | None:
    text = _WEEKDAY.sub("", text)
    if found := _FIGURES.fullmatch(text):
        text = f"{found[1]}/{found[3]}/{_whole_year(found[4])}"
    elif found := _DASHED.fullmatch(text):
        text = f"{found[1]} {found[2]} {_whole_year(found[3])}"
    elif found := _MONTH_FIRST.fullmatch(text):
        text = f"{found[2]} {found[1]} {found[3]}"
    return days.read_day(text)


def _whole_year(year: str) -> str:
    if len(year) > 2:  # noqa: PLR2004 - two figures of four
        return year
    return f"20{year}" if int(year) <= _LAST_SHORT_YEAR else f"19{year}"


def read_flag(cell: Cell) -> bool | None:
    """Read yes or no, None for a blank; `Refused` for anything else."""
    if is_blank(cell):
        return None
    text = said(cell).casefold()
    if text in _YES | _NO:
        return text in _YES
    raise Refused(
        _("“{text}” is neither yes nor no. Please write one of them.").format(text=text[:QUOTED])
    )


def read_parts(cell: Cell) -> list[str]:
    """Read several names from one cell: a semicolon, a bar or a line's end stands between them."""
    text = "" if cell is None else str(cell)
    return [part for each in re.split(r"[;|\n\r]", text) if (part := tidy(each))]


def read_addresses(cell: Cell) -> list[str]:
    """Read mail addresses, also as `Name <name@example.org>`; `Refused` for one that is none."""
    text = "" if is_blank(cell) else str(cell)
    if "@" not in text:
        written = [text]
    elif named := _IN_BRACKETS.findall(text):  # beside names, which are no addresses
        others = re.split(r"[\s;,|]+", _IN_BRACKETS.sub(" ", text))
        written = [*named, *(each for each in others if "@" in each)]
    else:
        written = re.split(r"[\s;,|]+", text)
    found = [_address(each) for each in written if each.strip()]
    return list({each.casefold(): each for each in found if each}.values())


def _address(text: str) -> str:
    plain = tidy(text).removeprefix("mailto:").strip("<>() ")
    if "@" not in plain:
        return _no_address(plain)
    try:
        return clean_address(plain)
    except Refused:
        raise _not_an_address(plain) from None


def _no_address(text: str) -> str:
    """Take a word that says that there is none for nothing; `Refused` for any other."""
    if text.casefold().strip("-–.?/ ") in _NOTHING:
        return ""
    raise _not_an_address(text)


def _not_an_address(text: str) -> Refused:
    return Refused(
        _("“{text}” is not a mail address. Please write one like name@example.org.").format(
            text=text[:QUOTED]
        )
    )
