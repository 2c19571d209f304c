"""Many rows in one statement: written, on PostgreSQL from one document, or changed and counted."""

import json
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    ColumnElement,
    CursorResult,
    Dialect,
    FromClause,
    Select,
    String,
    TypeDecorator,
    cast,
    column,
    func,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.types import TypeEngine

Rows = Sequence[dict[str, Any]]


def add(session: Session, table: FromClause, rows: Rows, *, unless: Sequence[str] = ()) -> int:
    """Write rows that name the same columns; say how many are new.

    `unless`: those whose values in these columns are there already are left out. Each row names
    its partnership; whoever calls says that the session works across them.
    """
    if not rows:
        return 0
    dialect = session.get_bind().dialect
    on_postgresql = dialect.name == "postgresql"
    new: Any = (postgresql if on_postgresql else sqlite).insert(table)
    if on_postgresql:
        new = new.from_select(list(rows[0]), _document(table, rows, dialect))
    if unless:
        new = new.on_conflict_do_nothing(index_elements=list(unless))
    counted = new.execution_options(preserve_rowcount=True)
    result = session.execute(counted) if on_postgresql else session.execute(counted, list(rows))
    assert isinstance(result, CursorResult)  # noqa: S101 - what an INSERT gives
    return result.rowcount


def _document(table: FromClause, rows: Rows, dialect: Dialect) -> Select[Any]:
    """Give rows as PostgreSQL reads them from JSON; what is alike in all of them is said once."""
    first = rows[0]
    apart = [name for name in first if any(row[name] != first[name] for row in rows)] or ["id"]
    of_each = [(name, _kept(table.c[name].type, dialect)) for name in apart if name in first]
    text = json.dumps(
        [{name: kept(row[name]) for name, kept in of_each} for row in rows],
        default=_written,
        ensure_ascii=False,
    )
    columns = [column(name, table.c[name].type) for name in apart]
    read = func.json_to_recordset(cast(literal(text, String), JSON)).table_valued(*columns)
    source = read.render_derived("row", with_types=True)
    return select(
        *(
            source.c[name] if name in apart else literal(first[name], table.c[name].type)
            for name in first
        )
    ).select_from(source)


def _kept(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any]:
    """Give what a column's type makes of a value before it is kept."""
    if isinstance(kind, TypeDecorator):
        return lambda value: kind.process_bind_param(value, dialect)
    return lambda value: value


def _written(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"JSON has no {type(value).__name__}.")


def among(
    session: Session, column: InstrumentedAttribute[int], ids: Collection[int]
) -> ColumnElement[bool]:
    """Give the criterion of rows with these ids: one value, however many there are.

    A list has a value for each, and its SQL is written and read anew for every length.
    """
    if session.get_bind().dialect.name == "postgresql":
        written = "{" + ",".join(map(str, ids)) + "}"
        return column.in_(select(func.unnest(cast(literal(written, String), ARRAY(BigInteger)))))
    each = func.json_each(json.dumps(list(ids))).table_valued("value")
    return column.in_(select(each.c.value))


def changed(session: Session, statement: Any) -> int:  # noqa: ANN401 - any UPDATE or DELETE
    """Carry out a change of many rows, and say of how many."""
    result = session.execute(statement)
    assert isinstance(result, CursorResult)  # noqa: S101 - what an UPDATE gives
    return result.rowcount
