"""Series and their events: found and read. db/event_plans.py and event_changes.py write them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import Session

from db import audit
from db.models import Event, Partnership, Series
from db.prepared import Prepared
from db.tenancy import scope_of
from domain import kept_rules
from domain.events import Calendar, Details, Planned, Status
from domain.names import name_key
from domain.recurrence import Rule
from domain.when import WallSpan

LIVE = (Status.SCHEDULED, Status.HELD)
"""What stands in calendars, now or before."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An event with the series it belongs to, which for a single event is its own."""

    event: Event
    series: Series

    @property
    def is_single(self) -> bool:
        """Say whether it stands alone."""
        return self.series.rule is None


def partnership(session: Session) -> Partnership:
    """Give the session's partnership."""
    owner = scope_of(session)
    assert isinstance(owner, int)  # noqa: S101 - events belong to one partnership
    return session.get_one(Partnership, owner)


def today(session: Session, now: datetime) -> date:
    """Give which day it is where the session's partnership is."""
    [zone] = _ZONE.column(session, owner=scope_of(session))
    return now.astimezone(ZoneInfo(zone)).date()


_ZONE = Prepared(select(Partnership.zone).where(Partnership.id == bindparam("owner")))


def span_of(row: Series | Event) -> WallSpan:
    """Give when an event is, or the first of a series."""
    return WallSpan(row.begins, row.ends, row.zone)


def rule_of(series: Series) -> Rule | None:
    """Give the rule of a series; None for a single event."""
    return kept_rules.parse(series.rule) if series.rule else None


def details_of(series: Series) -> Details:
    """Give what a series says."""
    return Details(
        series.title,
        series.place,
        series.link,
        series.joining,
        series.agenda,
        tuple(series.priorities),
    )


def planned_of(series: Series) -> Planned:
    """Give what was entered about a series, to be shown in its form again."""
    return Planned(
        details_of(series),
        span_of(series),
        rule_of(series),
        series.body_id,
        Calendar(series.calendar),
        series.hide_guests,
        series.in_channel,
        series.answer_by,
    )


def of(session: Session, series_id: int) -> list[Event]:
    """List the events of a series in their order."""
    query = select(Event).where(Event.series_id == series_id)
    return list(session.scalars(query.order_by(Event.begins_at, Event.id)))


def by_id(session: Session, event_id: int) -> Shown | None:
    """Find an event."""
    return next((Shown(*row) for row in _BY_ID.mapped(session, event=event_id)), None)


def by_ids(session: Session, ids: Collection[int]) -> list[Shown]:
    """Find events by their ids, in the order of time."""
    return _shown(session, _with_series().where(Event.id.in_(ids)))


def series_by_id(session: Session, series_id: int) -> Series | None:
    """Find a series, or what stands for a single event."""
    return session.scalars(select(Series).where(Series.id == series_id)).one_or_none()


def locked(session: Session, series_id: int) -> Series | None:
    """Find a series to change it or its events: whoever else would waits until we are done."""
    return next((row[0] for row in _LOCKED.mapped(session, series=series_id)), None)


_LOCKED = Prepared(
    select(Series)
    .where(Series.id == bindparam("series"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def coming(session: Session, *, now: datetime, offset: int = 0, limit: int = 100) -> list[Shown]:
    """List scheduled events that are not over, the next first."""
    query = _with_series().where(_is_coming(now)).offset(offset).limit(limit)
    return _shown(session, query)


def count_coming(session: Session, *, now: datetime) -> int:
    """Count scheduled events that are not over."""
    return session.scalars(select(func.count(Event.id)).where(_is_coming(now))).one()


def past(session: Session, *, now: datetime, offset: int = 0, limit: int = 100) -> list[Shown]:
    """List what is over, or was cancelled, the latest first."""
    query = _with_series().where(_is_over(now)).order_by(None)
    latest = query.order_by(Event.begins_at.desc(), Event.id.desc())
    return _shown(session, latest.offset(offset).limit(limit))


def count_past(session: Session, *, now: datetime) -> int:
    """Count what is over, or was cancelled."""
    return session.scalars(select(func.count(Event.id)).where(_is_over(now))).one()


def drafts(session: Session) -> list[Series]:
    """List what is not sent yet, the oldest first."""
    query = select(Series).where(Series.scheduled_at.is_(None), Series.cancelled_at.is_(None))
    return list(session.scalars(query.order_by(Series.id)))


def is_discarded() -> ColumnElement[bool]:
    """Give the criterion of drafts that were put away: nobody has heard of them, nor will."""
    return Series.scheduled_at.is_(None) & Series.cancelled_at.is_not(None)


def rules(session: Session, *, now: datetime) -> list[Series]:
    """List the series by rule that still meet."""
    meets = select(Event.series_id).where(_is_coming(now))
    query = select(Series).where(Series.id.in_(meets), Series.rule.is_not(None))
    return list(session.scalars(query.order_by(Series.title_key, Series.id)))


def called(session: Session, title: str, *, now: datetime) -> list[Shown]:
    """List the coming events of a title, the next first; without any, the latest past ones.

    The title may go on after what was typed; a whole one comes before others.
    """
    key = name_key(title)
    begins = func.substr(Series.title_key, 1, len(key)) == key
    found = _shown(session, _with_series().where(begins, _is_coming(now)).limit(100))
    if not found:
        over = _with_series().where(begins, Event.status != Status.DRAFT).order_by(None)
        found = _shown(session, over.order_by(Event.begins_at.desc()).limit(10))
    whole = [each for each in found if each.series.title_key == key]
    return whole or found


def titled(session: Session, keys: Collection[str]) -> list[Shown]:
    """List all events of some titles that were ever sent, what stands first, then the latest."""
    ended = Event.ended_at.is_not(None)
    query = _with_series().where(Series.title_key.in_(keys), Event.status != Status.DRAFT)
    return _shown(session, query.order_by(None).order_by(ended, Event.begins_at.desc()).limit(1000))


def clashes(session: Session, series: Series, *, now: datetime) -> list[tuple[Event, Shown]]:
    """List which coming events of a series meet at the time of another event, with that one."""
    own = [each for each in of(session, series.id) if each.ends_at > now]
    if not own:
        return []
    others = _shown(
        session,
        _with_series().where(
            _is_coming(now),
            Event.series_id != series.id,
            Event.begins_at < max(each.ends_at for each in own),
            Event.ends_at > min(each.begins_at for each in own),
        ),
    )
    return [
        (each, other)
        for each in own
        for other in others
        if other.event.begins_at < each.ends_at and other.event.ends_at > each.begins_at
    ]


def _is_coming(now: datetime) -> ColumnElement[bool]:
    return (Event.ends_at > now) & (Event.status == Status.SCHEDULED)


def _is_over(now: datetime) -> ColumnElement[bool]:
    return (Event.status != Status.DRAFT) & ((Event.ends_at <= now) | Event.ended_at.is_not(None))


def _with_series() -> Select[Event, Series]:
    return (
        select(Event, Series)
        .join(Series, Series.id == Event.series_id)
        .order_by(Event.begins_at, Event.id)
    )


_BY_ID = Prepared(_with_series().where(Event.id == bindparam("event")))
_ANEW = Prepared(
    select(Event).where(Event.id == bindparam("event")).execution_options(populate_existing=True)
)


def read_anew(session: Session, event: Event) -> None:
    """Read an event as it is by now."""
    _ANEW.mapped(session, event=event.id)


def _shown(session: Session, query: Select[Event, Series]) -> list[Shown]:
    return [Shown(event, series) for event, series in session.execute(query)]


def facts(series: Series) -> audit.Json:
    """Give what the audit keeps of a series."""
    return {
        "title": series.title,
        "begins": series.begins.isoformat(),
        "ends": series.ends.isoformat(),
        "zone": series.zone,
        "rule": series.rule,
        "body": series.body_id,
        "place": series.place,
        "calendar": series.calendar,
    }


def record(
    session: Session,
    verb: str,
    series: Series,
    before: audit.Json | None,
    *,
    by: int | None,
    now: datetime,
    after: audit.Json | None = None,
) -> None:
    """Write down a change of a series or of one of its events."""
    audit.record(
        session,
        actor_id=by,
        verb=verb,
        subject_kind="series",
        subject_id=series.id,
        before=before,
        after=after if after is not None else facts(series),
        now=now,
    )
