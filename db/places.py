"""Who sits where, as it is read: seats with their bodies and all who fill them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Body, Person, Seat, SeatHolder
from domain.seats import Part


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody who fills a seat: as what, and when."""

    row: SeatHolder
    person: Person

    @property
    def part(self) -> Part:
        """Say as what they fill it."""
        return Part(self.row.part)


@dataclass(frozen=True, slots=True)
class Place:
    """A seat with its body and all who fill it: past, present and planned, the earliest first."""

    seat: Seat
    body: Body
    holders: tuple[Held, ...]

    def lead(self, day: date) -> Held | None:
        """Give who leads it on a day; None where the seat is vacant then."""
        return next((each for each in self.on(day) if each.part is Part.LEAD), None)

    def deputies(self, day: date) -> list[Held]:
        """List its standing deputies on a day."""
        return [each for each in self.on(day) if each.part is Part.DEPUTY]

    def on(self, day: date) -> list[Held]:
        """List those who fill it on a day."""
        return [each for each in self.holders if each.row.span.holds(day)]

    def planned(self, day: date) -> list[Held]:
        """List those who will begin after a day."""
        return [each for each in self.holders if each.row.since > day]

    def vacant(self, day: date) -> bool:
        """Say whether it is a seat on a day and has no lead then."""
        return self.seat.span.holds(day) and self.lead(day) is None


def of(
    session: Session, organisation_id: int, *others: int, day: date | None = None
) -> list[Place]:
    """List an organisation's seats by body: those that last on a day or later, or all.

    `others` are the organisations that were merged into it.
    """
    wanted = Seat.organisation_id.in_([organisation_id, *others])
    still = [] if day is None else [Seat.not_over(day)]
    return _places(session, wanted, *still)


def place(session: Session, seat_id: int) -> Place | None:
    """Find a seat by its id, with all who fill it."""
    return next(iter(_places(session, Seat.id == seat_id)), None)


def places(session: Session, seat_ids: Collection[int]) -> list[Place]:
    """Find seats by their ids, by body."""
    return _places(session, Seat.id.in_(seat_ids)) if seat_ids else []


def filled_by(session: Session, person_id: int, *, day: date | None = None) -> list[Place]:
    """List the seats that a person fills by body: on a day or later, or ever."""
    theirs = select(SeatHolder.seat_id).where(SeatHolder.person_id == person_id)
    still = [] if day is None else [SeatHolder.not_over(day)]
    return _places(session, Seat.id.in_(theirs.where(*still)))


def _places(session: Session, *criteria: Any) -> list[Place]:
    query = select(Seat, Body).join(Body, Body.id == Seat.body_id).where(*criteria)
    order = (Body.name_key, Seat.title, Seat.since, Seat.id)
    found = session.execute(query.order_by(*order)).all()
    wanted = [seat.id for seat, _body in found]
    rows = session.execute(
        select(SeatHolder, Person)
        .join(Person, Person.id == SeatHolder.person_id)
        .where(SeatHolder.seat_id.in_(wanted))
        .order_by(SeatHolder.since, SeatHolder.id)
    )
    held: dict[int, list[Held]] = {}
    for row, person in rows:
        held.setdefault(row.seat_id, []).append(Held(row, person))
    return [Place(seat, body, tuple(held.get(seat.id, ()))) for seat, body in found]


def vacant(session: Session, *, day: date) -> list[Seat]:
    """List the seats that have no lead on a day, in the order they were added."""
    led = (
        select(SeatHolder.id)
        .where(SeatHolder.seat_id == Seat.id, SeatHolder.part == Part.LEAD, SeatHolder.holds(day))
        .exists()
    )
    return list(session.scalars(select(Seat).where(Seat.holds(day), ~led).order_by(Seat.id)))
