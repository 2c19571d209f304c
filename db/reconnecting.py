"""What a draft to win a partner back is made of, gathered."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import people, shown_lists
from db.models import Event, Partnership, Seat, SeatHolder, Series
from domain.errors import Refused
from domain.events import Status
from domain.language import gettext as _
from domain.reconnecting import Draft
from domain.seats import Part
from domain.watching import AtBody, Reader

DATES = 2
"""Coming dates that are named."""


def of(
    session: Session,
    owner: Partnership,
    organisation_id: int,
    body_id: int,
    reader: Reader,
    *,
    now: datetime,
) -> Draft:
    """Give the facts of a draft. Raises `Refused` for one who came to the last event."""
    at = next(
        (
            each
            for each in shown_lists.partner(session, owner, organisation_id, reader)
            if each.watching.body_id == body_id
        ),
        None,
    )
    if at is None or not at.watching.standing.state.missed:
        raise Refused(_("This has changed meanwhile: they came again, or have no seat there."))
    return Draft(
        organisation_id,
        body_id,
        at.watching.name,
        at.watching.body,
        at.watching.standing.state.missed,
        _priorities(session, at),
        _coming(session, body_id, now),
        _address(session, organisation_id, body_id, reader.day),
    )


def _priorities(session: Session, at: AtBody) -> tuple[str, ...]:
    """Give what the events that were missed were about, the latest first."""
    missed = at.watching.standing.state.missed
    ids = [each.event_id for each in at.occasions[:missed]]
    query = (
        select(Series.priorities)
        .join(Event, Event.series_id == Series.id)
        .where(Event.id.in_(ids))
        .order_by(Event.begins_at.desc())
    )
    every = [each for found in session.scalars(query) for each in found]
    return tuple(dict.fromkeys(every))[:DATES]


def _coming(session: Session, body_id: int, now: datetime) -> tuple[date, ...]:
    query = (
        select(Event.begins)
        .join(Series, Series.id == Event.series_id)
        .where(Series.body_id == body_id, Event.status == Status.SCHEDULED, Event.begins_at > now)
        .order_by(Event.begins_at)
        .limit(DATES)
    )
    return tuple(each.date() for each in session.scalars(query))


def _address(session: Session, organisation_id: int, body_id: int, day: date) -> str:
    """Give the address of who leads the partner's seat; empty where nobody has one."""
    query = (
        select(SeatHolder.person_id)
        .join(Seat, Seat.id == SeatHolder.seat_id)
        .where(
            Seat.organisation_id == organisation_id,
            Seat.body_id == body_id,
            SeatHolder.part == Part.LEAD,
            SeatHolder.holds(day),
        )
        .order_by(SeatHolder.id)
    )
    leads: Sequence[int] = session.scalars(query).all()
    found = [each.address for lead in leads for each in people.addresses(session, lead)]
    return next(iter(found), "")
