"""People who leave: from a day on they have no post there, fill no seat and keep no diary."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import appointments, diary_contacts, endings, places, posts
from db.models import Person, Seat, SeatHolder
from db.models.base import Dated
from db.places import Place
from domain.days import said
from domain.errors import Refused
from domain.language import gettext as _
from domain.seats import Part


@dataclass(frozen=True, slots=True)
class Left:
    """What a departure ended, and the seats that are vacant from that day on.

    `seat_ids` are the seats that the person has filled, and those of where they had a post.
    """

    posts: int
    seats: int
    vacant: tuple[Place, ...]
    seat_ids: tuple[int, ...]


def leave(
    session: Session,
    person: Person,
    day: date,
    *,
    today: date,
    organisation_id: int | None = None,
    by: int | None,
    now: datetime,
) -> Left:
    """End what a person is from a day on: at one organisation, or everywhere.

    Raises `Refused` where nothing lasts so long, and where something began later and has held.
    """
    own = posts.of_person(session, person.id)
    ending = [each for each in own if organisation_id in {None, each.organisation_id}]
    filled = _filled(session, person.id, organisation_id, day)
    lasting: list[Dated] = [*ending, *filled]
    endings.refuse_begun(lasting, day, today=today, name=person.name, field="day")
    ended = posts.end_all(session, ending, day, by=by, now=now)
    for each in filled:
        appointments.dismiss(session, each, day, today=today, by=by, now=now)
    if not ended and not filled:
        raise Refused(
            _("{name} has no post and no seat after {day}.").format(
                name=person.name, day=said(day)
            ),
            field="day",
        )
    if not posts.organisations_on(session, person.id, day):
        diary_contacts.end_all(session, person.id, day, today=today, by=by, now=now)
    touched = _touched(session, filled, {each.organisation_id for each in ending})
    return Left(ended, len(filled), _vacant(session, filled, day), touched)


def _touched(
    session: Session, filled: Iterable[SeatHolder], organisation_ids: Iterable[int]
) -> tuple[int, ...]:
    """Give the seats whose people may be others now: a main contact stands in for a lead."""
    own = session.scalars(select(Seat.id).where(Seat.organisation_id.in_(organisation_ids)))
    return tuple(sorted({*own, *(each.seat_id for each in filled)}))


def _filled(
    session: Session, person_id: int, organisation_id: int | None, day: date
) -> list[SeatHolder]:
    wanted = [SeatHolder.person_id == person_id, SeatHolder.not_over(day)]
    if organisation_id is not None:
        wanted.append(Seat.organisation_id == organisation_id)
    query = select(SeatHolder).join(Seat, Seat.id == SeatHolder.seat_id).where(*wanted)
    return list(session.scalars(query.order_by(SeatHolder.id)))


def _vacant(session: Session, ended: Iterable[SeatHolder], day: date) -> tuple[Place, ...]:
    led = [each.seat_id for each in ended if each.part == Part.LEAD]
    return tuple(each for each in places.places(session, led) if each.vacant(day))
