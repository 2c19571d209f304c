"""Feeds: the calendar that one person is invited to, and that of a body, for programs that read on.

A feed is joined from parts that were written when their series last changed. What is over stays
for a year, what was cancelled for a month; nobody is named in either.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Session

from db import audit, bodies, calendars, events, links, people
from db.invitations import STOPPABLE
from db.models import (
    Attendee,
    AuditEntry,
    Body,
    Event,
    FeedPart,
    Link,
    Partnership,
    Post,
    Recipient,
    Round,
    Seat,
    SeatHolder,
    Series,
)
from domain import calendars as written
from domain.calendars import Part
from domain.events import Status, What
from domain.language import gettext as _
from domain.roles import COORDINATOR, READER, may

PERSONAL = "feed"
OF_BODY = "body-feed"
"""What links to feeds are for."""

LASTS = timedelta(days=5 * 365)
"""How long a feed can be read by one link: programs ask for it for years."""

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


def may_read(session: Session, link: Link, partnership: Partnership, *, now: datetime) -> bool:
    """Say whether somebody may still read what a link of theirs was made for."""
    day, person_id = partnership.day(now), link.person_id
    roles = people.roles(session, person_id, day)
    if link.purpose == PERSONAL:
        return bool(roles) or _belongs(session, person_id, partnership, now)
    return any(each.id == link.subject_id for each in open_to(session, person_id, now=now))


def _belongs(session: Session, person_id: int, partnership: Partnership, now: datetime) -> bool:
    day = partnership.day(now)
    queries = (
        select(fact.id).where(fact.person_id == person_id, fact.holds(day))
        for fact in (Post, SeatHolder)
    )
    return any(session.scalars(each.limit(1)).first() is not None for each in queries)


def open_to(session: Session, person_id: int, *, now: datetime) -> list[Body]:
    """List the bodies whose feed somebody may read: who reads all, all; a holder, their own."""
    day = events.partnership(session).day(now)
    open_now = bodies.every(session, now=now)
    if may(people.roles(session, person_id, day), READER):
        return open_now
    query = (
        select(Seat.body_id)
        .join(SeatHolder, SeatHolder.seat_id == Seat.id)
        .where(SeatHolder.person_id == person_id, SeatHolder.holds(day), Seat.holds(day))
    )
    own = set(session.scalars(query))
    return [each for each in open_now if each.id in own]


def link(session: Session, person_id: int, body: Body | None = None, *, now: datetime) -> Link:
    """Give somebody's link to their feed or a body's: the one they have, or else a new one."""
    purpose, subject = (PERSONAL, None) if body is None else (OF_BODY, body.id)
    return links.issue(
        session, purpose, person_id=person_id, subject_id=subject, lasts=LASTS, now=now
    )


def renew(session: Session, person_id: int, *, now: datetime) -> Link:
    """Give somebody a new address for their own feed; the old one opens nothing any more."""
    query = select(Link).where(
        Link.person_id == person_id, Link.purpose == PERSONAL, Link.revoked_at.is_(None)
    )
    old = list(session.scalars(query))
    for each in old:
        links.revoke(session, each, now=now)
    new = link(session, person_id, now=now)
    audit.record(
        session,
        actor_id=person_id,
        verb="renew feed",
        subject_kind="person",
        subject_id=person_id,
        before={"links": [each.id for each in old]},
        after={"link": new.id},
        now=now,
    )
    return new


def read(session: Session, link: Link, partnership: Partnership, *, now: datetime) -> bytes | None:
    """Give the feed that a link opens; None where its reader may not have it any more.

    In a rehearsal it is empty for all but coordinators.
    """
    if not may_read(session, link, partnership, now=now):
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
) -> tuple[int | None, bool, date, bool]:
    """Give what feeds follow from: the last change, whether it holds, the day, and a rehearsal.

    While it is the same, so is every feed. A change holds once it can't be stopped any more.
    """
    latest = select(AuditEntry.id, AuditEntry.at).order_by(AuditEntry.id.desc()).limit(1)
    last, at = session.execute(latest).one_or_none() or (None, now)
    return last, at + STOPPABLE <= now, partnership.day(now), partnership.in_rehearsal(now)


def name_of(partnership: Partnership, body: Body | None) -> str:
    """Give what programs call a feed."""
    if body is not None:
        return f"{partnership.name}: {body.name}"
    return _("{partnership}: my meetings").format(partnership=partnership.name)


def of_body(session: Session, body: Body, *, now: datetime) -> list[Part]:
    """Give the parts of all that is scheduled for a body."""
    return _kept(session, select(Series.id).where(Series.body_id == body.id), now)


def personal(session: Session, person_id: int, *, now: datetime) -> Iterator[Part]:
    """Give the parts of all that a person is asked about.

    They are kept ones, and made for them where they are not at all events of a series.
    """
    counted = _counted(session, person_id)
    partly = {each.series_id: each for each in counted if 0 < each.held < each.events}
    whole = select(Attendee.series_id).where(Attendee.person_id == person_id)
    none_held = [each.series_id for each in counted if not each.held]
    yield from _kept(session, whole, now, besides={*partly, *none_held})
    sent = select(Series).where(Series.id.in_(partly), Series.id.not_in(_may_be_stopped(now)))
    for series in session.scalars(sent):
        yield from _partly(session, series, partly[series.id].attendee_id, person_id, now)


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


def _partly(
    session: Session, series: Series, attendee_id: int, person_id: int, now: datetime
) -> Iterator[Part]:
    own = events.of(session, series.id)
    held = set(
        session.scalars(
            select(Recipient.event_id).where(
                Recipient.attendee_id == attendee_id, Recipient.withdrawn_at.is_(None)
            )
        )
    )
    theirs = [each for each in own if each.id in held]
    gone = series.cancelled_at is not None and series.cancelled_at <= now - GONE
    if series.scheduled_at is None or all(each.ends_at <= now - PAST for each in theirs):
        return
    but = {each.id for each in own} - held
    ends = not calendars.goes_on(session, series, person_id)
    for event, part in calendars.published(series, own, but=but, ends=ends):
        off = event is not None and event.status == Status.CANCELLED
        if not gone or not (off or all(each.status == Status.CANCELLED for each in theirs)):
            yield part


def _kept(
    session: Session, shown: Select[int], now: datetime, *, besides: set[int] | None = None
) -> list[Part]:
    """Give the kept parts of some series, without what is over or gone for too long."""
    lately = select(Event.series_id).where(Event.ends_at > now - PAST)
    query = (
        select(FeedPart.key, FeedPart.body, FeedPart.zone, FeedPart.first_year, FeedPart.last_year)
        .where(FeedPart.series_id.in_(shown), FeedPart.series_id.in_(lately))
        .where(or_(FeedPart.gone_at.is_(None), FeedPart.gone_at > now - GONE))
        .where(FeedPart.series_id.not_in(_may_be_stopped(now)))
    )
    if besides:
        query = query.where(FeedPart.series_id.not_in(besides))
    return [_part(each) for each in session.execute(query)]


def _may_be_stopped(now: datetime) -> Select[int]:
    """Give the series whose invitations have not left: nobody may know of them."""
    return select(Round.series_id).where(
        Round.what == What.INVITATION, Round.goes_at > now, Round.stopped_at.is_(None)
    )


def _part(row: Row[str, bytes, str | None, int, int]) -> Part:
    return Part(*row)
