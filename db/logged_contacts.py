"""That somebody spoke with a partner about how connected it is, and what came of it."""

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db import bulk, organisations, trail
from db.models import Body, LoggedContact, Seat
from domain.findings import Spoken


def log(
    session: Session, organisation_id: int, said: Spoken, *, by: int | None, now: datetime
) -> LoggedContact:
    """Keep a contact with a partner."""
    row = LoggedContact(
        organisation_id=organisation_id,
        body_id=said.body_id,
        day=said.day,
        way=said.way,
        came_of_it=said.came_of_it,
        note=said.note,
        logged_by=by,
        logged_at=now,
    )
    session.add(row)
    session.flush()
    after = {"way": said.way, "day": said.day.isoformat(), "came_of_it": said.came_of_it}
    trail.note(session, "log contact", organisation_id, None, after, by=by, now=now)
    return row


def bodies_of(session: Session, organisation_id: int, *, day: date) -> list[tuple[int, str]]:
    """Give the bodies on which a partner has a seat on a day, by name."""
    owners = set(session.scalars(select(Seat.organisation_id).distinct()))
    onward = organisations.surviving(session, owners, day)
    own = [each for each in owners if onward[each] == organisation_id]
    holds = (Seat.since <= day) & (Seat.until.is_(None) | (Seat.until > day))
    here = select(Seat.body_id).where(Seat.organisation_id.in_(own), holds)
    query = select(Body.id, Body.name).where(Body.id.in_(here)).order_by(Body.name_key, Body.id)
    return [(each, name) for each, name in session.execute(query)]


def latest(session: Session, organisation_id: int, *, limit: int) -> list[LoggedContact]:
    """Give the latest with a partner, the newest first."""
    query = select(LoggedContact).where(LoggedContact.organisation_id == organisation_id)
    newest = query.order_by(LoggedContact.day.desc(), LoggedContact.id.desc())
    return list(session.scalars(newest.limit(limit)))


def forget(session: Session, before: datetime) -> int:
    """Forget what was noted before a moment; that there was a contact stays. Say of how many."""
    noted = LoggedContact.note.is_not(None)
    old = update(LoggedContact).where(LoggedContact.logged_at < before, noted)
    return bulk.changed(session, old.values(note=None))
