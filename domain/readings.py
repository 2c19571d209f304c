"""How the rows of a spreadsheet are read: its headings found, then each row, cell by cell."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from domain.cells import (
    QUOTED,
    read_addresses,
    read_flag,
    read_likely_day,
    read_parts,
    refuse_broken,
    said,
)
from domain.columns import Headings, find_headings
from domain.errors import Refused
from domain.headings import Column, Fact, Whose, heading_key, read_part
from domain.imports import Entry, Part, Problem, Reading, Recorded, layout_of
from domain.language import gettext as _
from domain.matching import sector_code
from domain.names import clean_name, name_key
from domain.organisations import read_domains
from domain.people import clean_job_title
from domain.seats import read_terms
from domain.sheets import Cell, Sheet, is_blank, unguarded
from domain.spans import read_span

Layouts = Mapping[str, Iterable[str]]
Cells = Mapping[Column, Cell]
T = TypeVar("T")

_NOBODY = {"vacant", "vacancy", "tbc", "tba", "none", "n/a", "na", "nil", "to be confirmed", ""}
_NOTED = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_TOTALS = {"total", "totals", "grand total"}


def read_sheets(sheets: Iterable[Sheet], layouts: Layouts) -> Reading:
    """Read all sheets of a file. Raises `Refused` where none has headings that we know.

    Sheets of our own exports are known by their titles; `layouts` gives the headings of each.
    """
    reading = Reading()
    found = False
    for sheet in sheets:
        if not sheet.rows:
            reading.ignored += [sheet.unread] if sheet.unread else []
            continue
        known = _read_sheet(sheet, layouts, reading)
        found = found or known
        if not known:
            reading.ignored.append(_("the sheet “{name}”").format(name=sheet.name))
    if not found:
        raise Refused(
            _(
                "I find no row of headings that I know, such as Organisation, Name and E-mail. "
                "Please add one, or use the template."
            ),
            field="file",
        )
    return reading


def _read_sheet(sheet: Sheet, layouts: Layouts, reading: Reading) -> bool:
    first = next(iter(sheet.rows))
    title = layout_of(sheet.name, [said(each) for each in sheet.rows[first]], layouts)
    if title is not None:
        _read_recorded(sheet, title, first, reading)
        return True
    headings = find_headings(sheet.rows)
    if headings is None:
        return False
    reading.ignored += [
        _("the column “{name}”").format(name=each[:QUOTED]) for each in headings.ignored
    ]
    _read_rows(sheet, headings, reading)
    return True


def _read_recorded(sheet: Sheet, title: str, first: int, reading: Reading) -> None:
    headings = [said(each) for each in sheet.rows[first]]
    for number, row in sheet.rows.items():
        if number == first or all(map(is_blank, row)):
            continue
        try:
            refuse_broken(row)
        except Refused as no:
            reading.problems.append(Problem(title, number, no.sentence))
            continue
        cells = {head: unguarded(cell) for head, cell in zip(headings, row, strict=False)}
        known = {k: v for k, v in cells.items() if k and v is not None}
        reading.recorded.append(Recorded(title, number, known))


def _read_rows(sheet: Sheet, headings: Headings, reading: Reading) -> None:
    written = [heading_key(each) for each in sheet.rows[headings.number]]
    for number, row in sheet.rows.items():
        if number <= headings.number or all(map(is_blank, row)):
            continue
        if _repeats(row, written):
            continue
        cells = {
            column: unguarded(row[place]) if place < len(row) else None
            for place, column in headings.columns.items()
        }
        if all(map(is_blank, cells.values())):
            continue
        try:
            refuse_broken(cells.values())
            reading.entries += _entries(sheet.name, number, cells, headings)
        except Refused as no:
            reading.problems.append(Problem(sheet.name, number, no.sentence))


def _repeats(row: Sequence[Cell], written: Sequence[str]) -> bool:
    """Say whether a row has the headings once more, as at the top of each printed page."""
    first = next(place for place, key in enumerate(written) if key)
    if first >= len(row) or heading_key(row[first]) != written[first]:
        return False
    return [heading_key(each) for each in row[: len(written)]] == list(written[: len(row)])


def _entries(sheet: str, number: int, cells: Cells, headings: Headings) -> list[Entry]:
    """Read one row: an entry for each person whom it names, or one without."""
    row = _Row(cells)
    base = Entry(
        sheet,
        number,
        partner=row.name(Fact.PARTNER),
        aliases=row.read(Fact.ALIASES, _names),
        sector=row.text(Fact.SECTOR),
        domains=row.read(Fact.DOMAINS, _domains),
        member_since=row.read(Fact.MEMBER_SINCE, read_likely_day),
        member_until=row.read(Fact.MEMBER_UNTIL, read_likely_day),
        body=row.name(Fact.BODY),
        since=row.read(Fact.SINCE, read_likely_day),
        until=row.read(Fact.UNTIL, read_likely_day),
        statutory=row.read(Fact.STATUTORY, read_flag),
    )
    base = row.seat(base)
    _check_spans(base)
    people = [each for whose in headings.people if (each := row.person(base, whose)) is not None]
    _refuse_headings_within(base, people, headings)
    return _settled(base, people)


class _Row:
    """The cells of one row, by what their columns say; what is wrong is said with its heading."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells

    def read(self, fact: Fact, how: Callable[[Cell], T], whose: Whose = Whose.OWN) -> T:
        return how(self._cells.get(Column(fact, whose)))

    def text(self, fact: Fact, whose: Whose = Whose.OWN) -> str:
        return said(self._cells.get(Column(fact, whose)))

    def name(self, fact: Fact, whose: Whose = Whose.OWN) -> str:
        text = self.text(fact, whose)
        return "" if _is_nobody(text) else clean_name(text)

    def seat(self, entry: Entry) -> Entry:
        terms = read_terms(
            title=self.text(Fact.SEAT), statutory=False, speaks_for=self.text(Fact.SPEAKS_FOR)
        )
        if terms.title and not entry.body:
            raise Refused(
                _("This row names a seat, but not the body it is on. Please add the body.")
            )
        return replace(entry, seat=terms.title, speaks_for=terms.speaks_for or "")

    def person(self, base: Entry, whose: Whose) -> Entry | None:
        name = self.name(Fact.PERSON, whose)
        addresses = self.read(Fact.ADDRESS, read_addresses, whose)
        if not name and not addresses:
            return None
        own = whose is Whose.OWN
        return replace(
            base,
            person=name or _name_in(addresses[0]),
            job_title=clean_job_title(self.text(Fact.JOB_TITLE, whose)) or "",
            addresses=tuple(addresses),
            part=_part(self.text(Fact.PART)) if own else Part(whose.value),
            diary_of=self.name(Fact.DIARY_OF) if own else "",
        )


def _is_nobody(text: str) -> bool:
    """Say whether a cell names nobody: blank, signs only, or a word that says so, with any note."""
    key = name_key(_NOTED.sub(" ", text)) or name_key(text)
    return _bare(key) in _NOBODY


def _bare(key: str) -> str:
    """Give a name's key without the signs around it."""
    return re.sub(r"^[\W_]+|[\W_]+$", "", key)


def _name_in(address: str) -> str:
    """Give what to call somebody who is known by an address alone: the address."""
    return address[:120]


def _part(text: str) -> Part:
    if not text:
        return Part.UNSAID
    known = read_part(text)
    if known is None:
        raise Refused(
            _(
                "“{text}” is no part that I know. Please write lead, deputy, main contact, "
                "diary contact, or nothing."
            ).format(text=text[:QUOTED])
        )
    return Part(known)


def _names(cell: Cell) -> tuple[str, ...]:
    found = [clean_name(each) for each in read_parts(cell)]
    return tuple({name_key(each): each for each in found}.values())


def _domains(cell: Cell) -> tuple[str, ...]:
    text = "" if is_blank(cell) else str(cell)
    for each in ("https://", "http://", "www."):
        text = text.replace(each, "")
    return tuple(read_domains(" ".join(each.partition("/")[0] for each in text.split())))


def _check_spans(entry: Entry) -> None:
    for since, until in ((entry.since, entry.until), (entry.member_since, entry.member_until)):
        if since is not None and until is not None:
            read_span(since, until)


def _refuse_headings_within(base: Entry, people: Sequence[Entry], headings: Headings) -> None:
    """Refuse a line that only divides the list: a sector's name, or a total."""
    alone = base == Entry(base.sheet, base.row, partner=base.partner) and not people
    if not alone or len(headings.columns) == 1:
        return
    if base.partner and (sector_code(base.partner) or name_key(base.partner) in _TOTALS):
        raise Refused(
            _("“{name}” looks like a heading, not a partner, so it was left out.").format(
                name=base.partner[:QUOTED]
            )
        )


def _settled(base: Entry, people: list[Entry]) -> list[Entry]:
    """Say for whom a diary is kept, and who is of the row's seat and who of its partner alone."""
    if not people:
        return [base]
    keeps = next((each for each in people if each.part is not Part.DIARY), None)
    placed = [_placed(each, keeps) for each in people]
    seated = not base.body or any(each.body for each in placed)
    return placed if seated else [base, *placed]


def _placed(entry: Entry, keeps: Entry | None) -> Entry:
    no_seat: dict[str, Any] = {"body": "", "seat": "", "statutory": None, "speaks_for": ""}
    if entry.diary_of or entry.part is Part.DIARY:
        holder = entry.diary_of or (keeps.person if keeps is not None else "")
        if not holder:
            raise Refused(
                _("This row doesn't say whose diary {name} keeps. Please add that.").format(
                    name=entry.person
                )
            )
        return replace(entry, **no_seat, part=Part.DIARY, diary_of=holder)
    if entry.part in {Part.MAIN, Part.NONE}:
        return replace(entry, **no_seat)
    if not entry.body and entry.part is not Part.UNSAID:
        return replace(entry, part=Part.MAIN if entry.part is Part.LEAD else Part.NONE)
    return entry
