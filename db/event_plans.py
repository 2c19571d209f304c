"""Events before anybody hears of them: drafts, and the occurrences that a series writes ahead."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from db.audience_items import Choice, invite
from db.events import facts, of, partnership, record, rule_of, span_of
from db.models import Body, Event, Invitation, Paper, Recipient, Round, Series
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
    series = begin(planned, by=by, now=now)
    session.add(series)
    session.flush()
    add_occurrences(session, series, until=horizon(session, series, now), now=now)
    invite(session, series, whom)
    record(session, "draft", series, None, by=by, now=now)
    return series


def begin(planned: Planned, *, by: int | None, now: datetime) -> Series:
    """Make the row of a new event or series, which is in no session yet."""
    series = Series(uid=str(uuid4()), created_by=by, created_at=now, changed_at=now)
    _settle(series, planned)
    series.sequence, series.revision = 0, 1
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
    invite(session, series, (), instead=True)
    _forget_invited(session, series)
    _settle(series, planned)
    series.changed_at, series.revision = now, series.revision + 1
    _replace_occurrences(session, series, now)
    invite(session, series, whom)
    record(session, "redraft", series, before, by=by, now=now)


def _forget_invited(session: Session, series: Series) -> None:
    """Take away who was to be asked: of a send that was stopped nobody has heard."""
    own = select(Event.id).where(Event.series_id == series.id)
    for model in (Invitation, Recipient):
        session.execute(delete(model).where(model.event_id.in_(own)))


def _replace_occurrences(session: Session, series: Series, now: datetime) -> None:
    """Let a draft's events be where it has them now; their papers stay with them."""
    spans = {each.begins: each for each in _spans(series, until=horizon(session, series, now))}
    old = of(session, series.id)
    loose = [each for each in old if each.original not in spans]
    known = {each.original for each in old}
    free = [each for begins, each in spans.items() if begins not in known]
    for event, span in zip(loose, free, strict=False):
        event.original = span.begins
    gone = loose[len(free) :]
    terms = Terms(session, series, now)
    for event in old:
        if event not in gone:
            terms.settle(event, spans[event.original])
    for event in gone:
        session.execute(delete(Paper).where(Paper.event_id == event.id))
        about = update(Round).where(Round.event_id == event.id)
        session.execute(about.values(event_id=None))
        session.delete(event)
    session.add_all(terms.event(span, now) for span in free[len(loose) :])
    session.flush()


def discard(session: Session, series: Series, *, by: int | None, now: datetime) -> None:
    """Put a draft away: it is offered no more, and can't be sent. Only of a draft."""
    before = facts(series)
    series.cancelled_at = series.changed_at = now
    session.flush()
    record(session, "discard", series, before, by=by, now=now)


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


def horizon(session: Session, series: Series, now: datetime) -> date:
    """Give the day up to which a series is written; its first meeting is written in any case."""
    return max(recurrence.horizon(partnership(session).day(now)), series.begins.date())


def _spans(series: Series, *, until: date) -> Sequence[WallSpan]:
    rule, first = rule_of(series), span_of(series)
    return recurrence.expand(rule, first, until=until).spans if rule is not None else (first,)


def add_occurrences(session: Session, series: Series, *, until: date, now: datetime) -> list[Event]:
    """Write a series' occurrences that are not there yet, up to a day; gives the new ones.

    Those whose hour a clock change takes away are left out.
    """
    spans = _spans(series, until=max(until, series.begins.date()))
    known = set(session.scalars(select(Event.original).where(Event.series_id == series.id)))
    terms = Terms(session, series, now)
    new = [terms.event(span, now) for span in spans if span.begins not in known]
    session.add_all(new)
    session.flush()
    return new


class Terms:
    """What all occurrences of a series share."""

    def __init__(self, session: Session, series: Series, now: datetime) -> None:
        owner = partnership(session)
        self._series = series
        self._region, self._today = Region(owner.region), owner.day(now)
        body = session.get(Body, series.body_id) if series.body_id else None
        self._days = body.answer_by_days if body else ANSWER_BY

    def event(self, span: WallSpan, now: datetime) -> Event:
        """Make the occurrence at a time."""
        event = Event(series_id=self._series.id, original=span.begins, created_at=now)
        self.settle(event, span)
        return event

    def settle(self, event: Event, span: WallSpan) -> None:
        """Let an occurrence be at a time, and say what its series says."""
        series = self._series
        place(event, span)
        say_as(event, series)
        event.answer_by = self.answer_by(span.begins.date())
        event.status = Status.SCHEDULED if series.scheduled_at else Status.DRAFT
        event.sequence = series.sequence

    def answer_by(self, day: date) -> date:
        """Give until when answers are asked for: as entered, else so many working days before."""
        if self._series.answer_by is not None and self._series.rule is None:
            return min(self._series.answer_by, day)
        return reminders.answer_by(day, self._region, invited=self._today, days=self._days)


def answer_by(session: Session, series: Series, day: date, *, now: datetime) -> date:
    """Give until when answers are asked for an event of a series on a day."""
    return Terms(session, series, now).answer_by(day)


def place(event: Event, span: WallSpan) -> None:
    """Let an event be at a time; `Refused` for one that a clock change skips or repeats."""
    event.begins, event.ends, event.zone = span.begins, span.ends, span.zone
    event.begins_at, event.ends_at = span.instants()


def say_as(event: Event, series: Series) -> None:
    """Let an occurrence say what its series says."""
    event.title, event.place, event.link = series.title, series.place, series.link
    event.joining, event.agenda = series.joining, series.agenda
