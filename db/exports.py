"""The whole register as tables, which imports back to the same register."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from db.layouts import NUMBERED, OWN, Field, Kind, Layout
from db.models import Organisation, OrganisationName, Seat
from db.recorded_cells import write_cell
from db.register_sheets import LAYOUTS
from db.rows import Draft, Register
from domain.sheets import Cell, Table


def tables(session: Session, *, day: date) -> list[Table]:
    """Give every sheet of the register of the session's partnership; samples are left out.

    Beside a number stands the name that a partner has on `day`, or had last.
    """
    writing = _Writing(Register(session), day)
    return [writing.table(layout) for layout in LAYOUTS]


class _Writing:
    """Writes rows as cells."""

    def __init__(self, register: Register, day: date) -> None:
        self._register = register
        self._day = day
        self._names: dict[Draft, str] = {}

    def table(self, layout: Layout) -> Table:
        rows = [list(self._cells(layout, each)) for each in self._register.all(layout.model)]
        return Table(layout.title, layout.headings, rows)

    def _cells(self, layout: Layout, row: Draft) -> Iterator[Cell]:
        if layout.model in OWN:
            yield row.id
        for field in layout.fields:
            value = row.values[field.name]
            if field.kind is Kind.ROW:
                yield from self._pointed_at(field, value)
            else:
                yield write_cell(field.kind, value)

    def _pointed_at(self, field: Field, row: Draft | None) -> Iterator[Cell]:
        if field.to in NUMBERED:
            yield row.id if row is not None else None
        yield self._name(row) if row is not None else None

    def _name(self, row: Draft) -> str:
        if row not in self._names:
            self._names[row] = self._named(row)
        return self._names[row]

    def _named(self, row: Draft) -> str:
        if row.model is Organisation:
            return self._partner(row)
        if row.model is Seat:
            title = f" ({row['title']})" if row["title"] else ""
            return f"{self._name(row['organisation_id'])}, {row['body_id']['name']}{title}"
        return str(row["name"])

    def _partner(self, partner: Draft) -> str:
        names = [
            each
            for each in self._register.find(OrganisationName, organisation_id=partner)
            if not each["alias"]
        ]
        held = [each for each in names if each.holds(self._day)]
        last = max(held or names, key=lambda each: each["since"], default=None)
        return str(last["name"]) if last is not None else ""
