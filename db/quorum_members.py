"""Whom a quorum's rule may name: sectors, and seats of bodies."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import organisations, sectors
from db.models import Body, Seat
from domain.names import name_key
from domain.quorum_entries import of_seat, of_sector


def like(session: Session, text: str, *, day: date, limit: int) -> list[tuple[str, str]]:
    """List sectors and seats whose name has a text in it, by their choice: sectors come first."""
    named = [(of_sector(code), name) for code, name in _sectors(session, day).items()]
    query = (
        select(Seat.id, Seat.organisation_id, Body.name)
        .join(Body, Body.id == Seat.body_id)
        .where(Seat.holds(day))
        .order_by(Body.name_key, Seat.id)
    )
    rows = session.execute(query).all()
    onward = organisations.surviving(session, {each.organisation_id for each in rows}, day)
    called = organisations.called(session, set(onward.values()), day=day)
    for seat, owner, body in rows:
        named.append((of_seat(seat), f"{called[onward[owner]].name} ({body})"))
    wanted = name_key(text) if text else ""
    return [each for each in named if wanted in name_key(each[1])][:limit]


def codes(session: Session, *, day: date) -> set[str]:
    """Give the sectors that a rule may name, by their codes."""
    return set(_sectors(session, day))


def seats_of(session: Session, body_id: int, *, day: date) -> set[int]:
    """Give the seats of a body that a rule of it may name."""
    query = select(Seat.id).where(Seat.body_id == body_id, Seat.holds(day))
    return set(session.scalars(query))


def _sectors(session: Session, day: date) -> dict[str, str]:
    return {each.code: sectors.said(each) for each in sectors.in_use(session, day) if each.code}
