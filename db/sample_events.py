"""Events of the sample data: one that was, one to come and a series; taken away with the rest."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from db import calendars, event_plans, events, sample_answers
from db.audience_items import Choice
from db.invitations import Change, settle
from db.models import (
    Attendee,
    AudienceItem,
    Body,
    CalendarDraft,
    Delivery,
    Event,
    FeedPart,
    Invitation,
    Organisation,
    Paper,
    Person,
    Recipient,
    Round,
    Seat,
    Series,
)
from domain import samples
from domain.events import Among, Details, Planned, Status, What
from domain.language import gettext as _
from domain.recurrence import Frequency, Ordinal, Rule, in_month
from domain.when import WallSpan

_THURSDAY, _TUESDAY = 3, 1
QUARTERLY = Rule(Frequency.MONTHLY, _THURSDAY, Ordinal.SECOND, interval=3)


def lay(
    session: Session, bodies: Mapping[str, Body], *, day: date, by: int | None, now: datetime
) -> None:
    """Lay events of two of the sample's bodies around a day, scheduled; nobody is written to."""
    zone = events.partnership(session).zone
    tuesday = day - timedelta(days=(day.weekday() - _TUESDAY) % 7)
    forum = _next_second_thursday(day)
    for body, planned in (
        (bodies["executive"], _planned("executive", tuesday - timedelta(weeks=4), 14, zone)),
        (bodies["executive"], _planned("executive", tuesday + timedelta(weeks=3), 14, zone)),
        (bodies["forum"], replace(_planned("forum", forum, 10, zone), rule=QUARTERLY)),
    ):
        _schedule(session, body, planned, by=by, now=now)


def _next_second_thursday(day: date) -> date:
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return in_month(following.year, following.month, Ordinal.SECOND, _THURSDAY)


def _planned(key: str, day: date, hour: int, zone: str) -> Planned:
    begins = datetime.combine(day, time(hour))
    details = Details(
        samples.marked(samples.BODIES[key]),
        place=_("Town Hall, Committee Room 2"),
        agenda=_("Welcome; priorities; any other business"),
    )
    return Planned(details, WallSpan(begins, begins + timedelta(hours=2), zone))


def _schedule(
    session: Session, body: Body, planned: Planned, *, by: int | None, now: datetime
) -> None:
    whom = [Choice(Among.BODY, body.id)]
    series = event_plans.draft(session, replace(planned, body_id=body.id), whom, by=by, now=now)
    series.sample, series.scheduled_at = True, now
    for each in events.of(session, series.id):
        each.status = Status.SCHEDULED if each.ends_at > now else Status.HELD
    session.flush()
    calendars.publish(session, series)
    if series.rule is not None or planned.span.begins.date() >= now.date():
        settle(session, series, Change(What.INVITATION, by, quiet=True), now=now)


def take_away(session: Session) -> None:
    """Remove the sample's events, and those that were made to try: only samples are invited."""
    gone = {*session.scalars(select(Series.id).where(Series.sample)), *_tried(session)}
    if not gone:
        return
    own = list(session.scalars(select(Event.id).where(Event.series_id.in_(gone))))
    _let_go(session, gone)
    sample_answers.forget_events(session, own)
    sample_answers.forget_attendees(session, Attendee.series_id.in_(gone))
    for column in (Paper.event_id, Recipient.event_id, Invitation.event_id):
        _delete(session, column, own)
    for column in (
        FeedPart.series_id,
        CalendarDraft.series_id,
        AudienceItem.series_id,
        Attendee.series_id,
        Round.series_id,
        Event.series_id,
        Series.id,
    ):
        _delete(session, column, gone)


def forget_people(session: Session, person_ids: Collection[int]) -> None:
    """Let real events forget that sample people were asked for a sample's seat."""
    sample_answers.forget_attendees(session, Attendee.person_id.in_(person_ids))
    theirs = select(Attendee.id).where(Attendee.person_id.in_(person_ids))
    asked = delete(Recipient).where(Recipient.attendee_id.in_(theirs))
    session.execute(asked, execution_options={"synchronize_session": False})


def _tried(session: Session) -> set[int]:
    """Find the events whose whole audience is made up, of which nobody real was told."""
    items = session.scalars(select(AudienceItem)).all()
    bodies = set(session.scalars(select(Body.id).where(Body.sample)))
    people = set(session.scalars(select(Person.id).where(Person.sample)))
    seats = set(
        session.scalars(
            select(Seat.id)
            .join(Organisation, Organisation.id == Seat.organisation_id)
            .where(Organisation.sample)
        )
    )
    real = {
        each.series_id
        for each in items
        if not (each.body_id in bodies or each.seat_id in seats or each.person_id in people)
    }
    known = select(Attendee.series_id).join(Person, Person.id == Attendee.person_id)
    told = set(session.scalars(known.where(~Person.sample)))
    return {each.series_id for each in items} - real - told


def _let_go(session: Session, gone: Collection[int]) -> None:
    """Take away what merely mentions those events."""
    rounds = select(Round.id).where(Round.series_id.in_(gone))
    for statement in (
        update(Series).where(Series.continues_id.in_(gone)).values(continues_id=None),
        update(Delivery).where(Delivery.round_id.in_(rounds)).values(round_id=None),
    ):
        session.execute(statement, execution_options={"synchronize_session": False})


def _delete(session: Session, column: Any, ids: Collection[int]) -> None:  # noqa: ANN401 - a column
    session.execute(
        delete(column.class_).where(column.in_(ids)),
        execution_options={"synchronize_session": False},
    )
