"""An import of meetings is taken back: what nobody has touched since goes, the rest stays."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db import calendars, event_plans, events
from db.import_writes import batches
from db.meeting_writes import fingerprint
from db.models import (
    Attendee,
    AudienceItem,
    Base,
    Body,
    CalendarDraft,
    Event,
    FeedPart,
    ImportChange,
    Invitation,
    Recipient,
    Series,
)
from db.models.base import Owned
from db.rows import table_of
from domain.when import WallSpan

OWN: tuple[Any, ...] = (
    FeedPart,
    CalendarDraft,
    Recipient,
    Invitation,
    AudienceItem,
    Event,
    Attendee,
    Series,
)
"""What is made with a series by itself, each table before those it points at."""

_Log = dict[int, list[Any]]


def roll_back(session: Session, import_id: int) -> tuple[int, int]:
    """Take back what an import wrote, and give how many meetings went, and how many stay."""
    log = _log(session, import_id)
    new = {each: log[each].keys() - _moved(log[each]) for each in log}
    touched = set(_touched(session, log, new))
    gone = new[Series] - touched
    for batch in batches(sorted(gone)):
        _remove(session, batch)
    moved = [_put_back(session, each, log[Event][each]) for each in sorted(_moved(log[Event]))]
    for row in _rows(session, Body, new[Body]):
        unchanged = fingerprint(Body, row) == log[Body][row.id][0]
        if unchanged and not _pointed_at(session, Body, {row.id}):
            session.delete(row)
    session.flush()
    return len(gone) + sum(moved), len(touched) + len(moved) - sum(moved)


def _moved(log: _Log) -> set[int]:
    """Give the rows that were known before, and changed."""
    return {row for row, (_after, before) in log.items() if before is not None}


def _log(session: Session, import_id: int) -> dict[Any, _Log]:
    """Read what was written, by table and id."""
    tables = {table_of(each).name: each for each in (Series, Event, Body)}
    log: dict[Any, _Log] = {each: {} for each in tables.values()}
    found = session.scalars(
        select(ImportChange).where(ImportChange.import_id == import_id).order_by(ImportChange.id)
    )
    for change in found:
        log[tables[change.table]] |= {int(row): noted for row, noted in change.rows.items()}
    return log


def _rows(session: Session, model: Any, ids: Iterable[int]) -> Iterator[Any]:  # noqa: ANN401 - a mapped class
    for batch in batches(sorted(ids)):
        yield from session.scalars(select(model).where(model.id.in_(batch)))


def _touched(session: Session, log: dict[Any, _Log], new: dict[Any, set[int]]) -> Iterator[int]:
    """Find the series that somebody has changed since, or has built on."""
    for model, whose in ((Series, Series.id), (Event, Event.series_id)):
        changed = [
            row.id
            for row in _rows(session, model, new[model])
            if fingerprint(model, row) != log[model][row.id][0]
        ]
        yield from session.scalars(select(whose).where(model.id.in_(changed)))
    for batch in batches(sorted(new[Series])):
        yield from _pointed_at(session, Series, batch)
        yield from _built_on(session, batch)


def _built_on(session: Session, series: Sequence[int]) -> Iterator[int]:
    """Find the series with an event, invitation or recipient that something points at."""
    attendees = select(Attendee.id, Attendee.series_id).where(Attendee.series_id.in_(series))
    own = select(Event.id, Event.series_id).where(Event.series_id.in_(series))
    queries: dict[Any, Any] = {
        Attendee: attendees,
        Event: own,
        Invitation: own.with_only_columns(Invitation.id, Event.series_id).join(
            Invitation, Invitation.event_id == Event.id
        ),
        Recipient: own.with_only_columns(Recipient.id, Event.series_id).join(
            Recipient, Recipient.event_id == Event.id
        ),
    }
    for model, query in queries.items():
        owners: dict[int, int] = dict(session.execute(query).all())
        yield from (owners[each] for each in _pointed_at(session, model, owners))


def _pointed_at(session: Session, target: Any, ids: Collection[int]) -> set[int]:  # noqa: ANN401
    """Give which rows something points at that is not made with a series by itself."""
    found: set[int] = set()
    for model, name in _pointing(target):
        column = getattr(model, name)
        for batch in batches(sorted(ids)):
            found.update(session.scalars(select(column).where(column.in_(batch)).distinct()))
    return found


def _pointing(target: Any) -> Iterator[tuple[Any, str]]:  # noqa: ANN401
    """Go through every column of another table that points at one."""
    wanted = table_of(target).name
    for mapper in sorted(Base.registry.mappers, key=lambda each: each.class_.__name__):
        model: Any = mapper.class_
        own = target is not Body and model in OWN and model is not Series
        if own or not issubclass(model, Owned):
            continue
        for key in table_of(model).foreign_key_constraints:
            if key.referred_table.name == wanted:
                yield from ((model, c.name) for c in key.columns if c.name != "partnership_id")


def _remove(session: Session, ids: Collection[int]) -> None:
    own = select(Event.id).where(Event.series_id.in_(ids))
    for model in OWN:
        if model in {Recipient, Invitation}:
            which = model.event_id.in_(own)
        else:
            which = (model.id if model is Series else model.series_id).in_(ids)
        session.execute(
            delete(model).where(which), execution_options={"synchronize_session": False}
        )


def _put_back(session: Session, event_id: int, noted: list[Any]) -> bool:
    """Let a meeting be when it was before; False where somebody has changed it since."""
    shown = events.by_id(session, event_id)
    after, before = noted
    if shown is None or fingerprint(Event, shown.event) != after:
        return False
    begins, ends = (datetime.fromisoformat(before[name]) for name in ("begins", "ends"))
    event_plans.place(shown.event, WallSpan(begins, ends, before["zone"]))
    shown.event.original = datetime.fromisoformat(before["original"])
    shown.series.begins, shown.series.ends = begins, ends
    session.flush()
    calendars.publish(session, shown.series)
    return True
