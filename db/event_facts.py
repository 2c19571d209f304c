"""What a letter or card of one person for one event is made of, or that it is owed no more.

Messages are rendered when they are first claimed: so what holds is asked here, not when they were
planned. All of it in a few queries, whatever the size of the event.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import audiences, calendars, event_seats, events, organisations
from db.models import (
    Address,
    Attendee,
    Delivery,
    Event,
    OptOut,
    Paper,
    Partnership,
    Recipient,
    Round,
    Series,
)
from domain import working_days
from domain.askings import Asker, Asking, Standing
from domain.events import Calendar, Say, Status, What
from domain.preferences import Kind
from domain.working_days import Region

PAPERS_BEFORE = 5
"""Working days before an event at which its papers come (product.md, Answers)."""

_NEXT = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one message: whom it asks what; `event` is the one it is about, or the next.

    `replaced` are the partners of whom the reader was asked before, which have a new lead.
    """

    owner: Partnership
    series: Series
    event: Event
    asking: Asking
    attendee: Attendee | None = None
    replaced: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def is_over(self) -> bool:
        """Say whether the reader is asked about no more of a series that goes on for others."""
        return self.event.status == Status.CANCELLED

    @property
    def asker(self) -> Asker:
        """Say who asks."""
        own = self.owner
        return Asker(own.name, own.phone, own.reply_mailbox, own.privacy_page)


def of_message(session: Session, delivery: Delivery, *, now: datetime) -> Facts | None:
    """Gather what a person's letter or card is made of; None where it is owed no more."""
    subject = delivery.subject
    series = events.series_by_id(session, int(subject["series"]))
    attendee = session.get(Attendee, int(subject["attendee"]))
    if series is None or attendee is None or series.scheduled_at is None:
        return None
    about = subject.get("event")
    found = _part(session, attendee, about)
    meant = _meant(session, delivery, series, found, now)
    if not meant:
        return None
    event = meant[0]
    seats = event_seats.asked_of(session, event, attendee.person_id)
    whole = about is None or _ends_whole(session, delivery, series, attendee, now)
    whole = whole and not _is_one(session, series, attendee)
    asking = _asking(session, series, meant, whole, seats.now, now)
    return Facts(
        events.partnership(session),
        series,
        event,
        asking,
        attendee,
        seats.replaced,
        _reason(session, delivery, event),
    )


def _reason(session: Session, delivery: Delivery, event: Event) -> str | None:
    """Give why an event is off, or why its reader is asked no more."""
    if delivery.subject["say"] != Say.WITHDRAWAL:
        return event.reason
    round_ = session.get(Round, delivery.round_id) if delivery.round_id else None
    return round_.reason if round_ is not None else None


def of_channel(session: Session, delivery: Delivery, *, now: datetime) -> Facts | None:
    """Gather what a card in a body's channel is made of; None where it is owed no more."""
    shown = events.by_id(session, int(delivery.subject["event"]))
    if shown is None or shown.series.scheduled_at is None:
        return None
    event, series = shown.event, shown.series
    wanted = Status.SCHEDULED
    if delivery.subject["say"] == Say.CANCELLATION:
        wanted = Status.CANCELLED
    if event.status != wanted or event.begins_at <= now:
        return None
    off = wanted is Status.CANCELLED and series.cancelled_at is not None
    asking = _asking(session, series, [event], off, (), now)
    owner = events.partnership(session)
    return Facts(owner, series, event, asking, reason=event.reason)


def of_copy(session: Session, delivery: Delivery, *, now: datetime) -> Facts | None:
    """Gather what a copy is made of: the first seat's invitation; None if nothing is to come."""
    series = events.series_by_id(session, int(delivery.subject["series"]))
    if series is None or series.cancelled_at is not None:
        return None
    coming = [
        each
        for each in events.of(session, series.id)
        if each.begins_at > now and each.status != Status.CANCELLED
    ]
    if not coming:
        return None
    asked = audiences.resolve(session, series, coming[:1])[coming[0].id]
    first = [each.seat.organisation_id for each in asked.seats][:1]
    names = organisations.called(session, first, day=coming[0].begins.date())
    seats = [Standing(each.name) for each in names.values()]
    asking = _asking(session, series, coming, True, seats, now)
    return Facts(events.partnership(session), series, coming[0], asking)


def of_one(
    session: Session, series: Series, event: Event, seats: Sequence[Standing], *, now: datetime
) -> Asking:
    """Give what somebody is asked of one event, for some seats."""
    return _asking(session, series, [event], False, seats, now)


def of_event(session: Session, series: Series, event: Event, *, now: datetime) -> Asking:
    """Give what is asked about one event, for nobody's seat."""
    return _asking(session, series, [event], False, (), now)


def gets_calendar(session: Session, series: Series, person_id: int) -> bool:
    """Say whether an entry for the calendar goes to somebody's mail."""
    if series.calendar != Calendar.OURS:
        return False
    declined = select(OptOut.id).where(
        OptOut.person_id == person_id, OptOut.kind == Kind.CALENDAR.value
    )
    address = select(Address.id).where(Address.person_id == person_id, Address.main)
    return (
        session.scalars(declined.limit(1)).first() is None
        and session.scalars(address.limit(1)).first() is not None
    )


def is_asked(session: Session, event_id: int, person_id: int) -> Event | None:
    """Give an event if a person is asked about it; None else, and where they no longer are."""
    query = (
        select(Event)
        .join(Recipient, Recipient.event_id == Event.id)
        .join(Attendee, Attendee.id == Recipient.attendee_id)
        .where(
            Event.id == event_id,
            Attendee.person_id == person_id,
            Recipient.withdrawn_at.is_(None),
        )
    )
    return session.scalars(query).one_or_none()


def _part(session: Session, attendee: Attendee, about: int | None) -> list[tuple[Event, Recipient]]:
    """List the events that a person is or was asked about: one of them, or a whole series."""
    query = (
        select(Event, Recipient)
        .join(Recipient, Recipient.event_id == Event.id)
        .where(Recipient.attendee_id == attendee.id)
        .order_by(Event.begins_at, Event.id)
    )
    if about is not None:
        query = query.where(Event.id == about)
    return [(event, recipient) for event, recipient in session.execute(query)]


def _meant(
    session: Session,
    delivery: Delivery,
    series: Series,
    found: Sequence[tuple[Event, Recipient]],
    now: datetime,
) -> list[Event]:
    """Give the events that a message is about, by what holds now; none: it is owed no more."""
    coming = [
        event
        for event, recipient in found
        if recipient.withdrawn_at is None
        and event.status == Status.SCHEDULED
        and event.begins_at > now
    ]
    off = [each for each, _r in found if each.status == Status.CANCELLED and each.begins_at > now]
    if series.cancelled_at is not None and "event" not in delivery.subject:
        # not those that were called off before all of it was
        off = [each for each in off if each.ended_at == series.cancelled_at]
    say = Say(delivery.subject["say"])
    if say is Say.WITHDRAWAL:
        out = [each for each, recipient in found if recipient.withdrawn_at is not None]
        return [] if coming else [each for each in out if each.begins_at > now]
    if say is Say.CANCELLATION:
        return off
    if say is Say.UPDATE and not coming and ends_series(session, delivery):
        return off
    return coming


def _ends_whole(
    session: Session, delivery: Delivery, series: Series, attendee: Attendee, now: datetime
) -> bool:
    """Say whether a card for one date tells of the end of all that its reader was asked about."""
    match Say(delivery.subject["say"]):
        case Say.CANCELLATION:
            return series.cancelled_at is not None
        case Say.WITHDRAWAL:
            held = (each for each, r in _part(session, attendee, None) if r.withdrawn_at is None)
            return not any(each.begins_at > now for each in held)
        case _:
            return False


def _is_one(session: Session, series: Series, attendee: Attendee) -> bool:
    """Say whether somebody was only ever asked to one date of a series: to a meeting, then."""
    if series.rule is None:
        return False
    part = [event.id for event, _recipient in _part(session, attendee, None)]
    return calendars.is_one(session, series, attendee.person_id, part)


def ends_series(session: Session, delivery: Delivery) -> bool:
    """Say whether a message tells that a series ends before it was to."""
    round_ = session.get(Round, delivery.round_id) if delivery.round_id else None
    return round_ is not None and round_.what == What.CHANGE and "rule" in (round_.undo or {})


def _asking(
    session: Session,
    series: Series,
    meant: Sequence[Event],
    whole: bool,  # noqa: FBT001 - one of two shapes
    seats: Sequence[Standing],
    now: datetime,
) -> Asking:
    event, owner = meant[0], events.partnership(session)
    today = owner.day(now)
    is_series = whole and series.rule is not None
    return Asking(
        title=event.title,
        span=events.span_of(event),
        answer_by=event.answer_by if event.answer_by >= today else None,
        place=event.place,
        link=event.link,
        joining=event.joining,
        agenda=event.agenda,
        papers_by=_papers_by(session, event, owner, now),
        rule=events.rule_of(series) if is_series else None,
        part_of=None if is_series else events.rule_of(series),
        coming=tuple(events.span_of(each) for each in meant[:_NEXT]) if is_series else (),
        planned=tuple(each.original for each in meant[:_NEXT]) if is_series else (),
        usual=events.span_of(series) if is_series else None,
        seats=tuple(seats),
        calendar=Calendar(series.calendar),
    )


def _papers_by(session: Session, event: Event, owner: Partnership, now: datetime) -> date | None:
    """Give the day by which papers come; None where there are some, or that day is past."""
    day = working_days.before(event.begins.date(), PAPERS_BEFORE, Region(owner.region))
    if day <= owner.day(now):
        return None
    there = select(Paper.id).where(Paper.event_id == event.id, Paper.removed_at.is_(None))
    return day if session.scalars(there.limit(1)).first() is None else None
