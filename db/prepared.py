"""Statements that are written once, for what is asked at every press: five times as quick.

What makes a query of mapped classes dear is that it is put together anew each time. One that is
`Prepared` is kept to the session's partnership by the same criterion as all others, and looked at
by the same wall (db/tenancy.py, db/guard.py).
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CursorResult, Row, Select, Update
from sqlalchemy.orm import Session

from db.guard import KEPT_LATER, MARK, NoPartnership
from db.tenancy import ReadOnly, scope_of

Rows = Sequence[Row[*tuple[Any, ...]]]


class Prepared:
    """A SELECT or an UPDATE of mapped classes, whose values are parameters with names."""

    def __init__(self, statement: Select[*tuple[Any, ...]] | Update) -> None:
        self._statement = statement.options(KEPT_LATER)

    def rows(self, session: Session, **values: object) -> Rows:
        """Give the columns that it selects; it must select no whole row of a class."""
        return self._execute(session, values).all()

    def column(self, session: Session, **values: object) -> list[Any]:
        """Give the first of its columns."""
        return [row[0] for row in self._execute(session, values)]

    def mapped(self, session: Session, **values: object) -> Rows:
        """Give the whole rows that it selects, as the session knows them."""
        return session.execute(self._statement, {**values, MARK: _scope(session)}).all()

    def change(self, session: Session, **values: object) -> int:
        """Change rows, of which the session does not know; say how many."""
        if session.info.get("reading"):
            raise ReadOnly("This session only reads.")
        return self._execute(session, values).rowcount

    def _execute(self, session: Session, values: dict[str, object]) -> CursorResult[Any]:
        given = {**values, MARK: _scope(session)}
        session.flush()
        return session.connection().execute(self._statement, given)


def _scope(session: Session) -> int:
    scope = scope_of(session)
    if not isinstance(scope, int):
        raise NoPartnership("Say for which partnership this is: within(session, id).")
    return scope
