"""What changes in a month, for the Home tab: a fixed number of queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from db import organisations
from db.models import Body, Leave, Membership, Person, Seat, SeatHolder
from domain.months import Change, Turn, month_around
from domain.seats import Part

_HOLDERS = {
    Part.LEAD: (Turn.LEAD_BEGINS, Turn.LEAD_ENDS),
    Part.DEPUTY: (Turn.DEPUTY_BEGINS, Turn.DEPUTY_ENDS),
}


@dataclass(frozen=True, slots=True)
class _Found:
    day: date
    turn: Turn
    organisation_id: int
    body: str = ""
    person: str = ""


class _Month:
    """The days from the first of a month up to the first of the next."""

    def __init__(self, day: date) -> None:
        self.first, self.next = month_around(day)

    def touches(self, fact: Any) -> Any:  # noqa: ANN401 - a model, and the library's criterion
        """Give the criterion that a dated fact begins or ends in the month."""
        begins = and_(fact.since >= self.first, fact.since < self.next)
        ends = and_(fact.until >= self.first, fact.until < self.next)
        return or_(begins, ends)

    def turns(self, fact: Any, begins: Turn, ends: Turn) -> Iterator[tuple[date, Turn]]:  # noqa: ANN401
        """Give what a dated fact does in the month."""
        if self.first <= fact.since < self.next:
            yield fact.since, begins
        if fact.until is not None and self.first <= fact.until < self.next:
            yield fact.until, ends


def changes(session: Session, day: date) -> list[Change]:
    """List what changes in the month of a day, in the order of days."""
    month = _Month(day)
    found = [
        *_memberships(session, month),
        *_seats(session, month),
        *_holders(session, month),
        *_leaves(session, month),
    ]
    ids = {each.organisation_id for each in found}
    onward = organisations.surviving(session, ids, day) if ids else {}
    called = organisations.called(session, set(onward.values()), day=day) if ids else {}
    made = [
        Change(
            each.day, each.turn, called[onward[each.organisation_id]].name, each.body, each.person
        )
        for each in found
        if onward[each.organisation_id] in called
    ]
    return sorted(made, key=lambda each: (each.day, each.partner, each.body, each.turn))


def _memberships(session: Session, month: _Month) -> Iterator[_Found]:
    for row in session.scalars(select(Membership).where(month.touches(Membership))):
        for day, turn in month.turns(row, Turn.JOINS, Turn.LEAVES):
            yield _Found(day, turn, row.organisation_id)


def _seats(session: Session, month: _Month) -> Iterator[_Found]:
    query = select(Seat, Body.name).join(Body, Body.id == Seat.body_id).where(month.touches(Seat))
    for row, body in session.execute(query):
        for day, turn in month.turns(row, Turn.SEAT_BEGINS, Turn.SEAT_ENDS):
            yield _Found(day, turn, row.organisation_id, body)


def _holders(session: Session, month: _Month) -> Iterator[_Found]:
    query = (
        select(SeatHolder, Seat.organisation_id, Body.name, Person.name)
        .join(Seat, Seat.id == SeatHolder.seat_id)
        .join(Body, Body.id == Seat.body_id)
        .join(Person, Person.id == SeatHolder.person_id)
        .where(month.touches(SeatHolder))
    )
    for row, organisation, body, person in session.execute(query):
        for day, turn in month.turns(row, *_HOLDERS[Part(row.part)]):
            yield _Found(day, turn, organisation, body, person)


def _leaves(session: Session, month: _Month) -> Iterator[_Found]:
    query = (
        select(Leave, Seat.organisation_id, Body.name)
        .outerjoin(Seat, Seat.id == Leave.seat_id)
        .outerjoin(Body, Body.id == Seat.body_id)
        .where(month.touches(Leave))
    )
    for row, seated, body in session.execute(query):
        for day, turn in month.turns(row, Turn.AWAY, Turn.BACK):
            yield _Found(day, turn, row.organisation_id or seated, body or "")
