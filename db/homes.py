"""What a partner sees of its own: the organisations somebody speaks for, and their seats."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import merges, organisations, places
from db.models import Organisation, Post, Seat, SeatHolder
from db.organisations import Named
from db.places import Place
from domain.organisations import family, final


@dataclass(frozen=True, slots=True)
class Own:
    """An organisation that somebody speaks for, with its seats."""

    partner: Named
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """What somebody belonged to; `closed`: it is not on the register any more."""

    name: str
    closed: bool


def of(session: Session, person_id: int, *, day: date) -> list[Own]:
    """List the organisations where a person has a post or a seat on a day, by name.

    With each the seats that last on the day, those of what was merged into it too.
    """
    ids = _ids(session, person_id, day)
    if not ids:
        return []
    onward = merges.redirects(session, day)
    own = {final(onward, each) for each in ids}
    everybody = {each for one in own for each in family(onward, one)}
    seats = places.of(session, *everybody, day=day)
    query = organisations.on_register(day).where(Organisation.id.in_(own))
    return [
        Own(
            partner,
            tuple(
                each
                for each in seats
                if final(onward, each.seat.organisation_id) == partner.id
                and each.seat.span.holds(day)
            ),
        )
        for partner in (Named(each, name) for each, name, _key in session.execute(query))
    ]


def _ids(session: Session, person_id: int, day: date) -> set[int]:
    posts = select(Post.organisation_id).where(Post.person_id == person_id, Post.holds(day))
    held = (
        select(Seat.organisation_id)
        .join(SeatHolder, SeatHolder.seat_id == Seat.id)
        .where(SeatHolder.person_id == person_id, SeatHolder.holds(day), Seat.holds(day))
    )
    return {*session.scalars(posts), *session.scalars(held)}


def gone(session: Session, person_id: int, *, day: date) -> list[Gone]:
    """List what somebody belonged to, who belongs to nothing on the register on a day.

    Partners that have closed while they belonged there; else the one they left last.
    """
    ids = _ids(session, person_id, day) or _left(session, person_id, day)
    onward = organisations.surviving(session, ids, day)
    called = organisations.called(session, set(onward.values()), day=day)
    there = {
        each
        for each, _name, _key in session.execute(
            organisations.on_register(day).where(Organisation.id.in_(called))
        )
    }
    return [Gone(each.name, each.id not in there) for each in called.values()]


def _left(session: Session, person_id: int, day: date) -> set[int]:
    last = session.scalars(
        select(Post.organisation_id)
        .where(Post.person_id == person_id, Post.until <= day)
        .order_by(Post.until.desc(), Post.id.desc())
        .limit(1)
    )
    return set(last)


def own_place(session: Session, person_id: int, seat_id: int, *, day: date) -> Place | None:
    """Find a seat of an organisation that a person speaks for; None for anybody else's."""
    seats = [each for own in of(session, person_id, day=day) for each in own.places]
    return next((each for each in seats if each.seat.id == seat_id), None)
