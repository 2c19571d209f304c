"""Events before anybody hears of them: drafts, and the occurrences that a series writes ahead."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.audiences import Choice, invite
from db.events import facts, of, partnership, record, rule_of, span_of
from db.models import Body, Event, Series
from domain import kept_rules, recurrence, reminders
from domain.bodies import ANSWER_BY
from domain.events import Planned, Status
from domain.names import name_key
from domain.when import WallSpan
from domain.working_days import Region


def draft(
    session: Session, planned: Planned, whom: Iterable[Choice], *, by: int | None, now: datetime
) -> Series:
    """Keep a new event or series as a draft, with its occurrences as far as the horizon.

    Its time is one that `domain.planned_times` gave. Nobody hears of a draft.
    """
    series = Series(uid=str(uuid4()), created_by=by, created_at=now, changed_at=now)
    _settle(series, planned)
    session.add(series)
    session.flush()
    add_occurrences(session, series, until=_horizon(session, now), now=now)
    invite(session, series, whom)
    record(session, "draft", series, None, by=by, now=now)
    return series


def redraft(
    session: Session,
    series: Series,
    planned: Planned,
    whom: Iterable[Choice],
    *,
    by: int | None,
    now: datetime,
) -> None:
    """Put what was entered anew in place of a draft's. Only of a draft."""
    before = facts(series)
    for event in of(session, series.id):
        session.delete(event)
    session.flush()
    _settle(series, planned)
    series.changed_at, series.revision = now, series.revision + 1
    add_occurrences(session, series, until=_horizon(session, now), now=now)
    invite(session, series, whom, instead=True)
    session.flush()
    record(session, "redraft", series, before, by=by, now=now)


def _settle(series: Series, planned: Planned) -> None:
    details = planned.details
    series.title, series.title_key = details.title, name_key(details.title)
    series.place, series.link = details.place, details.link
    series.joining, series.agenda = details.joining, details.agenda
    series.priorities = list(details.priorities)
    series.zone, series.body_id = planned.span.zone, planned.body_id
    series.begins, series.ends = planned.span.begins, planned.span.ends
    series.rule = kept_rules.as_json(planned.rule) if planned.rule else None
    series.calendar, series.hide_guests = planned.calendar, planned.hide_guests
    series.in_channel, series.answer_by = planned.in_channel, planned.answer_by


def _horizon(session: Session, now: datetime) -> date:
    return recurrence.horizon(partnership(session).day(now))


def add_occurrences(session: Session, series: Series, *, until: date, now: datetime) -> list[Event]:
    """Write a series' occurrences that are not there yet, up to a day; gives the new ones.

    Those whose hour a clock change takes away are left out.
    """
    rule, first = rule_of(series), span_of(series)
    spans: Sequence[WallSpan] = (first,)
    if rule is not None:
        last = max(until, first.begins.date())
        spans = recurrence.expand(rule, first, until=last).spans
    known = set(session.scalars(select(Event.original).where(Event.series_id == series.id)))
    terms = _Terms(session, series, now)
    new = [terms.event(span, now) for span in spans if span.begins not in known]
    session.add_all(new)
    session.flush()
    return new


class _Terms:
    """What all occurrences of a series share."""

    def __init__(self, session: Session, series: Series, now: datetime) -> None:
        owner = partnership(session)
        self._series = series
        self._region, self._today = Region(owner.region), owner.day(now)
        body = session.get(Body, series.body_id) if series.body_id else None
        self._days = body.answer_by_days if body else ANSWER_BY

    def event(self, span: WallSpan, now: datetime) -> Event:
        """Make the occurrence at a time."""
        series = self._series
        event = Event(series_id=series.id, original=span.begins, created_at=now)
        place(event, span)
        say_as(event, series)
        event.answer_by = self.answer_by(span.begins.date())
        event.status = Status.SCHEDULED if series.scheduled_at else Status.DRAFT
        event.sequence = series.sequence
        return event

    def answer_by(self, day: date) -> date:
        """Give until when answers are asked for: as entered, else so many working days before."""
        if self._series.answer_by is not None and self._series.rule is None:
            return min(self._series.answer_by, day)
        return reminders.answer_by(day, self._region, invited=self._today, days=self._days)


def answer_by(session: Session, series: Series, day: date, *, now: datetime) -> date:
    """Give until when answers are asked for an event of a series on a day."""
    return _Terms(session, series, now).answer_by(day)


def place(event: Event, span: WallSpan) -> None:
    """Let an event be at a time; `Refused` for one that a clock change skips or repeats."""
    event.begins, event.ends, event.zone = span.begins, span.ends, span.zone
    event.begins_at, event.ends_at = span.instants()


def say_as(event: Event, series: Series) -> None:
    """Let an occurrence say what its series says."""
    event.title, event.place, event.link = series.title, series.place, series.link
    event.joining, event.agenda = series.joining, series.agenda
