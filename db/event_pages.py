"""Lists and pages of events, gathered: whom each invites, what stands beside it, who was told."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import (
    audience_items,
    audience_names,
    audiences,
    event_answers,
    events,
    mail_notes,
    sectors,
    tellings,
)
from db.audience_items import Choice
from db.events import Shown
from db.models import (
    Attendance,
    AuditEntry,
    Body,
    Event,
    Invitation,
    Paper,
    Person,
    Round,
    Sector,
    Series,
)
from domain.event_answers import NOBODY as NO_ANSWERS
from domain.event_pages import (
    Audience,
    DraftLine,
    EventLine,
    EventPage,
    Events,
    Invited,
    Neighbour,
    SeriesLine,
)
from domain.events import Among, Calendar, Details, Status, What
from domain.names import name_key

ROUNDS = 4
"""Rounds of messages on one page of an event: the others are turned to."""

NOBODY = Invited()


def coming(session: Session, *, now: datetime, offset: int, limit: int) -> Events:
    """List the coming events of a page, the next first; drafts stand on top of the first page."""
    total = events.count_coming(session, now=now)
    offset = _within(offset, total, limit)
    found = events.coming(session, now=now, offset=offset, limit=limit)
    drafts = [] if offset else [_draft(each) for each in events.drafts(session)]
    return Events(_lines(session, found, now), offset, total, tuple(drafts))


def past(session: Session, *, now: datetime, offset: int, limit: int) -> Events:
    """List a page of what is over, or was cancelled, the latest first."""
    total = events.count_past(session, now=now)
    offset = _within(offset, total, limit)
    found = events.past(session, now=now, offset=offset, limit=limit)
    return Events(_lines(session, found, now), offset, total)


def _within(offset: int, total: int, limit: int) -> int:
    """Give the beginning of the page that an offset is on; of the last one beyond the end."""
    last = max(total - 1, 0) // limit * limit
    return min(offset // limit * limit, last)


def _draft(series: Series) -> DraftLine:
    span, rule = events.span_of(series), events.rule_of(series)
    return DraftLine(series.id, series.title, span, rule)


def _lines(session: Session, found: Sequence[Shown], now: datetime) -> tuple[EventLine, ...]:
    ids = [each.event.id for each in found]
    invited, moved = _invited(session, ids), _moved(session, ids)
    counts = event_answers.counts(session, ids)
    recorded = _recorded(session, ids)
    return tuple(
        EventLine(
            each.event.id,
            each.event.title,
            events.span_of(each.event),
            Status(each.event.status),
            by_rule=not each.is_single,
            moved=each.event.id in moved,
            invited=invited.get(each.event.id, NOBODY),
            answers=counts.get(each.event.id, NO_ANSWERS),
            over=each.event.ends_at <= now,
            recorded=each.event.id in recorded,
        )
        for each in found
    )


def _recorded(session: Session, ids: Collection[int]) -> set[int]:
    """Give those of some events of which it was saved who came."""
    query = select(Attendance.event_id).where(Attendance.event_id.in_(ids))
    return set(session.scalars(query))


def _invited(session: Session, ids: Collection[int]) -> dict[int, Invited]:
    """Count who is invited to some events."""
    query = (
        select(
            Invitation.event_id, func.count(Invitation.seat_id), func.count(Invitation.person_id)
        )
        .where(Invitation.event_id.in_(ids), Invitation.withdrawn_at.is_(None))
        .group_by(Invitation.event_id)
    )
    return {event: Invited(seats, guests) for event, seats, guests in session.execute(query)}


def _moved(session: Session, ids: Collection[int]) -> set[int]:
    """Say which of some events were moved, and not back by a stop."""
    query = select(Round.event_id).where(
        Round.event_id.in_(ids), Round.what == What.MOVE, Round.stopped_at.is_(None)
    )
    return {each for each in session.scalars(query) if each is not None}


def series(session: Session, *, now: datetime) -> list[SeriesLine]:
    """List the series by rule that still meet, with the next event of each."""
    found = events.rules(session, now=now)
    query = (
        select(Event)
        .where(Event.series_id.in_([each.id for each in found]))
        .where(Event.status == Status.SCHEDULED, Event.ends_at > now)
        .order_by(Event.begins_at, Event.id)
    )
    own: dict[int, list[Event]] = defaultdict(list)
    for event in session.scalars(query):
        own[event.series_id].append(event)
    return [
        SeriesLine(each.id, each.title, rule, first.id, events.span_of(first), len(own[each.id]))
        for each in found
        if (rule := events.rule_of(each)) and (first := next(iter(own[each.id]), None))
    ]


def of(session: Session, event_id: int, *, now: datetime, offset: int = 0) -> EventPage | None:
    """Gather the page of an event; `offset` says how many of its latest rounds are left out."""
    shown = events.by_id(session, event_id)
    if shown is None:
        return None
    event, own = shown.event, shown.series
    rounds = tellings.rounds_of(session, shown)
    offset = _within(offset, len(rounds), ROUNDS)
    before, after = _beside(session, shown)
    return EventPage(
        event.id,
        own.id,
        details_of(shown),
        events.span_of(event),
        event.answer_by,
        Status(event.status),
        Calendar(own.calendar),
        audience(session, shown),
        tellings.gather(session, rounds[offset : offset + ROUNDS], now=now),
        rule=events.rule_of(own),
        reason=event.reason or "",
        ended_at=event.ended_at,
        before=before,
        after=after,
        papers=_papers(session, event.id),
        offset=offset,
        rounds=len(rounds),
        begun=event.begins_at <= now,
        moved=event.id in _moved(session, [event.id]),
        answers=event_answers.counts(session, [event.id]).get(event.id, NO_ANSWERS),
        notes=tuple(mail_notes.of(session, event.id)),
    )


def details_of(shown: Shown) -> Details:
    """Give what an event says."""
    event = shown.event
    priorities = tuple(shown.series.priorities)
    return Details(event.title, event.place, event.link, event.joining, event.agenda, priorities)


def _beside(session: Session, shown: Shown) -> tuple[Neighbour | None, Neighbour | None]:
    """Give the events of a series before and after one."""
    if shown.is_single:
        return None, None
    own = [
        each
        for each in events.of(session, shown.series.id)
        if each.status != Status.CANCELLED or each.id == shown.event.id
    ]
    place = next(at for at, each in enumerate(own) if each.id == shown.event.id)
    before = neighbour(own[place - 1]) if place else None
    after = neighbour(own[place + 1]) if place + 1 < len(own) else None
    return before, after


def neighbour(event: Event) -> Neighbour:
    """Give an event as one that can be opened."""
    return Neighbour(event.id, events.span_of(event))


def _papers(session: Session, event_id: int) -> int:
    query = select(func.count(Paper.id)).where(
        Paper.event_id == event_id, Paper.removed_at.is_(None)
    )
    return session.scalars(query).one()


def audience(session: Session, shown: Shown) -> Audience:
    """Say whom an event invites, by name and in numbers, by the register of its day."""
    chosen = audience_items.of(session, shown.series.id).at(shown.event)
    items = audience_items.invited(chosen)
    of = {among: {each.id for each in items if each.among is among} for among in Among}
    asked = audiences.resolve(session, shown.series, [shown.event])[shown.event.id]
    because = Counter(each.because for each in asked.seats)
    return Audience(
        _names(session, Body, of[Among.BODY]),
        _sectors(session, of[Among.SECTOR]),
        len(of[Among.SEAT]),
        _names(session, Person, of[Among.GUEST]),
        Invited(len(asked.seats), len(asked.guests)),
        len(asked.people),
        because[audiences.Because.NOBODY],
        _out(session, shown, chosen.keys() - items, {each.seat.id for each in asked.seats}),
    )


def _out(
    session: Session, shown: Shown, gone: Collection[Choice], invited: Collection[int]
) -> tuple[str, ...]:
    """Name the seats that were taken out by themselves."""
    seats = [each for each in gone if each.among is Among.SEAT and each.id not in invited]
    names = audience_names.of(session, seats, day=shown.event.begins.date())
    return tuple(sorted(names.values()))


def _names(session: Session, model: type[Body | Person], ids: set[int]) -> tuple[str, ...]:
    query = select(model.name).where(model.id.in_(ids)).order_by(model.name)
    return tuple(session.scalars(query)) if ids else ()


def _sectors(session: Session, ids: set[int]) -> tuple[str, ...]:
    query = select(Sector).where(Sector.id.in_(ids)).order_by(Sector.place)
    return tuple(map(sectors.said, session.scalars(query))) if ids else ()


def named_in(session: Session, text: str, *, now: datetime) -> tuple[list[Shown], str]:
    """Give the coming events whose title a text begins with, the longest, and what follows it.

    Without one, those whose title goes on after the text; nothing follows then.
    """
    words = text.split()
    typed = {name_key(" ".join(words[:n]).rstrip(",")): n for n in range(1, len(words) + 1)}
    known = session.scalars(
        select(Series.title_key)
        .where(Series.title_key.in_(typed), Series.scheduled_at.is_not(None))
        .distinct()
    )
    longest = max((typed[each] for each in known), default=0)
    if not longest:
        return events.called(session, text, now=now), ""
    title, rest = " ".join(words[:longest]).rstrip(","), " ".join(words[longest:])
    return events.called(session, title, now=now), rest


@dataclass(frozen=True, slots=True)
class Done:
    """The last change of a series: what the record calls it, and who made it."""

    verb: str
    by: str | None


def last_change(session: Session, series_id: int) -> Done | None:
    """Give what was done last to a series."""
    query = (
        select(AuditEntry.verb, Person.name)
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .where(AuditEntry.subject_kind == "series", AuditEntry.subject_id == series_id)
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    row = session.execute(query).first()
    return Done(row[0], row[1]) if row is not None else None


def titles(session: Session) -> list[str]:
    """List all titles that events have, each once."""
    query = select(Series.title).where(Series.scheduled_at.is_not(None)).distinct()
    return list(session.scalars(query.order_by(Series.title)))
