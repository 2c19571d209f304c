"""Series written ahead: those whose next occurrence has come within the horizon."""

from datetime import date, datetime, timedelta
from itertools import islice

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import events, series_changes, whole_answers
from db.models import Event, Partnership, Series
from db.tenancy import across_partnerships
from domain import recurrence
from domain.recurrence import Frequency, Rule

WEEKS_OF_A_MONTH = 4
"""From the first Thursday of a month to that of the next it is four weeks at least."""

AT_ONCE = 500
"""Series written ahead in one go, the most behind first: the next go writes the rest."""


def behind(session: Session, *, now: datetime, most: int = AT_ONCE) -> list[tuple[int, int]]:
    """List series that may have occurrences that are not there yet, with their partnerships' ids.

    Those that are furthest behind come first.
    """
    with across_partnerships(session):
        owners = {each.id: each for each in session.scalars(select(Partnership))}
        found = (
            (series.partnership_id, series.id)
            for series, last, count in session.execute(_SERIES).all()
            if _is_behind(series, last, count, owners[series.partnership_id], now)
        )
        return list(islice(found, most))


_LAST = func.max(Event.original)
_SERIES = (
    select(Series, _LAST, func.count(Event.id))
    .join(Event, Event.series_id == Series.id)
    .where(Series.rule.is_not(None), Series.scheduled_at.is_not(None))
    .where(Series.cancelled_at.is_(None))
    .group_by(Series.id)
    .order_by(_LAST, Series.id)
)
"""Each series by rule, with its last occurrence and how many there are."""


def _is_behind(
    series: Series, last: datetime, count: int, owner: Partnership, now: datetime
) -> bool:
    """Say whether a series may be behind; one whose rule can't be read tells when it is written."""
    try:
        rule = events.rule_of(series)
        return rule is not None and _may_go_on(
            rule, last, count, recurrence.horizon(owner.day(now))
        )
    except (KeyError, TypeError, ValueError):
        return True


def _may_go_on(rule: Rule, last: datetime, count: int, horizon: date) -> bool:
    """Say whether a series may have an occurrence after its last, by a day: none is left out."""
    weeks = 1 if rule.frequency is Frequency.WEEKLY else WEEKS_OF_A_MONTH
    soonest = last.date() + timedelta(weeks=weeks * rule.interval)
    ends = min(horizon, rule.until or horizon)
    return soonest <= ends and (rule.count is None or count < rule.count)


def extend(session: Session, series_id: int, *, now: datetime) -> int:
    """Write the occurrences of one series that are not there yet; gives how many are new."""
    series = events.locked(session, series_id)
    assert series is not None  # noqa: S101 - series are never deleted
    day = events.partnership(session).day(now)
    until = recurrence.horizon(day)
    new = series_changes.extend(session, series, until=until, now=now)
    whole_answers.follow(session, series, new, now=now)
    return len(new)
