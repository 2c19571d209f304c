"""Partners at bodies that are left out of watch list and digest for a while."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import trail
from db.models import Snooze
from domain.errors import Refused
from domain.language import gettext as _

PUT_OFF, LIFTED = "put off watching", "watch again"
"""What the record of changes calls it."""


def running(session: Session, day: date) -> dict[tuple[int, int], Snooze]:
    """Give those that hold on a day, by partner and body."""
    query = select(Snooze).where(Snooze.lifted_at.is_(None), Snooze.until > day)
    rows = session.scalars(query.order_by(Snooze.id))
    return {(each.organisation_id, each.body_id): each for each in rows}


def put_off(
    session: Session,
    organisation_id: int,
    body_id: int,
    until: date,
    reason: str,
    *,
    by: int,
    now: datetime,
) -> Snooze:
    """Leave a partner at a body out until a day; said again, the later word holds."""
    query = select(Snooze).where(
        Snooze.lifted_at.is_(None),
        Snooze.organisation_id == organisation_id,
        Snooze.body_id == body_id,
    )
    before = session.scalars(query.with_for_update()).one_or_none()
    if before is not None:
        before.lifted_at = now
        session.flush()
    row = Snooze(
        organisation_id=organisation_id,
        body_id=body_id,
        until=until,
        reason=reason,
        snoozed_by=by,
        snoozed_at=now,
    )
    with trail.refusing(_("Somebody has just done this too. Please look again.")):
        session.add(row)
        session.flush()
    was = _facts(before) if before is not None else None
    trail.note(session, PUT_OFF, organisation_id, was, _facts(row), by=by, now=now)
    return row


def lift(session: Session, snooze_id: int, *, by: int, now: datetime) -> Snooze:
    """Bring a partner back at once. Raises `Refused` where it is back already."""
    query = select(Snooze).where(Snooze.id == snooze_id).with_for_update()
    row = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is None or row.lifted_at is not None:
        raise Refused(_("This is on the list again already."))
    row.lifted_at = now
    own, body = row.organisation_id, {"body": row.body_id}
    trail.note(session, LIFTED, own, _facts(row), body, by=by, now=now)
    return row


def _facts(row: Snooze) -> dict[str, object]:
    return {"body": row.body_id, "until": row.until.isoformat(), "reason": row.reason}
