"""Links to feeds: who may read which, and how an address is taken back and given anew.

A person has one link to their own feed, and one to each body's that they asked for.
"""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db import audit, bodies, bulk, events, links, people, person_links
from db.models import Body, Link, Partnership, Post, Seat, SeatHolder
from domain.roles import READER, may

PERSONAL = person_links.CALENDAR
OF_BODY = "body-feed"
"""What links to feeds are for."""

LASTS = person_links.CALENDAR_LASTS
"""How long a feed can be read by one link: programs ask for it for years."""


def may_read(session: Session, link: Link, partnership: Partnership, *, now: datetime) -> bool:
    """Say whether somebody may still read what a link of theirs was made for."""
    person_id = link.person_id
    if link.purpose == PERSONAL:
        return may_have(session, person_id, partnership, now=now)
    return any(each.id == link.subject_id for each in open_to(session, person_id, now=now))


def may_have(session: Session, person_id: int, partnership: Partnership, *, now: datetime) -> bool:
    """Say whether somebody has a feed of their own: who has a role, a post or a seat."""
    day = partnership.day(now)
    if people.roles(session, person_id, day):
        return True
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
    purpose, subject = _of(body)
    return links.issue(
        session, purpose, person_id=person_id, subject_id=subject, lasts=LASTS, now=now
    )


def shown(
    session: Session, person_id: int, body: Body | None = None, *, now: datetime
) -> Link | None:
    """Give the same to be shown; None where they turned it off: then only they make a new one."""
    purpose, subject = _of(body)
    wanted = {purpose: now + LASTS}
    found = links.give(
        session, wanted, person_id=person_id, subject_id=subject, but_off=wanted, now=now
    )
    return found.get(purpose)


def _of(body: Body | None) -> tuple[str, int | None]:
    return (PERSONAL, None) if body is None else (OF_BODY, body.id)


def renew(session: Session, person_id: int, body: Body | None = None, *, now: datetime) -> Link:
    """Give somebody a new address for their own feed or a body's; the old one opens nothing."""
    purpose, subject = _of(body)
    old = links.live(session, [purpose], person_id=person_id, subject_id=subject, now=now)
    for each in old.values():
        links.revoke(session, each, now=now)
    new = link(session, person_id, body, now=now)
    about = {"body": body.id} if body is not None else {}
    audit.record(
        session,
        actor_id=person_id,
        verb="renew feed",
        subject_kind="person",
        subject_id=person_id,
        before={"links": [each.id for each in old.values()]},
        after={"link": new.id, **about},
        now=now,
    )
    return new


def turn_off(session: Session, person_id: int, body: Body | None = None, *, now: datetime) -> None:
    """Let somebody's own feed or a body's have no address, until they ask for a new one."""
    purpose, subject = _of(body)
    old = links.live(session, [purpose], person_id=person_id, subject_id=subject, now=now)
    for each in old.values():
        links.turn_off(session, each, now=now)
    about = {"body": body.id} if body is not None else {}
    audit.record(
        session,
        actor_id=person_id,
        verb="turn off feed",
        subject_kind="person",
        subject_id=person_id,
        before={"links": [each.id for each in old.values()]},
        after=about,
        now=now,
    )


def end_all(session: Session, body: Body, *, by: int | None, now: datetime) -> int:
    """Let no address of a body's feed open anything any more; give how many did.

    Who may read it can ask for a new one; none is made by itself.
    """
    of_it = (Link.purpose == OF_BODY) & (Link.subject_id == body.id) & Link.revoked_at.is_(None)
    ended = bulk.changed(
        session, update(Link).where(of_it).values(revoked_at=now, version=links.OFF)
    )
    audit.record(
        session,
        actor_id=by,
        verb="end feeds",
        subject_kind="body",
        subject_id=body.id,
        before=None,
        after={"ended": ended},
        now=now,
    )
    return ended
