"""The register held in memory, row by row, as it is and as an import would have it.

A file of thousands of rows is compared with what is known without a query for each; what is drafted
here is written by db/import_writes.py, or only counted for a preview.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Column, Table, select
from sqlalchemy.orm import Session

from db.models import (
    Address,
    Arrangement,
    Base,
    Body,
    Contact,
    DiaryContact,
    EmailDomain,
    Leave,
    Membership,
    Merge,
    OptOut,
    Organisation,
    OrganisationName,
    Person,
    Post,
    Seat,
    SeatHolder,
    Sector,
    SectorHeld,
    Term,
)
from domain.spans import Span

Model = type[Base]

REGISTER: tuple[Any, ...] = (
    Sector,
    Body,
    Arrangement,
    Term,
    Organisation,
    OrganisationName,
    SectorHeld,
    Membership,
    EmailDomain,
    Merge,
    Person,
    Address,
    OptOut,
    Post,
    DiaryContact,
    Seat,
    SeatHolder,
    Leave,
    Contact,
)
"""The tables of the register, each after those it points at."""


class Draft:
    """A row of the register, known or new; where it points at another row, that is a draft too.

    `before` is what a known row's changed columns were; `later` is what can be written only when
    all rows have their ids.
    """

    __slots__ = ("before", "id", "later", "model", "values")

    def __init__(self, model: Model, values: dict[str, Any], row_id: int | None = None) -> None:
        self.model = model
        self.values = values
        self.id = row_id
        self.before: dict[str, Any] | None = None
        self.later: dict[str, Any] | None = None

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - whatever the column holds
        return self.values[name]

    def row(self) -> dict[str, Any]:
        """Give what the row says, with ids in place of the rows that it points at."""
        return {
            name: value.id if isinstance(value, Draft) else value
            for name, value in self.values.items()
        }

    @property
    def span(self) -> Span:
        """Give the days on which a dated fact holds."""
        return Span(self.values["since"], self.values["until"])

    def holds(self, day: date) -> bool:
        """Say whether a dated fact holds on a day."""
        return self.span.holds(day)

    def not_over(self, day: date) -> bool:
        """Say whether a dated fact holds on a day or will later."""
        until: date | None = self.values["until"]
        return until is None or until > day


_Index = dict[tuple[Any, ...], list[Draft]]


class Register:
    """All rows of a partnership's register, and what an import would add to them or change."""

    def __init__(self, session: Session) -> None:
        self.rows: dict[Model, dict[int, Draft]] = {}
        self._new: dict[Model, list[Draft]] = {model: [] for model in REGISTER}
        self.changed: list[Draft] = []
        self._indexes: dict[Model, dict[tuple[str, ...], _Index]] = {m: {} for m in REGISTER}
        self._steps: list[Draft | Callable[[], None]] = []
        for model in REGISTER:
            self.rows[model] = dict(self._load(session, model))

    def _load(self, session: Session, model: Model) -> Iterator[tuple[int, Draft]]:
        """Read a table; samples, and what is about them, are no part of the register."""
        names, points = columns(model), references(model)
        read = select(*(getattr(model, each) for each in ("id", *names)))
        for row_id, *cells in session.execute(read.order_by(table_of(model).c.id)):
            values = dict(zip(names, cells, strict=True))
            if values.get("sample") or not self._resolve(values, points):
                continue
            yield row_id, Draft(model, values, row_id)

    def _resolve(self, values: dict[str, Any], points: Mapping[str, Model]) -> bool:
        """Put rows in place of their ids; False where one of them is a sample."""
        for name, target in points.items():
            if values[name] is None:
                continue
            values[name] = self.rows[target].get(values[name])
            if values[name] is None and name not in _BESIDES:
                return False
        return True

    def all(self, model: Model) -> Iterator[Draft]:
        """Go through all rows of a table, new ones too."""
        yield from self.rows[model].values()
        yield from self._new[model]

    @property
    def new(self) -> list[Draft]:
        """List what was drafted anew, each table after those it points at."""
        return [each for rows in self._new.values() for each in rows]

    def drop(self, draft: Draft) -> None:
        """Leave out what was drafted, and nothing points at."""
        self._new[draft.model].remove(draft)

    def find(self, model: Model, **wanted: Any) -> list[Draft]:
        """List the rows, new ones too, in which some columns hold these values."""
        names = tuple(wanted)
        index = self._indexes[model].get(names)
        if index is None:
            index = defaultdict(list)
            for each in self.all(model):
                index[tuple(each.values[name] for name in names)].append(each)
            self._indexes[model][names] = index
        return index.get(tuple(wanted.values()), [])

    def add(self, model: Model, **values: Any) -> Draft:
        """Draft a new row; what is not said is as the table has it by default."""
        draft = Draft(model, {**defaults(model), **values})
        self._new[model].append(draft)
        for places in self._places(draft):
            places.append(draft)
        self._steps.append(draft)
        return draft

    def _forget(self, draft: Draft) -> None:
        assert self._new[draft.model].pop() is draft  # noqa: S101 - the last that came goes first
        for places in self._places(draft):
            places.remove(draft)

    def _places(self, draft: Draft) -> Iterator[list[Draft]]:
        """Find where the indexes have a row, or would."""
        for names, index in self._indexes[draft.model].items():
            yield index[tuple(draft.values[name] for name in names)]

    def change(self, draft: Draft, **values: Any) -> bool:
        """Change a row, remembering how it was; False where it says that already.

        What is found by must not change: names, ids and such.
        """
        other = {name: value for name, value in values.items() if draft.values[name] != value}
        if not other:
            return False
        values_before, before = dict(draft.values), draft.before
        self._steps.append(lambda: self._change_back(draft, values_before, before))
        if draft.id is not None:
            if before is None:
                self.changed.append(draft)
            was = {name: values_before[name] for name in other}
            draft.before = {**was, **(before or {})}
        draft.values.update(other)
        return True

    def _change_back(
        self, draft: Draft, values: dict[str, Any], before: dict[str, Any] | None
    ) -> None:
        if draft.before is not None and before is None:
            self.changed.remove(draft)
        draft.values, draft.before = values, before

    def undo_with(self, step: Callable[[], None]) -> None:
        """Have something else taken back too, if what was drafted last is."""
        self._steps.append(step)

    def mark(self) -> int:
        """Remember where the drafting stands."""
        return len(self._steps)

    def back_to(self, mark: int) -> None:
        """Take back what was drafted since a mark: of a row that can't be taken nothing stays."""
        while len(self._steps) > mark:
            step = self._steps.pop()
            if isinstance(step, Draft):
                self._forget(step)
            else:
                step()


def table_of(model: Model) -> Table:
    """Give a model's table."""
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 - what a model of ours has
    return table


@cache
def columns(model: Model) -> tuple[str, ...]:
    """Name what a row says: all columns but its own id and whose it is."""
    return tuple(each.name for each in table_of(model).columns if each.name not in _OURS)


_OURS = {"id", "partnership_id"}
_BESIDES = {"successor_id", "noted_by"}
"""Columns that may be empty where what they point at is left out."""


@cache
def references(model: Model) -> dict[str, Model]:
    """Say which columns point at a row of the register, and in which table."""
    known: dict[str, Model] = {table_of(each).name: each for each in REGISTER}
    return {
        column.name: known[key.referred_table.name]
        for key in table_of(model).foreign_key_constraints
        for column in key.columns
        if column.name not in _OURS and key.referred_table.name in known
    }


@cache
def defaults(model: Model) -> dict[str, Any]:
    """Give what a new row of a table says unless it is said otherwise."""
    return {each.name: _default(each) for each in table_of(model).columns if each.name not in _OURS}


def _default(column: Column[Any]) -> Any:  # noqa: ANN401 - whatever the column holds
    return getattr(column.default, "arg", None)


def with_ids(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    """Give a value, or data of any depth, in which rows stand for their ids."""
    if isinstance(value, Draft):
        return value.id
    if isinstance(value, dict):
        return {name: with_ids(each) for name, each in value.items()}
    return [with_ids(each) for each in value] if isinstance(value, list) else value
