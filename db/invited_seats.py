"""The names of who is invited to an event: partners as they are on its day, and guests."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import organisations, sectors
from db.answers import Invited
from db.events import Shown
from db.models import Body, Person, Sector
from db.models import Seat as SeatRow
from db.named_rows import names_of
from domain.event_answers import Seat
from domain.names import name_key


class _Row(NamedTuple):
    id: int
    organisation_id: int
    body_id: int
    title: str


def named(session: Session, shown: Shown, found: Sequence[Invited]) -> dict[int, Seat]:
    """Name who is invited, by invitation, as the register has it on the day of the event."""
    day = shown.event.begins.date()
    rows = _rows(session, {own for each in found if (own := each.invitation.seat_id)})
    onward = organisations.surviving(session, {own.organisation_id for own in rows.values()}, day)
    called = organisations.called(session, set(onward.values()), day=day)
    names = {own: each.name for own, each in called.items()}
    bodies = names_of(session, Body, {own.body_id for own in rows.values()})
    held = sectors.held(session, day)
    several = Counter(onward[own.organisation_id] for own in rows.values())
    made = _guests(session, found)
    for each in found:
        row = rows.get(each.invitation.seat_id or 0)
        if row is None or onward[row.organisation_id] not in names:
            continue
        owner = onward[row.organisation_id]
        place = ", ".join(filter(None, (bodies[row.body_id], row.title)))
        people = each.seat.people if each.seat is not None else ()
        made[each.invitation.id] = Seat(
            each.invitation.id,
            names[owner],
            place if several[owner] > 1 else "",
            *_sector(held.get(owner)),
            organisation_id=owner,
            people=people,
        )
    return made


def _sector(sector: Sector | None) -> tuple[str, int]:
    return (sectors.said(sector), sector.place) if sector is not None else ("", _LAST)


_LAST = 10_000
"""The place of partners that are of no sector."""


def _guests(session: Session, found: Sequence[Invited]) -> dict[int, Seat]:
    own = {each.invitation.id: each.invitation.person_id for each in found}
    names = names_of(session, Person, {each for each in own.values() if each is not None})
    return {
        invitation: Seat(invitation, names[person], guest=True, people=(person,))
        for invitation, person in own.items()
        if person is not None
    }


def _rows(session: Session, ids: Collection[int]) -> dict[int, _Row]:
    if not ids:
        return {}
    query = select(SeatRow.id, SeatRow.organisation_id, SeatRow.body_id, SeatRow.title)
    found = session.execute(query.where(SeatRow.id.in_(ids)).order_by(SeatRow.id))
    return {row.id: _Row(*row) for row in found}


def order(seat: Seat) -> tuple[bool, int, str, str, int]:
    """Sort seats by sector and name, guests last."""
    return (seat.guest, seat.rank, seat.sector, name_key(seat.called), seat.invitation_id)
