"""Links of one person to one event: its page with the papers, and the pages to answer on.

Each has one purpose. A live link is given again, so that every mail and card of one person opens
the same pages; each event of a series has its own. An event that moves takes its links along.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from db import links
from db.models import Event, Link

PAGE = "event"
ANSWER = "answer"
DEPUTY = "deputy"
ACCESS = "access"
HOLDER = "holder"

PURPOSES = (PAGE, ANSWER, DEPUTY, ACCESS, HOLDER)

PAGE_LASTS = timedelta(days=30)
"""How long an event's page opens after its end."""

ANSWER_LASTS = timedelta(days=1)
"""How long a link to answer opens after its event began: it then says that it is over."""

_SHORTEST = timedelta(days=1)
"""How long a link opens that is given for an event long over."""


@dataclass(frozen=True, slots=True)
class EventLinks:
    """The links that one person has for one event, one of each purpose."""

    page: Link
    answer: Link
    deputy: Link
    access: Link
    holder: Link


def issue(session: Session, person_id: int, event: Event, *, now: datetime) -> EventLinks:
    """Give somebody's links for an event: those that open already, or else new ones."""
    wanted = {each: _until(each, event, now) for each in PURPOSES}
    given = links.give(session, wanted, person_id=person_id, subject_id=event.id, now=now)
    for purpose, link in given.items():
        link.expires_at = wanted[purpose]
    return EventLinks(*(given[each] for each in PURPOSES))


def _until(purpose: str, event: Event, now: datetime) -> datetime:
    lasts = event.ends_at + PAGE_LASTS if purpose == PAGE else event.begins_at + ANSWER_LASTS
    return max(lasts, now + _SHORTEST)


def live(session: Session, person_id: int, event_id: int, *, now: datetime) -> dict[str, Link]:
    """Give the links that somebody has for an event and that open now, by purpose."""
    return links.live(session, PURPOSES, person_id=person_id, subject_id=event_id, now=now)
