"""What nobody has heard yet: changes of series whose messages wait, and can still be stopped.

Until they leave, feeds and pages show a series as people know it: copies of its rows, with what
the waiting rounds noted put back, the newest first.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, inspect, select
from sqlalchemy.orm import Session

from db import causes, events, undoing
from db.events import Shown
from db.models import Event, Round, Series

_ROWS = ("events", "originals", "said", "series", "rule", "span", "added")
"""What a change notes that calendars and pages show otherwise."""

_Row = TypeVar("_Row", Series, Event)


@dataclass(frozen=True, slots=True)
class Unheard:
    """What waits of one series: what its rounds put back, the newest first.

    `was_asked` says by event and attendee whether somebody was asked who is asked otherwise now.
    """

    series_id: int
    undo: tuple[Mapping[str, Any], ...]
    was_asked: Mapping[tuple[int, int], bool] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Say whether nobody knows of the series at all."""
        return any(each.get("draft") for each in self.undo)

    @property
    def differs(self) -> bool:
        """Say whether its dates or its texts are others than people know."""
        return any(each.keys() & set(_ROWS) for each in self.undo)

    def concerns(self, attendee_id: int) -> bool:
        """Say whether an attendee knows the series otherwise than its rows have it."""
        is_other = self.is_new or self.differs
        return is_other or any(who == attendee_id for _event, who in self.was_asked)


def waiting(now: datetime) -> ColumnElement[bool]:
    """Give the criterion of rounds that wait to leave, and were not stopped."""
    is_held = (Round.goes_at > now) & (Round.goes_at > Round.planned_at)
    return is_held & Round.stopped_at.is_(None)


def until(session: Session, *, now: datetime) -> datetime | None:
    """Give when the next round leaves: until then nobody knows more. None: nothing waits."""
    return session.scalars(select(func.min(Round.goes_at)).where(waiting(now))).one()


def of(
    session: Session, *, now: datetime, among: Select[int] | Collection[int] | None = None
) -> dict[int, Unheard]:
    """Give what waits, by series: of all of them, or among some."""
    waits = select(Round.series_id).where(waiting(now))
    if among is not None:
        waits = waits.where(Round.series_id.in_(among))
    query = (
        select(Round)
        .where(Round.series_id.in_(waits), Round.stopped_at.is_(None))
        .order_by(Round.series_id, Round.id.desc())
    )
    made: dict[int, list[Round]] = {}
    for each in session.scalars(query):
        made.setdefault(each.series_id, []).append(each)
    return {own: _unheard(own, each, now) for own, each in made.items()}


def rows(session: Session, own: Unheard) -> tuple[Series, list[Event]]:
    """Give copies of a series and its events as people know them; the rows stay as they are."""
    found = events.series_by_id(session, own.series_id)
    assert found is not None  # noqa: S101 - rounds are of series
    series = _copy(found)
    known = {each.id: _copy(each) for each in events.of(session, series.id)}
    for undo in own.undo:
        for added in undo.get("added", ()):
            known.pop(added, None)
        undoing.undo(series, known, undo)
        if was := undo.get("was"):
            series.sequence = was["sequence"]
            series.changed_at = datetime.fromisoformat(was["changed_at"])
    return series, sorted(known.values(), key=lambda each: (each.begins_at, each.id))


def of_series(session: Session, series_id: int, *, now: datetime) -> Unheard | None:
    """Give what waits of a series; None where nothing does."""
    return of(session, now=now, among=[series_id]).get(series_id)


def shown(session: Session, those: Shown, waits: Unheard | None) -> Shown | None:
    """Give an event as people know it; None where nobody does."""
    if waits is None or not (waits.is_new or waits.differs):
        return those
    series, known = rows(session, waits)
    event = next((each for each in known if each.id == those.event.id), None)
    return None if waits.is_new or event is None else Shown(event, series)


def _unheard(series_id: int, newest_first: Sequence[Round], now: datetime) -> Unheard:
    """Gather what waits; what was changed before something that left since is known by then."""
    undo: list[Mapping[str, Any]] = []
    was_asked: dict[tuple[int, int], bool] = {}
    for each in newest_first:
        if each.goes_at <= max(now, each.planned_at):
            if causes.follows_register(each):
                continue
            break
        undo.append(each.undo or {})
        for event, attendee, was, _is in undo[-1].get("asked", ()):
            was_asked[event, attendee] = was is not None
    return Unheard(series_id, tuple(undo), was_asked)


def _copy(row: _Row) -> _Row:
    """Copy a row to one that no session knows."""
    columns = inspect(type(row)).column_attrs
    return type(row)(**{each.key: getattr(row, each.key) for each in columns})
