"""Seats that move with who fills them: what a change of the register does to coming events."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db import events, register_rounds
from db.events import Shown
from db.models import (
    Address,
    Attendee,
    AudienceItem,
    Event,
    Invitation,
    Person,
    Recipient,
    Seat,
    Series,
)
from domain.events import Status

_Asked = set[tuple[int, int]]
"""Who is asked about what: an event's id and a person's."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What followed a change of the register: the events that others are asked about from now on.

    `out` are the names of those who are out of some of them, `new` of those who are in, and
    `unreached` of those among them who have no mail address.
    """

    events: tuple[Shown, ...] = ()
    out: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    unreached: tuple[str, ...] = ()


def follow(
    session: Session, seat_ids: Collection[int], *, by: int | None, now: datetime
) -> Followed:
    """Let the coming events of some seats be about whom the register names now.

    To be called in the transaction that has changed who fills them.
    """
    touched = _touched(session, seat_ids, now)
    ids = [each.id for each in touched]
    before = _asked(session, ids, now)
    register_rounds.keep(session, touched, by=by, now=now)
    after = _asked(session, ids, now)
    new = {person for _event, person in after - before}
    return Followed(
        tuple(events.by_ids(session, {event for event, _person in before ^ after})),
        _names(session, {person for _event, person in before - after}),
        _names(session, new),
        _names(session, new - _reached(session, new)),
    )


def of_organisations(session: Session, organisation_ids: Collection[int]) -> list[int]:
    """List the seats of some organisations, past ones too."""
    query = select(Seat.id).where(Seat.organisation_id.in_(organisation_ids))
    return list(session.scalars(query.order_by(Seat.id)))


def of_body(session: Session, body_id: int) -> list[int]:
    """List the seats of a body, past ones too."""
    return list(session.scalars(select(Seat.id).where(Seat.body_id == body_id).order_by(Seat.id)))


def _touched(session: Session, seat_ids: Collection[int], now: datetime) -> Sequence[Series]:
    """Find the series that meet again and invite some seats, or all of a body of theirs.

    Whoever else would change them waits until we are done.
    """
    if not seat_ids:
        return []
    coming = (
        select(Event.id)
        .where(Event.series_id == Series.id, Event.status == Status.SCHEDULED)
        .where(Event.begins_at > now)
    )
    invited = coming.join(Invitation, Invitation.event_id == Event.id).where(
        Invitation.seat_id.in_(seat_ids)
    )
    bodies = select(Seat.body_id).where(Seat.id.in_(seat_ids))
    whole_body = select(AudienceItem.id).where(
        AudienceItem.series_id == Series.id, AudienceItem.body_id.in_(bodies)
    )
    query = (
        select(Series)
        .where(
            Series.scheduled_at.is_not(None),
            Series.cancelled_at.is_(None),
            ~Series.sample,
            or_(invited.exists(), whole_body.exists() & coming.exists()),
        )
        .order_by(Series.id)
        .with_for_update()
    )
    return session.scalars(query.execution_options(populate_existing=True)).all()


def _asked(session: Session, series_ids: Collection[int], now: datetime) -> _Asked:
    if not series_ids:
        return set()
    query = (
        select(Recipient.event_id, Attendee.person_id)
        .join(Attendee, Attendee.id == Recipient.attendee_id)
        .join(Event, Event.id == Recipient.event_id)
        .where(
            Event.series_id.in_(series_ids),
            Event.status == Status.SCHEDULED,
            Event.begins_at > now,
            Recipient.withdrawn_at.is_(None),
        )
    )
    return {(event, person) for event, person in session.execute(query)}


def _reached(session: Session, ids: Collection[int]) -> set[int]:
    """Give those who have a mail address."""
    query = select(Address.person_id).where(Address.person_id.in_(ids))
    return set(session.scalars(query)) if ids else set()


def _names(session: Session, ids: Collection[int]) -> tuple[str, ...]:
    if not ids:
        return ()
    query = select(Person.name).where(Person.id.in_(ids)).order_by(Person.name, Person.id)
    return tuple(session.scalars(query))
