"""Nobody sees another partnership's rows: every query is kept to one, or says it is for all.

One hook on the session adds the criterion to each statement, and raises where no partnership is
set. Composite foreign keys refuse what would still slip through.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from enum import Enum
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria

from db.models.base import Owned


class Everyone(Enum):
    """The scope of work that is for all partnerships and says so."""

    ALL = "all partnerships"


T = TypeVar("T")
Scope = int | Everyone | None


class NoPartnership(RuntimeError):  # noqa: N818 - named for what is missing
    """A statement came before anyone said for which partnership it is."""


class WrongPartnership(RuntimeError):  # noqa: N818 - named for what is wrong
    """A row of another partnership was about to be written or read."""


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
    if state.session.info.get("reading") and (
        state.is_insert or state.is_update or state.is_delete
    ):
        raise ReadOnly("This session only reads.")
    scope = scope_of(state.session)
    if scope is Everyone.ALL:
        return
    owned = any(issubclass(mapper.class_, Owned) for mapper in state.all_mappers)
    if not state.is_orm_statement or (state.is_insert and owned):
        raise NoPartnership("Only work across partnerships may go past the mapped classes.")
    if scope is None:
        if owned:
            raise NoPartnership("Say for which partnership this is: within(session, id).")
        return
    state.statement = state.statement.options(
        with_loader_criteria(Owned, lambda cls: cls.partnership_id == scope, include_aliases=True)
    )


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
    owner: int | None = row.partnership_id
    if owner is None:
        row.partnership_id = scope
    elif owner != scope:
        raise WrongPartnership("This row belongs to another partnership.")
