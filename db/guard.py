"""The wall behind db/tenancy.py: what SQL is about to be made is looked at, table by table.

The criterion that `kept_to` adds is SQLAlchemy's to put in place, and it reaches mapped classes
only. So the compiler of our databases counts: a SELECT, UPDATE or DELETE that names an owned table
without that criterion is refused, wherever it stands. A verdict lasts as long as the SQL itself is
remembered, so that a statement made before costs nothing more.
"""
# ruff: noqa: ANN401 - the visitors of SQLAlchemy's compiler have no types

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, cached_property, lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Delete,
    Engine,
    Select,
    Update,
    bindparam,
    false,
)
from sqlalchemy.orm import with_loader_criteria
from sqlalchemy.orm.util import LoaderCriteriaOption
from sqlalchemy.sql import operators
from sqlalchemy.sql.compiler import SQLCompiler

from db.models.base import Base, Owned

MARK = "its_partnership"
"""What our criterion's parameter is called: no other tells a table as kept to a partnership."""


class NoPartnership(RuntimeError):  # noqa: N818 - named for what is missing
    """A statement came before anyone said for which partnership it is, or goes past the classes."""


class WrongPartnership(RuntimeError):  # noqa: N818 - named for what is wrong
    """A row of another partnership was about to be written or read."""


@lru_cache(maxsize=4096)
def kept_to(partnership_id: int) -> LoaderCriteriaOption:
    """Give the option that keeps a statement to the rows of one partnership."""
    its_partnership = partnership_id
    return _option(lambda cls: cls.partnership_id == its_partnership)


def _option(
    criterion: Callable[[Any], ColumnElement[bool]], *, follows: bool = True
) -> LoaderCriteriaOption:
    """Make an option; one that `follows` the rows it found is there when they are read again."""
    option = with_loader_criteria(
        Owned, criterion, include_aliases=True, propagate_to_loaders=follows
    )
    assert isinstance(option, LoaderCriteriaOption)  # noqa: S101 - what it gives
    return option


KEPT_FROM_ALL = _option(lambda _cls: false())
"""The option of a statement before anyone said for whom: it may name no owned table at all."""


_LATER = bindparam(MARK, type_=BigInteger())
KEPT_LATER = _option(lambda cls: cls.partnership_id == _LATER, follows=False)
"""The option of a statement that is told its partnership when it runs (db/prepared.py)."""


def guard(engine: Engine) -> None:
    """Let a database's compiler look at every statement that carries one of the options."""
    engine.dialect.statement_compiler = _guarded(engine.dialect.statement_compiler)


def _guarded(compiler: type[SQLCompiler]) -> type[SQLCompiler]:
    return type("Guarded", (_Guard, compiler), {})


@cache
def _owned_tables() -> frozenset[str]:
    mappers = Base.registry.mappers
    return frozenset(each.local_table.name for each in mappers if issubclass(each.class_, Owned))  # type: ignore[attr-defined]


@cache
def _names_an_owned_table() -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(_owned_tables())})\b", re.IGNORECASE)


class _Frame:
    """What one SELECT, UPDATE or DELETE reads or writes, and which of it is kept."""

    def __init__(self) -> None:
        self.read: dict[str, str] = {}
        self.kept: set[str] = set()


_Compiler: Any = SQLCompiler


class _Guard(_Compiler):  # type: ignore[misc]
    """Makes SQL as its base does, and refuses what is not kept to the partnership."""

    @cached_property
    def _frames(self) -> list[_Frame]:
        return []

    @cached_property
    def _option(self) -> LoaderCriteriaOption | None:
        """Find our option on the statement; without it the statement is for all."""
        given = getattr(self.statement, "_with_options", ())
        ours = [each for each in given if getattr(each, "root_entity", None) is Owned]
        if not ours:
            return None
        if not isinstance(self.statement, Select | Update | Delete):
            ours[0].get_global_criteria(self._global_attributes)  # elsewhere SQLAlchemy does
        found: LoaderCriteriaOption = ours[0]
        return found

    @contextmanager
    def _looking(self) -> Iterator[None]:
        if self._option is None:
            yield
            return
        frame = _Frame()
        self._frames.append(frame)
        yield
        self._frames.pop()
        self._judge(frame)

    def _judge(self, frame: _Frame) -> None:
        if frame.read and self._option is KEPT_FROM_ALL:
            raise NoPartnership("Say for which partnership this is: within(session, id).")
        for name, table in frame.read.items():
            if name not in frame.kept:
                raise NoPartnership(
                    f"Nothing keeps {table} to the partnership here: select from its mapped class."
                )

    def visit_select(self, *args: Any, **kw: Any) -> Any:
        with self._looking():
            return super().visit_select(*args, **kw)

    def visit_delete(self, *args: Any, **kw: Any) -> Any:
        with self._looking():
            return super().visit_delete(*args, **kw)

    def visit_update(self, update_stmt: Any, *args: Any, **kw: Any) -> Any:
        if self._option is not None:
            _refuse_to_move(update_stmt)
        with self._looking():
            return super().visit_update(update_stmt, *args, **kw)

    def visit_compound_select(self, *args: Any, **kw: Any) -> Any:
        _ = self._option
        return super().visit_compound_select(*args, **kw)

    def visit_table(self, table: Any, *args: Any, **kw: Any) -> Any:
        if kw.get("asfrom") and table.name in _owned_tables() and self._option is not None:
            around = kw.get("enclosing_alias")
            own_name = around.name if around is not None and around.element is table else table.name
            if not self._frames:
                raise NoPartnership(f"Nothing keeps {table.name} to the partnership here.")
            self._frames[-1].read[str(own_name)] = table.name
        return super().visit_table(table, *args, **kw)

    def visit_binary(self, binary: Any, *args: Any, **kw: Any) -> Any:
        if self._frames and binary.operator is operators.eq:
            left, right = binary.left, binary.right
            if isinstance(right, BindParameter) and right._orig_key == MARK:  # noqa: SLF001 - no other place keeps it
                self._frames[-1].kept.add(str(left.table.name))
        return super().visit_binary(binary, *args, **kw)

    def visit_textclause(self, textclause: Any, *args: Any, **kw: Any) -> Any:
        if self._option is not None:
            raise NoPartnership("Only work across partnerships may write SQL as text.")
        return super().visit_textclause(textclause, *args, **kw)

    def visit_textual_select(self, *args: Any, **kw: Any) -> Any:
        if self._option is not None:
            raise NoPartnership("Only work across partnerships may write SQL as text.")
        return super().visit_textual_select(*args, **kw)

    def visit_column(self, column: Any, *args: Any, **kw: Any) -> Any:
        literal = column.is_literal and self._option is not None
        if literal and _names_an_owned_table().search(column.name):
            raise NoPartnership("Only work across partnerships may name a table in a text.")
        return super().visit_column(column, *args, **kw)


def _refuse_to_move(statement: Any) -> None:
    given = statement._values or ()  # noqa: SLF001 - no public way
    if "partnership_id" in {getattr(key, "key", key) for key in given}:
        raise WrongPartnership("A row stays in its partnership.")
