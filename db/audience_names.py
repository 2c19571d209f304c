"""The names of those whom an audience means, as forms and previews show them."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import organisations, sectors
from db.audience_items import Choice
from db.models import Body, Person, Seat, Sector
from domain.events import Among
from domain.spellings import unaccented

Names = Mapping[Choice, str]


def of(session: Session, whom: Collection[Choice], *, day: date) -> dict[Choice, str]:
    """Give the name of each choice that there is; what is unknown is left out."""
    ids = {among: [each.id for each in whom if each.among is among] for among in Among}
    bodies = select(Body.id, Body.name).where(Body.id.in_(ids[Among.BODY]))
    people = select(Person.id, Person.name).where(Person.id.in_(ids[Among.GUEST]))
    groups = select(Sector).where(Sector.id.in_(ids[Among.SECTOR]))
    found: dict[Choice, str] = {}
    if ids[Among.BODY]:
        found |= {Choice(Among.BODY, own): name for own, name in session.execute(bodies)}
    if ids[Among.SECTOR]:
        rows = session.scalars(groups)
        found |= {Choice(Among.SECTOR, each.id): sectors.said(each) for each in rows}
    if ids[Among.SEAT]:
        named = _seats(session, ids[Among.SEAT], day)
        found |= {Choice(Among.SEAT, own): name for own, name in named.items()}
    if ids[Among.GUEST]:
        found |= {Choice(Among.GUEST, own): name for own, name in session.execute(people)}
    return {each: found[each] for each in whom if each in found}


def _seats(session: Session, seat_ids: Collection[int], day: date) -> dict[int, str]:
    query = select(Seat, Body.name).join(Body, Body.id == Seat.body_id)
    rows = session.execute(query.where(Seat.id.in_(seat_ids))).all()
    owners = {seat.organisation_id for seat, _body in rows}
    called = organisations.called(session, owners, day=day)
    return {
        seat.id: seat_name(called[seat.organisation_id].name, body, seat.title)
        for seat, body in rows
    }


def seat_name(partner: str, body: str, title: str) -> str:
    """Name a seat: its partner, the body, and its title where it has one."""
    return f"{partner}, {body}: {title}" if title else f"{partner}, {body}"


def seats_like(session: Session, text: str, *, day: date, limit: int) -> list[tuple[int, str]]:
    """List the seats of a day or later that have a text in their name, in the order of names."""
    query = select(Seat, Body.name).join(Body, Body.id == Seat.body_id)
    rows = session.execute(query.where(Seat.not_over(day))).all()
    owners = {seat.organisation_id for seat, _body in rows}
    called = organisations.called(session, owners, day=day)
    wanted = unaccented(text)
    named = (
        (seat_name(called[seat.organisation_id].name, body, seat.title), seat)
        for seat, body in rows
    )
    found = sorted((unaccented(name), seat.id, name) for name, seat in named)
    return [(own, name) for key, own, name in found if wanted in key][:limit]
