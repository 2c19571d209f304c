"""An import is rolled back as one, unless something has been built on its rows since."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import DateTime, delete, select
from sqlalchemy.orm import Session
from sqlalchemy.types import Date

from db.import_writes import batches, digest, loaded
from db.models import (
    Attendance,
    AudienceItem,
    Base,
    Body,
    Event,
    ImportChange,
    Invitation,
    Organisation,
    OrganisationName,
    Outcome,
    Person,
    Seat,
    Series,
)
from db.models.base import Instant, Owned
from db.rows import REGISTER, Model, columns, table_of
from domain.errors import Refused
from domain.imports import WHAT
from domain.language import gettext as _

ROLLED_BACK = (*REGISTER, Series, AudienceItem, Event, Invitation, Attendance, Outcome)
"""What an import writes, each table after those it points at: the register, and who came."""

NAMED = 3
"""Things in the way that a sentence names; the rest are counted."""


@dataclass(slots=True)
class _Written:
    """What an import made of one row: how it was left, and how it was before (None: new)."""

    after: str
    before: dict[str, Any] | None


_Log = dict[Any, dict[int, _Written]]


def roll_back(session: Session, import_id: int) -> int:
    """Take back every row that an import wrote, and give how many.

    Raises `Refused`, naming what, where one has been changed or used since.
    """
    log = _log(session, import_id)
    found = dict.fromkeys([*_changed_since(session, log), *_built_on(session, log)])
    if found:
        raise _in_the_way(list(found))
    for model in reversed(ROLLED_BACK):
        new = [row for row, written in log.get(model, {}).items() if written.before is None]
        for batch in batches(new):
            session.execute(
                delete(model).where(model.id.in_(batch)),
                execution_options={"synchronize_session": False},
            )
    _restore(session, log)
    return sum(map(len, log.values()))


def _log(session: Session, import_id: int) -> _Log:
    """Read what was written, by table and id; of a row written twice the first was before."""
    models = {table_of(each).name: each for each in ROLLED_BACK}
    log: _Log = {}
    found = session.scalars(
        select(ImportChange).where(ImportChange.import_id == import_id).order_by(ImportChange.id)
    )
    for change in found:
        rows = log.setdefault(models[change.table], {})
        for row_id, (after, before) in change.rows.items():
            known = rows.get(int(row_id))
            rows[int(row_id)] = _Written(after, before)
            if known is not None:
                merged = None if known.before is None else {**(before or {}), **known.before}
                rows[int(row_id)].before = merged
    return log


def _changed_since(session: Session, log: _Log) -> Iterator[str]:
    for model, rows in log.items():
        current = loaded(session, model, list(rows))
        for row_id, written in rows.items():
            row = current.get(row_id)
            if row is None:
                yield _named(session, model, None)
            elif digest(model, _values(model, row)) != written.after:
                yield _named(session, model, row)


def _values(model: Model, row: Any) -> dict[str, Any]:  # noqa: ANN401 - one of the register's
    return {name: getattr(row, name) for name in columns(model)}


def _built_on(session: Session, log: _Log) -> Iterator[str]:
    """Find the rows of others that point at a row which would go."""
    for model, name, target in _pointing():
        gone = [row for row, written in log.get(target, {}).items() if written.before is None]
        own = log.get(model, {})
        for batch in batches(gone):
            pointing = select(model).where(getattr(model, name).in_(batch))
            for row in session.scalars(pointing):
                if row.id not in own:
                    yield _named(session, model, row)


def _pointing() -> Iterator[tuple[Any, str, Any]]:
    """Go through every column of ours that points at a table of the register."""
    tables = {table_of(each).name: each for each in ROLLED_BACK}
    for mapper in sorted(Base.registry.mappers, key=lambda each: each.class_.__name__):
        model: Model = mapper.class_
        if not issubclass(model, Owned):
            continue
        for key in table_of(model).foreign_key_constraints:
            for column in key.columns:
                if column.name != "partnership_id" and key.referred_table.name in tables:
                    yield model, column.name, tables[key.referred_table.name]


def _named(session: Session, model: Model, row: Any) -> str:  # noqa: ANN401 - any table's
    """Say what is in the way: of whom, and which kind of thing."""
    kind = table_of(model).name
    what = _(WHAT[kind]) if kind in WHAT else kind.replace("_", " ")
    whose = _whose(session, row) if row is not None else ""
    return f"{whose} ({what})" if whose else what


def _whose(session: Session, row: Any) -> str:  # noqa: ANN401 - any table's
    if isinstance(row, Seat) or hasattr(row, "organisation_id"):
        return _partner(session, row.organisation_id) if row.organisation_id else ""
    if getattr(row, "seat_id", None) is not None:
        seat = session.get(Seat, row.seat_id)
        return _partner(session, seat.organisation_id) if seat else ""
    if isinstance(row, Organisation):
        return _partner(session, row.id)
    if isinstance(row, Outcome):
        return _whose(session, session.get(Invitation, row.invitation_id))
    person = row if isinstance(row, Person) else session.get(Person, _person_id(row))
    if person is not None:
        return str(person.name)
    return str(row.name) if isinstance(row, Body) else str(getattr(row, "title", ""))


def _person_id(row: Any) -> int:  # noqa: ANN401 - any table's
    return getattr(row, "person_id", None) or 0


def _partner(session: Session, organisation_id: int) -> str:
    return (
        session.scalars(
            select(OrganisationName.name)
            .where(
                OrganisationName.organisation_id == organisation_id,
                OrganisationName.alias.is_(False),
            )
            .order_by(OrganisationName.since.desc())
            .limit(1)
        ).first()
        or ""
    )


def _in_the_way(found: list[str]) -> Refused:
    named = ", ".join(found[:NAMED])
    if len(found) > NAMED:
        named = _("{things} and {n} more").format(things=named, n=len(found) - NAMED)
    return Refused(
        _("Something has been built on this import since: {things}. It can't be undone.").format(
            things=named
        )
    )


def _restore(session: Session, log: Mapping[Any, Mapping[int, _Written]]) -> None:
    """Give the rows that were known before their former columns back."""
    for model, rows in log.items():
        changed = {row: each.before for row, each in rows.items() if each.before is not None}
        for row_id, row in loaded(session, model, list(changed)).items():
            for name, value in (changed[row_id] or {}).items():
                setattr(row, name, _read(model, name, value))
    session.flush()


def _read(model: Model, name: str, value: Any) -> Any:  # noqa: ANN401 - any column's
    """Read a column's value from JSON again."""
    kind = table_of(model).c[name].type
    if isinstance(value, str) and isinstance(kind, Instant | DateTime):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and isinstance(kind, Date):
        return date.fromisoformat(value)
    return value
