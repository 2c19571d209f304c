"""Coming events that an import moves: who fills the seats that they invite is another then."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db import hand_overs
from db.import_runs import By
from db.models import (
    AudienceItem,
    Event,
    Import,
    ImportChange,
    Invitation,
    Seat,
    SeatHolder,
    Series,
)
from db.rows import Draft, Register
from domain.events import Status


def foresee(session: Session, row: Import, register: Register, now: datetime) -> None:
    """Note in an import's summary how many coming events would follow it; nothing is written."""
    seats = list(_seats(register))
    known = {each.id for each in seats if each.id is not None}
    bodies = {each["body_id"].id for each in seats if each["body_id"].id is not None}
    _note(row, _coming(session, known, bodies, now))


def follow(session: Session, row: Import, register: Register, *, by: By) -> None:
    """Let the coming events of the seats that were written follow, and note how many did."""
    ids = {each.id for each in _seats(register) if each.id is not None}
    done = hand_overs.follow(session, ids, by=by.person_id, now=by.now)
    _note(row, len(done.events))


def written(session: Session, import_id: int) -> set[int]:
    """Give the seats that an import wrote, or whose holders it did."""
    names = {each.__tablename__: each for each in (Seat, SeatHolder)}
    log = session.execute(
        select(ImportChange.table, ImportChange.rows).where(
            ImportChange.import_id == import_id, ImportChange.table.in_(names)
        )
    ).all()
    ids: dict[str, set[int]] = {name: set() for name in names}
    for name, rows in log:
        ids[name].update(map(int, rows))
    held = select(SeatHolder.seat_id).where(SeatHolder.id.in_(ids[SeatHolder.__tablename__]))
    return {*ids[Seat.__tablename__], *session.scalars(held)}


def _note(row: Import, count: int) -> None:
    row.summary = {**(row.summary or {}), "events": count}


def _seats(register: Register) -> Iterator[Draft]:
    """Go through the seats that are new, or whose holders change."""
    drafts: Iterable[Draft] = [*register.changed, *register.new]
    for each in drafts:
        if each.model is Seat:
            yield each
        elif each.model is SeatHolder:
            yield each["seat_id"]


def _coming(
    session: Session, seats: Collection[int], bodies: Collection[int], now: datetime
) -> int:
    """Count the coming events that invite some seats, or all of some bodies."""
    if not seats and not bodies:
        return 0
    invited = select(Invitation.id).where(
        Invitation.event_id == Event.id, Invitation.seat_id.in_(seats)
    )
    whole_body = select(AudienceItem.id).where(
        AudienceItem.series_id == Series.id, AudienceItem.body_id.in_(bodies)
    )
    query = (
        select(func.count(Event.id))
        .join(Series, Series.id == Event.series_id)
        .where(
            Event.status == Status.SCHEDULED,
            Event.begins_at > now,
            Series.scheduled_at.is_not(None),
            Series.cancelled_at.is_(None),
            ~Series.sample,
            or_(invited.exists(), whole_body.exists()),
        )
    )
    return session.scalars(query).one()
