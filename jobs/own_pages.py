"""The addresses of somebody's own pages, as their letters and cards carry them."""

from sqlalchemy.orm import Session

from bot.ground import Ground
from db import event_links, events, feed_links, person_links, record_links
from db.models import Event, Link
from domain.askings import Pages
from domain.errors import Refused


def of_event(session: Session, person_id: int, event: Event, ground: Ground) -> Pages:
    """Give all of somebody's pages of an event; none where the installation has no address."""
    if not _has_address(ground):
        return Pages()
    links, to = event_links.issue(session, person_id, event, now=ground.now), ground.addresses.link
    owner = events.partnership(session)
    has_calendar = feed_links.may_have(session, person_id, owner, now=ground.now)
    own = _given(session, person_id, ground, calendar=has_calendar)
    return Pages(
        event=to(links.page),
        answer=to(links.answer),
        deputy=to(links.deputy),
        access=to(links.access),
        holder=to(links.holder),
        preferences=to(own[person_links.CHOICES]),
        calendar=to(own[person_links.CALENDAR]) if person_links.CALENDAR in own else "",
    )


def _given(
    session: Session, person_id: int, ground: Ground, *, calendar: bool = False
) -> dict[str, Link]:
    """Give what is of no event, at once: the foot of every page of theirs leads to their record."""
    purposes = [person_links.CHOICES, person_links.RECORD]
    purposes += [person_links.CALENDAR] if calendar else []
    return person_links.give(session, person_id, purposes, now=ground.now)


def preferences(session: Session, person_id: int, ground: Ground) -> str:
    """Give where somebody chooses which messages they get; empty without an address of ours."""
    if not _has_address(ground):
        return ""
    return ground.addresses.link(_given(session, person_id, ground)[person_links.CHOICES])


def record(session: Session, person_id: int, ground: Ground) -> str:
    """Give where somebody reads what is recorded of theirs; empty without an address of ours."""
    if not _has_address(ground):
        return ""
    return ground.addresses.link(record_links.give(session, person_id, now=ground.now))


def of_none(session: Session, person_id: int, ground: Ground) -> Pages:
    """Give what a letter needs that asks nothing: where to choose which messages one gets."""
    return Pages(preferences=preferences(session, person_id, ground))


def _has_address(ground: Ground) -> bool:
    try:
        ground.addresses.page("/")
    except Refused:
        return False
    return True
