"""What an import drafted is written: in bulk, and noted row by row so that it can be undone."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.models import ImportChange
from db.rows import REGISTER, Draft, Model, Register, columns, table_of, with_ids
from db.tenancy import NoPartnership, across_partnerships, scope_of
from domain.errors import Refused
from domain.language import gettext as _

BATCH = 1_000
"""Rows written by one statement, and noted in one row of the log."""

T = TypeVar("T")
Progress = Callable[[int], None]
"""Told how many more rows were written."""


def write(
    session: Session, register: Register, import_id: int, progress: Progress | None = None
) -> int:
    """Write all that was drafted, for the partnership of the session; give how many rows.

    Raises `Refused` where somebody else has just written something that this clashes with: the
    transaction is then over.
    """
    told = progress or (lambda _count: None)
    try:
        with session.begin_nested():
            written = _changed(session, register, import_id, told)
            written += add(session, register.new, import_id, told)
            written += _filled_in(session, register, import_id)
    except IntegrityError as error:
        raise Refused(
            _("The register has changed meanwhile. Nothing was written. Please try again.")
        ) from error
    return written


def add(session: Session, drafts: Iterable[Draft], import_id: int, told: Progress) -> int:
    """Insert new rows, each table after those it points at, and note them; give how many."""
    count = 0
    for model, same in groupby(drafts, key=lambda each: each.model):
        for batch in batches(list(same)):
            rows = [each.row() for each in batch]
            ids = insert_all(session, model, rows)
            for draft, row_id in zip(batch, ids, strict=True):
                draft.id = row_id
            noted = zip(ids, rows, strict=True)
            made = {str(row_id): [digest(model, row), None] for row_id, row in noted}
            _log(session, import_id, model, made)
            count += len(batch)
            told(len(batch))
    return count


def insert_all(session: Session, model: Model, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert rows for the partnership of the session, and give their ids, in their order."""
    partnership_id = scope_of(session)
    if not isinstance(partnership_id, int):
        raise NoPartnership("An import is of one partnership: within(session, id).")
    ids: list[int] = []
    for batch in batches(rows):
        owned = [{**each, "partnership_id": partnership_id} for each in batch]
        with across_partnerships(session):  # the hook refuses INSERT; each row says whose
            ids += _insert(session, model, owned)
    return ids


def _insert(session: Session, model: Model, rows: list[dict[str, Any]]) -> Sequence[int]:
    """Insert rows and give their ids, in their order.

    Both databases would take longest to give ids back: PostgreSQL is asked for free ones first.
    SQLite has one writer, so the ids after that of the first row are free.
    """
    table = table_of(model)
    if session.get_bind().dialect.name == "sqlite":
        first = session.scalars(insert(table).returning(table.c.id), rows[:1]).one()
        ids: Sequence[int] = range(first, first + len(rows))
        done = 1
    else:
        following = func.nextval(func.pg_get_serial_sequence(table.name, "id"))
        numbers = func.generate_series(1, len(rows)).table_valued("n")
        ids = session.scalars(select(following).select_from(numbers)).all()
        done = 0
    rest = [{**row, "id": own} for own, row in zip(ids[done:], rows[done:], strict=True)]
    if rest:
        session.execute(insert(table), rest)
    return ids


def _changed(session: Session, register: Register, import_id: int, told: Progress) -> int:
    """Change what is known already, before anything follows on it."""
    for model in REGISTER:
        for batch in batches([each for each in register.changed if each.model is model]):
            _update(session, model, batch)
            note(session, import_id, model, batch)
            told(len(batch))
    return len(register.changed)


def _update(session: Session, model: Model, drafts: Sequence[Draft]) -> None:
    rows = loaded(session, model, [each.id for each in drafts if each.id is not None])
    for each in drafts:
        row = rows.get(each.id or 0)
        if row is None or each.before is None:
            raise Refused(
                _("The register has changed meanwhile. Nothing was written. Please try again.")
            )
        for name in each.before:
            value = each.values[name]
            if isinstance(value, Draft) and value.id is None:
                each.later = {**(each.later or {}), name: value}
            else:
                setattr(row, name, with_ids(value))
    session.flush()


def _filled_in(session: Session, register: Register, import_id: int) -> int:
    """Write what names rows by ids that they have only now."""
    late = [each for each in (*register.new, *register.changed) if each.later is not None]
    for each in late:
        if each.id is not None and each.later is not None:
            [row] = loaded(session, each.model, [each.id]).values()
            for name, value in each.later.items():
                each.values[name] = with_ids(value)
                setattr(row, name, each.values[name])
            session.flush()
            note(session, import_id, each.model, [each])
    return len(late)


def note(session: Session, import_id: int, model: Model, drafts: Iterable[Draft]) -> None:
    """Note what rows are now, and what they were, so that it can be undone."""
    rows = {
        str(each.id): [
            digest(model, each.row()),
            None if each.before is None else plain(with_ids(each.before)),
        ]
        for each in drafts
    }
    _log(session, import_id, model, rows)


def _log(session: Session, import_id: int, model: Model, rows: dict[str, list[Any]]) -> None:
    session.add(ImportChange(import_id=import_id, table=table_of(model).name, rows=rows))
    session.flush()


def loaded(session: Session, model: Any, ids: Sequence[int]) -> dict[int, Any]:  # noqa: ANN401 - one of the register's
    """Read rows of the session's partnership by their ids."""
    found: dict[int, Any] = {}
    for batch in batches(list(ids)):
        rows = session.scalars(select(model).where(model.id.in_(batch)))
        found |= {row.id: row for row in rows}
    return found


def digest(model: Model, values: dict[str, Any]) -> str:
    """Give what tells a row apart from what it becomes when somebody changes it."""
    said = plain({name: values[name] for name in columns(model)})
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """Give a row's columns as JSON: days and moments as text."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any column's
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return with_ids(value) if isinstance(value, dict | list) else value


def batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """Give rows in portions that one statement takes."""
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
