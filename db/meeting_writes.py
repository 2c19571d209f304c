"""Meetings that an import placed are written: past ones, coming ones, and drafts; nobody hears."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import bodies, calendars, event_changes, event_plans, events, meeting_rows
from db.audience_items import Choice
from db.import_writes import batches, digest
from db.invitations import Change, settle
from db.meeting_plans import Plan, Shift
from db.models import Body, Event, ImportChange, Series
from db.rows import Model, columns, table_of
from domain.errors import Refused
from domain.events import Among, Calendar, Planned, Status, What
from domain.language import gettext as _
from domain.meeting_files import Moved
from domain.names import name_key
from domain.when import WallSpan

FOLLOWING = frozenset({"sequence", "revision", "changed_at"})
"""Columns that change without anybody's touching the meeting: a seat's new lead raises them."""


def write(session: Session, plan: Plan, import_id: int, *, by: int | None, now: datetime) -> None:
    """Write what was placed, and note each row so that it can be taken back.

    Raises `Refused` where somebody else has changed what this is about.
    """
    new_bodies: dict[str, Body] = {}
    singles: list[Planned] = []
    written: list[Series] = []
    for each in plan.new:
        body_id = each.planned.body_id or _body(session, each.body, new_bodies, by, now).id
        planned = replace(each.planned, body_id=body_id)
        if planned.rule is None:
            singles.append(planned)
        else:
            written.append(_write(session, planned, each.moved, by=by, now=now))
    written += meeting_rows.write(session, singles, by=by, now=now)
    moved = [_shift(session, each, by=by, now=now) for each in plan.shifts]
    session.flush()
    _note(session, import_id, Body, new_bodies.values())
    _note(session, import_id, Series, written)
    for batch in batches([each.id for each in written]):
        _note(
            session,
            import_id,
            Event,
            session.scalars(select(Event).where(Event.series_id.in_(batch))),
        )
    for event, before in moved:
        _note_change(session, import_id, event, before)


def _body(
    session: Session, name: str, known: dict[str, Body], by: int | None, now: datetime
) -> Body:
    key = name_key(name)
    if key not in known:
        known[key] = bodies.add(session, name, by=by, now=now)
    return known[key]


def _write(
    session: Session, planned: Planned, moved: Sequence[Moved], *, by: int | None, now: datetime
) -> Series:
    """Write a series with what differs of it, scheduled or as a draft; nobody hears of it."""
    assert planned.body_id is not None  # noqa: S101 - each meeting is some body's
    whom = [Choice(Among.BODY, planned.body_id)]
    series = event_plans.draft(session, planned, whom, by=by, now=now)
    own = events.of(session, series.id)
    if planned.calendar != Calendar.OURS:
        series.scheduled_at = now
        for each in own:
            each.status = Status.SCHEDULED
    _differ(own, moved, now)
    session.flush()
    calendars.publish(session, series)
    if series.scheduled_at is not None:
        settle(session, series, Change(What.AUDIENCE, by, quiet=True), now=now)
    return series


def _differ(own: Iterable[Event], moved: Iterable[Moved], now: datetime) -> None:
    """Let meetings of a series be off, or at another time, as the file has them."""
    by_original = {each.original: each for each in own}
    for each in moved:
        event = by_original.get(each.original)
        if event is None:
            continue
        if each.begins is None or each.ends is None:
            event.status, event.ended_at = Status.CANCELLED, now
            continue
        event_plans.place(event, WallSpan(each.begins, each.ends, event.zone))
        event.title, event.place = each.title or event.title, each.place or event.place
        event.changed = True


def _shift(
    session: Session, shift: Shift, *, by: int | None, now: datetime
) -> tuple[Event, dict[str, object]]:
    """Move a meeting that people know from elsewhere; they have heard of it there."""
    shown = events.by_id(session, shift.event_id)
    if shown is None or shown.series.calendar == Calendar.OURS:
        raise Refused(
            _("The events have changed meanwhile. Nothing was written. Please try again.")
        )
    before = event_changes.times(shown.event)
    event_changes.move(session, shown, shift.span, by=by, now=now, quiet=True)
    return shown.event, before


def _note(
    session: Session, import_id: int, model: Model, rows: Iterable[Body | Series | Event]
) -> None:
    noted = {str(each.id): [fingerprint(model, each), None] for each in rows}
    if noted:
        session.add(ImportChange(import_id=import_id, table=table_of(model).name, rows=noted))
        session.flush()


def _note_change(session: Session, import_id: int, event: Event, before: dict[str, object]) -> None:
    rows = {str(event.id): [fingerprint(Event, event), before]}
    session.add(ImportChange(import_id=import_id, table=table_of(Event).name, rows=rows))
    session.flush()


def fingerprint(model: Model, row: object) -> str:
    """Give what tells a row apart from what it becomes when somebody changes it."""
    values = {name: getattr(row, name) for name in columns(model)}
    return digest(model, {**values, **dict.fromkeys(FOLLOWING & values.keys())})
