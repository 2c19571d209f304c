"""How one fact of the register is written into a cell, and read back from it."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from db.layouts import Field, Kind
from db.rows import Model, table_of
from domain.cells import QUOTED, read_day, read_flag, said
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import clean_name, tidy
from domain.organisations import read_domains
from domain.partnerships import clean_address
from domain.sheets import Cell, is_blank

_FIRST_YEAR = 1900
"""Spreadsheet programs know no day before this year."""

_MOST = 2**31 - 1


def write_cell(kind: Kind, value: Any) -> Cell:  # noqa: ANN401 - any column's
    """Give what stands in a cell for a fact."""
    if value is None:
        return None
    if kind is Kind.FLAG:
        return "yes" if value else "no"
    if kind is Kind.DAY:
        day: date = value
        return day if day.year >= _FIRST_YEAR else day.isoformat()
    if kind is Kind.MOMENT:
        moment: datetime = value
        return moment.astimezone(UTC).isoformat()
    if kind is Kind.DATA:
        return json.dumps(value, sort_keys=True)
    written: Cell = value
    return written


def read_cell(model: Model, field: Field, cell: Cell) -> Any:  # noqa: ANN401 - any column's
    """Give the fact that stands in a cell, None for a blank; `Refused` for what it can't be."""
    if is_blank(cell):
        return None
    try:
        value = _READERS[field.kind](cell)
    except Refused as no:
        raise Refused(f"{field.heading}: {no.sentence}") from no
    if field.among is not None and value not in field.among:
        raise Refused(
            _("“{text}” can't stand in the column “{name}”. It may be: {words}.").format(
                text=str(value)[:QUOTED], name=field.heading, words=", ".join(sorted(field.among))
            )
        )
    length = getattr(table_of(model).c[field.name].type, "length", None)
    if isinstance(value, str) and isinstance(length, int) and len(value) > length:
        raise Refused(
            _("What stands in the column “{name}” is too long: at most {most} fit.").format(
                name=field.heading, most=length
            )
        )
    return value


def _number(cell: Cell) -> int:
    text = said(cell)
    if not (text.isascii() and text.isdecimal() and int(text) <= _MOST):
        raise Refused(_("“{text}” is no whole number.").format(text=text[:QUOTED]))
    return int(text)


def _day(cell: Cell) -> date | None:
    text = said(cell)
    try:
        return date.fromisoformat(text)  # days before 1900 are texts, in this form
    except ValueError:
        return read_day(cell)


def _moment(cell: Cell) -> datetime:
    try:
        moment = datetime.fromisoformat(said(cell))
    except ValueError as error:
        raise Refused(_("“{text}” is no moment.").format(text=said(cell)[:QUOTED])) from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _data(cell: Cell) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(str(cell))
    except ValueError as error:
        raise Refused(_("“{text}” can't be read.").format(text=said(cell)[:QUOTED])) from error


_READERS: Mapping[Kind, Callable[[Cell], Any]] = {
    Kind.TEXT: lambda cell: tidy(said(cell)),
    Kind.NAME: lambda cell: clean_name(said(cell)),
    Kind.LINES: str,
    Kind.ADDRESS: lambda cell: clean_address(said(cell)),
    Kind.DOMAIN: lambda cell: read_domains(said(cell))[0],
    Kind.NUMBER: _number,
    Kind.FLAG: read_flag,
    Kind.DAY: _day,
    Kind.MOMENT: _moment,
    Kind.DATA: _data,
}
