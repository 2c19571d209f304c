"""Nobody sees another partnership's rows: every query is kept to one, or says it is for all.

One hook on the session adds the criterion to each statement; db/guard.py refuses the SQL that it
did not reach, and any where no partnership is set. Composite foreign keys refuse what would still
slip through. `session.connection()` is the one way past, and a rule of the house lists who uses it.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from enum import Enum
from typing import Any, TypeVar

from sqlalchemy import bindparam, event, inspect
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction
from sqlalchemy.sql import Select

from db.guard import KEPT_FROM_ALL, KEPT_LATER, MARK, NoPartnership, WrongPartnership, kept_to
from db.models.base import Owned

__all__ = [
    "Everyone",
    "NoPartnership",
    "PartnershipSession",
    "ReadOnly",
    "WrongPartnership",
    "across_partnerships",
    "scope_of",
    "within",
]


class Everyone(Enum):
    """The scope of work that is for all partnerships and says so."""

    ALL = "all partnerships"


T = TypeVar("T")
Scope = int | Everyone | None


class ReadOnly(RuntimeError):  # noqa: N818 - named for what the session is
    """A session that was opened for reading tried to write."""


class PartnershipSession(Session):
    """A session that knows for which partnership it works."""

    def get(self, entity: type[T], ident: Any, **options: Any) -> T | None:  # type: ignore[override]  # noqa: ANN401 - the library's
        """Give a row by its key, or None; also None for another partnership's remembered row."""
        found = super().get(entity, ident, **options)
        if isinstance(found, Owned) and scope_of(self) not in {found.partnership_id, Everyone.ALL}:
            return None
        return found

    def bulk_save_objects(self, *_: object, **__: object) -> None:
        """Refuse: nothing watches what is written in bulk."""
        raise NoPartnership(_ONE_BY_ONE)

    def bulk_insert_mappings(self, *_: object, **__: object) -> None:
        """Refuse: nothing watches what is written in bulk."""
        raise NoPartnership(_ONE_BY_ONE)

    def bulk_update_mappings(self, *_: object, **__: object) -> None:
        """Refuse: nothing watches what is written in bulk."""
        raise NoPartnership(_ONE_BY_ONE)


_ONE_BY_ONE = "Rows are written one by one: session.add, or a value in the statement."


def scope_of(session: Session) -> Scope:
    """Say for which partnership a session works now."""
    scope: Scope = session.info.get("scope")
    return scope


@contextmanager
def _scoped(session: Session, scope: Scope) -> Iterator[None]:
    before = scope_of(session)
    session.flush()
    session.info["scope"] = scope
    try:
        yield
        session.flush()
    finally:
        session.info["scope"] = before


def within(session: Session, partnership_id: int) -> AbstractContextManager[None]:
    """Work for one partnership inside the block: its rows only are seen and written."""
    return _scoped(session, partnership_id)


def across_partnerships(session: Session) -> AbstractContextManager[None]:
    """Work for all partnerships inside the block. Only edges and ticks have reason to."""
    return _scoped(session, Everyone.ALL)


@event.listens_for(PartnershipSession, "do_orm_execute")
def _keep_to_the_partnership(state: ORMExecuteState) -> None:
    writes = state.is_insert or state.is_update or state.is_delete
    if writes and state.session.info.get("reading"):
        raise ReadOnly("This session only reads.")
    scope = scope_of(state.session)
    if scope is Everyone.ALL:
        return
    if not state.is_orm_statement or (state.is_insert and _names_owned(state)):
        raise NoPartnership("Only work across partnerships may go past the mapped classes.")
    if state.is_update and state.parameters:
        raise NoPartnership(_ONE_BY_ONE)
    if not isinstance(scope, int):
        state.statement = state.statement.options(KEPT_FROM_ALL)
        return
    if _is_prepared(state, scope):
        return
    if state.is_column_load:
        _keep_what_is_loaded_again(state, scope)
    state.statement = state.statement.options(kept_to(scope))


def _is_prepared(state: ORMExecuteState, scope: int) -> bool:
    """Say whether a statement has its criterion (db/prepared.py). Raises for another's rows."""
    if KEPT_LATER not in state.statement._with_options:  # noqa: SLF001 - no public way
        return False
    if not isinstance(state.parameters, dict) or state.parameters.get(MARK) != scope:
        raise WrongPartnership("This statement was prepared for another partnership.")
    return True


def _names_owned(state: ORMExecuteState) -> bool:
    return any(issubclass(mapper.class_, Owned) for mapper in state.all_mappers)


def _keep_what_is_loaded_again(state: ORMExecuteState, scope: int) -> None:
    """Keep an expired row to the partnership, which SQLAlchemy's criteria leave alone."""
    mapper = state.bind_mapper
    if (
        mapper is not None
        and issubclass(mapper.class_, Owned)
        and isinstance(state.statement, Select)
    ):
        own = mapper.class_.partnership_id == bindparam(MARK, scope, unique=True)
        state.statement = state.statement.where(own)


@event.listens_for(PartnershipSession, "before_flush")
def _write_for_the_partnership(session: Session, _flush: UOWTransaction, _rows: object) -> None:
    changed = [*session.new, *session.dirty, *session.deleted]
    if changed and session.info.get("reading"):
        raise ReadOnly("This session only reads.")
    scope = scope_of(session)
    for row in changed:
        if isinstance(row, Owned) and scope is not Everyone.ALL:
            _own(row, scope)


def _own(row: Owned, scope: Scope) -> None:
    if not isinstance(scope, int):
        raise NoPartnership("Say for which partnership this is: within(session, id).")
    state = inspect(row, raiseerr=True)
    if state.has_identity and state.attrs.partnership_id.history.has_changes():
        raise WrongPartnership("A row stays in its partnership.")
    owner: int | None = row.partnership_id
    if owner is None:
        row.partnership_id = scope
    elif owner != scope:
        raise WrongPartnership("This row belongs to another partnership.")
