"""For which seats one person is asked about an event, and which of them others fill now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db import audiences, deputy_seats, organisations
from db.audiences import Because
from db.models import Body, Event, Invitation, Post, Seat, SeatHolder
from domain.askings import Standing, Through
from domain.seats import Part

_THROUGH = {
    Because.LEAD: Through.LEAD,
    Because.DEPUTIES: Through.DEPUTY,
    Because.CONTACT: Through.CONTACT,
}


@dataclass(frozen=True, slots=True)
class Seats:
    """One person's seats at an event; `replaced` names partners that another leads there now."""

    now: tuple[Standing, ...] = ()
    replaced: tuple[str, ...] = ()


def asked_of(session: Session, event: Event, person_id: int) -> Seats:
    """Give for which seats a person is asked about an event, by the register of its day.

    Looked at are the seats that they ever filled, and those of partners they are the contact of.
    """
    day = event.begins.date()
    rows = _invited(session, event, person_id)
    named = deputy_seats.of(session, event, person_id)
    if not rows:
        return Seats(named)
    seats = [seat for seat, _body, _withdrawn in rows]
    bodies = {seat.id: body for seat, body, _withdrawn in rows}
    gone = {seat.id for seat, _body, withdrawn in rows if withdrawn is not None}
    asked = [each for each in audiences.filled(session, seats, day) if each.seat.id not in gone]
    names = organisations.called(session, {each.organisation_id for each in seats}, day=day)
    mine = [each for each in asked if person_id in each.people]
    led = _led_once(session, person_id, [each.id for each in seats], day)
    replaced = [
        names[each.seat.organisation_id].name
        for each in asked
        if each not in mine and each.because is Because.LEAD and each.seat.id in led
    ]
    now = [
        Standing(
            names[each.seat.organisation_id].name, bodies[each.seat.id], _THROUGH[each.because]
        )
        for each in mine
    ]
    return Seats((*now, *named), tuple(dict.fromkeys(replaced)))


def ids_asked_of(session: Session, event: Event, person_id: int) -> set[int]:
    """Give the seats that a person is asked for at an event, by the register of its day."""
    rows = _invited(session, event, person_id)
    seats = [seat for seat, _body, withdrawn in rows if withdrawn is None]
    asked = audiences.filled(session, seats, event.begins.date())
    return {each.seat.id for each in asked if person_id in each.people}


def _invited(
    session: Session, event: Event, person_id: int
) -> Sequence[tuple[Seat, str, object | None]]:
    held = select(SeatHolder.seat_id).where(SeatHolder.person_id == person_id)
    posts = select(Post.organisation_id).where(Post.person_id == person_id, Post.main)
    query = (
        select(Seat, Body.name, Invitation.withdrawn_at)
        .join(Invitation, Invitation.seat_id == Seat.id)
        .join(Body, Body.id == Seat.body_id)
        .where(
            Invitation.event_id == event.id,
            or_(Seat.id.in_(held), Seat.organisation_id.in_(posts)),
        )
        .order_by(Seat.id)
    )
    return [(seat, body, gone) for seat, body, gone in session.execute(query)]


def _led_once(session: Session, person_id: int, seat_ids: Sequence[int], day: date) -> set[int]:
    """Give which seats a person led until a day, or was to lead."""
    query = select(SeatHolder.seat_id).where(
        SeatHolder.person_id == person_id,
        SeatHolder.seat_id.in_(seat_ids),
        SeatHolder.part == Part.LEAD,
        SeatHolder.until <= day,
    )
    return set(session.scalars(query))
