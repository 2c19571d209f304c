"""A partner's own lines, gathered: for each body on which it has a seat."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import events, shown_lists
from db.models import Event, Invitation, Seat
from domain import own_lines
from domain.events import Status
from domain.own_lines import Next, OwnLine
from domain.roles import Role
from domain.watching import Reader
from domain.working_days import Region


def of(session: Session, organisations: Collection[int], *, now: datetime) -> list[OwnLine]:
    """Give the lines of some organisations, which are the reader's own."""
    owner = events.partnership(session)
    reader = Reader(frozenset({Role.CHAIR}), owner.day(now), Region(owner.region))
    made = []
    for own in sorted(organisations):
        coming, seats = _coming(session, own, now), _seats(session, own, reader.day)
        for at in shown_lists.partner(session, owner, own, reader):
            body = at.watching.body_id
            if body in seats and at.watching.standing.state.out_of:
                made.append(own_lines.of(at, seats[body], coming.get(body)))
    return made


def _seats(session: Session, own: int, day: date) -> dict[int, int]:
    """Give an organisation's seat on each body; of several the first."""
    query = select(Seat.body_id, Seat.id).where(Seat.organisation_id == own, Seat.holds(day))
    return dict(session.execute(query.order_by(Seat.id.desc())).all())


def _coming(session: Session, own: int, now: datetime) -> dict[int, Next]:
    """Give the next event of each body to which an organisation is invited."""
    query = (
        select(Seat.body_id, Event.id, Event.begins)
        .join(Invitation, Invitation.seat_id == Seat.id)
        .join(Event, Event.id == Invitation.event_id)
        .where(
            Seat.organisation_id == own,
            Invitation.withdrawn_at.is_(None),
            Event.status == Status.SCHEDULED,
            Event.begins_at > now,
        )
        .order_by(Event.begins_at.desc(), Event.id.desc())
    )
    rows = session.execute(query)
    return {body: Next(event, begins.date()) for body, event, begins in rows}
