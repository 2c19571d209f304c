"""Series written ahead: those whose next occurrence has come within the horizon."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import events, series_changes
from db.models import Event, Partnership, Series
from db.tenancy import across_partnerships, within
from domain import recurrence
from domain.recurrence import Frequency, Rule

WEEKS_OF_A_MONTH = 4
"""From the first Thursday of a month to that of the next it is four weeks at least."""

AT_ONCE = 500
"""Series written ahead in one go, the most behind first: the next go writes the rest."""


def extend_all(session: Session, *, now: datetime, most: int = AT_ONCE) -> int:
    """Write the occurrences that are not there yet, in all partnerships; gives how many are new."""
    with across_partnerships(session):
        days = {each.id: each.day(now) for each in session.scalars(select(Partnership))}
        behind = [
            (owner, series_id)
            for owner, series_id, rule, last, count in _series(session)
            if _may_go_on(rule, last, count, recurrence.horizon(days[owner]))
        ]
        return sum(_extend(session, owner, each, now) for owner, each in behind[:most])


def _series(session: Session) -> list[tuple[int, int, Rule, datetime, int]]:
    """Give each series by rule, with its last occurrence and how many there are.

    Those that are furthest behind come first.
    """
    last = func.max(Event.original)
    query = (
        select(Series, last, func.count(Event.id))
        .join(Event, Event.series_id == Series.id)
        .where(Series.rule.is_not(None), Series.scheduled_at.is_not(None))
        .where(Series.cancelled_at.is_(None))
        .group_by(Series.id)
        .order_by(last, Series.id)
    )
    return [
        (series.partnership_id, series.id, rule, at, count)
        for series, at, count in session.execute(query)
        if (rule := events.rule_of(series)) is not None
    ]


def _may_go_on(rule: Rule, last: datetime, count: int, horizon: date) -> bool:
    """Say whether a series may have an occurrence after its last, by a day: none is left out."""
    weeks = 1 if rule.frequency is Frequency.WEEKLY else WEEKS_OF_A_MONTH
    soonest = last.date() + timedelta(weeks=weeks * rule.interval)
    ends = min(horizon, rule.until or horizon)
    return soonest <= ends and (rule.count is None or count < rule.count)


def _extend(session: Session, owner: int, series_id: int, now: datetime) -> int:
    with within(session, owner):
        series = events.locked(session, series_id)
        assert series is not None  # noqa: S101 - series are never deleted
        day = events.partnership(session).day(now)
        until = recurrence.horizon(day)
        return len(series_changes.extend(session, series, until=until, now=now))
