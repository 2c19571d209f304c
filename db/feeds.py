"""Feeds: the calendar that one person is invited to, and that of a body, for programs that read on.

A feed is joined from parts that were written when their series last changed. What is over stays
for a year, what was cancelled for a month; nobody is named in either.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Session

from db import bodies, calendars, events, feed_links, people, unheard
from db.models import (
    Attendee,
    AuditEntry,
    Body,
    Event,
    FeedPart,
    Link,
    Partnership,
    Recipient,
    Series,
)
from db.unheard import Unheard
from domain import calendars as written
from domain.calendars import Part
from domain.events import Status
from domain.language import gettext as _
from domain.roles import COORDINATOR, may

PAST = timedelta(days=365)
"""How long a feed shows what is over."""

GONE = timedelta(days=30)
"""How long a feed shows what was cancelled."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """A series that a person is asked about: how many events it has, and how many are theirs."""

    series_id: int
    attendee_id: int
    events: int
    held: int


def read(session: Session, link: Link, partnership: Partnership, *, now: datetime) -> bytes | None:
    """Give the feed that a link opens; None where its reader may not have it any more.

    In a rehearsal it is empty for all but coordinators.
    """
    if not feed_links.may_read(session, link, partnership, now=now):
        return None
    day = partnership.day(now)
    body = bodies.by_id(session, link.subject_id) if link.subject_id is not None else None
    parts: list[Part] = []
    roles = people.roles(session, link.person_id, day)
    if not partnership.in_rehearsal(now) or may(roles, COORDINATOR):
        parts = list(
            of_body(session, body, now=now) if body else personal(session, link.person_id, now=now)
        )
    name = name_of(partnership, body)
    return written.feed(parts, name=name, zone=partnership.zone, day=day)


def state(
    session: Session, partnership: Partnership, *, now: datetime
) -> tuple[int | None, date, bool]:
    """Give what feeds follow from: the last change, the day, and whether it is a rehearsal.

    While it is the same, so is every feed, until the next messages leave (`unheard.until`).
    """
    last = session.scalars(select(func.max(AuditEntry.id))).one()
    return last, partnership.day(now), partnership.in_rehearsal(now)


def name_of(partnership: Partnership, body: Body | None) -> str:
    """Give what programs call a feed."""
    if body is not None:
        return f"{partnership.name}: {body.name}"
    return _("{partnership}: my meetings").format(partnership=partnership.name)


def of_body(session: Session, body: Body, *, now: datetime) -> Iterator[Part]:
    """Give the parts of all that is scheduled for a body, as people know it."""
    of_it = select(Series.id).where(Series.body_id == body.id)
    waits = unheard.of(session, now=now, among=of_it)
    other = {own: each for own, each in waits.items() if each.is_new or each.differs}
    yield from _kept(session, of_it, now, besides=other.keys())
    for each in other.values():
        if not each.is_new:
            yield from _made(*unheard.rows(session, each), now)


def personal(session: Session, person_id: int, *, now: datetime) -> Iterator[Part]:
    """Give the parts of all that a person is asked about, as they know it.

    They are kept ones, and made for them where they are not at all events of a series.
    """
    mine = select(Attendee.series_id).where(Attendee.person_id == person_id)
    counted = _counted(session, person_id)
    partly = {each.series_id: each.attendee_id for each in counted if each.held}
    waits = unheard.of(session, now=now, among=mine)
    other = _known_otherwise(session, waits, person_id)
    yield from _kept(
        session, mine, now, besides={each.series_id for each in counted} | other.keys()
    )
    rest = select(Series).where(Series.id.in_(partly.keys() - other.keys())).order_by(Series.id)
    for series in session.scalars(rest):
        own = events.of(session, series.id)
        held = _held(session, partly[series.id])
        yield from _partly(session, series, own, held, person_id, now)
    for series_id, attendee_id in sorted(other.items()):
        if not waits[series_id].is_new:
            series, own = unheard.rows(session, waits[series_id])
            held = _held(session, attendee_id, waits[series_id])
            yield from _partly(session, series, own, held, person_id, now)


def _known_otherwise(
    session: Session, waits: Mapping[int, Unheard], person_id: int
) -> dict[int, int]:
    """Give a person's attendees by series, of those of which they have not heard all."""
    query = select(Attendee).where(Attendee.person_id == person_id, Attendee.series_id.in_(waits))
    found = session.scalars(query) if waits else ()
    return {each.series_id: each.id for each in found if waits[each.series_id].concerns(each.id)}


def _counted(session: Session, person_id: int) -> list[_Counted]:
    query = (
        select(Attendee.series_id, Attendee.id, func.count(Event.id), func.count(Recipient.id))
        .join(Event, Event.series_id == Attendee.series_id)
        .outerjoin(
            Recipient,
            (Recipient.event_id == Event.id)
            & (Recipient.attendee_id == Attendee.id)
            & Recipient.withdrawn_at.is_(None),
        )
        .where(Attendee.person_id == person_id)
        .group_by(Attendee.series_id, Attendee.id)
        .having(func.count(Event.id) > func.count(Recipient.id))
    )
    return [_Counted(*each) for each in session.execute(query)]


def _held(session: Session, attendee_id: int, waits: Unheard | None = None) -> set[int]:
    """Give the events that an attendee is asked about, as far as they know, by their ids."""
    query = select(Recipient.event_id).where(
        Recipient.attendee_id == attendee_id, Recipient.withdrawn_at.is_(None)
    )
    held = set(session.scalars(query))
    for (event, attendee), was in waits.was_asked.items() if waits else ():
        if attendee == attendee_id:
            (held.add if was else held.discard)(event)
    return held


def _partly(
    session: Session,
    series: Series,
    own: Sequence[Event],
    held: Collection[int],
    person_id: int,
    now: datetime,
) -> Iterator[Part]:
    """Make the parts of what a person is at of a series; none where they are at nothing of it."""
    but = {each.id for each in own if each.id not in held}
    if len(but) < len(own):
        ends = bool(but) and not calendars.goes_on(session, series, person_id, own)
        yield from _made(series, own, now, but=but, ends=ends)


def _made(
    series: Series,
    own: Sequence[Event],
    now: datetime,
    *,
    but: Collection[int] = (),
    ends: bool = False,
) -> Iterator[Part]:
    """Make the parts of a series, without what is over or gone for too long."""
    shown = [each for each in own if each.id not in but]
    gone = series.cancelled_at is not None and series.cancelled_at <= now - GONE
    if series.scheduled_at is None or all(each.ends_at <= now - PAST for each in shown):
        return
    for event, part in calendars.published(series, own, but=but, ends=ends):
        off = event is not None and event.status == Status.CANCELLED
        if not gone or not (off or all(each.status == Status.CANCELLED for each in shown)):
            yield part


def _kept(
    session: Session, shown: Select[int], now: datetime, *, besides: Collection[int] = ()
) -> list[Part]:
    """Give the kept parts of some series, without what is over or gone for too long."""
    lately = select(Event.series_id).where(Event.ends_at > now - PAST)
    query = (
        select(FeedPart.key, FeedPart.body, FeedPart.zone, FeedPart.first_year, FeedPart.last_year)
        .where(FeedPart.series_id.in_(shown), FeedPart.series_id.in_(lately))
        .where(or_(FeedPart.gone_at.is_(None), FeedPart.gone_at > now - GONE))
    )
    if besides:
        query = query.where(FeedPart.series_id.not_in(besides))
    return [_part(each) for each in session.execute(query)]


def _part(row: Row[str, bytes, str | None, int, int]) -> Part:
    return Part(*row)
