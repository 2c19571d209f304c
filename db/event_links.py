"""Links of one person to one event: its page with the papers, and the page to answer on.

A live link is given again, so that every mail and card of one person opens the same pages; each
event of a series has its own. An event that moves takes its links along.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import links
from db.models import Event, Link

PAGE = "event"
ANSWER = "answer"

PAGE_LASTS = timedelta(days=30)
"""How long an event's page opens after its end."""

ANSWER_LASTS = timedelta(days=1)
"""How long a link to answer opens after its event began: it then says that it is over."""

_SHORTEST = timedelta(days=1)
"""How long a link opens that is given for an event long over."""


@dataclass(frozen=True, slots=True)
class EventLinks:
    """The two links that one person has for one event."""

    page: Link
    answer: Link


def issue(session: Session, person_id: int, event: Event, *, now: datetime) -> EventLinks:
    """Give somebody's links for an event: those that open already, or else new ones."""
    known = live(session, person_id, event.id, now=now)
    return EventLinks(
        _until(session, known, PAGE, person_id, event, event.ends_at + PAGE_LASTS, now),
        _until(session, known, ANSWER, person_id, event, event.begins_at + ANSWER_LASTS, now),
    )


def _until(
    session: Session,
    known: dict[str, Link],
    purpose: str,
    person_id: int,
    event: Event,
    until: datetime,
    now: datetime,
) -> Link:
    until = max(until, now + _SHORTEST)
    if purpose in known:
        known[purpose].expires_at = until
        return known[purpose]
    lasts = until - now
    return links.issue(
        session, purpose, person_id=person_id, subject_id=event.id, lasts=lasts, now=now
    )


def live(session: Session, person_id: int, event_id: int, *, now: datetime) -> dict[str, Link]:
    """Give the links that somebody has for an event and that open now, by purpose."""
    query = select(Link).where(
        Link.person_id == person_id,
        Link.subject_id == event_id,
        Link.purpose.in_((PAGE, ANSWER)),
        Link.expires_at > now,
        Link.revoked_at.is_(None),
    )
    return {each.purpose: each for each in session.scalars(query.order_by(Link.id.desc()))}
