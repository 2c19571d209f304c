"""Many rows in one statement: written, on PostgreSQL from arrays, or changed and counted."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, CursorResult, FromClause, cast, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

Rows = Sequence[dict[str, Any]]


def add(session: Session, table: FromClause, rows: Rows, *, unless: Sequence[str] = ()) -> int:
    """Write rows that name the same columns; say how many are new.

    `unless`: those whose values in these columns are there already are left out. Each row names
    its partnership; whoever calls says that the session works across them.
    """
    if not rows:
        return 0
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    new: Any = (postgresql if on_postgresql else sqlite).insert(table)
    if on_postgresql:
        columns = list(rows[0])
        values = [
            func.unnest(cast([each[name] for each in rows], ARRAY(table.c[name].type)))
            for name in columns
        ]
        new = new.from_select(columns, select(*values))
    if unless:
        new = new.on_conflict_do_nothing(index_elements=list(unless))
    counted = new.returning(table.c.id)
    found = session.execute(counted) if on_postgresql else session.execute(counted, list(rows))
    return len(found.all())


def changed(session: Session, statement: Any) -> int:  # noqa: ANN401 - any UPDATE or DELETE
    """Carry out a change of many rows, and say of how many."""
    result = session.execute(statement)
    assert isinstance(result, CursorResult)  # noqa: S101 - what an UPDATE gives
    return result.rowcount
