"""When findings are looked for: where something was changed since the last look, or a day ended.

Standings change with what people record, and with the days on which leave and seats begin and end.
The last look is a row of its own, so that a process may end at any moment.
"""

from datetime import date, datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from db import events, findings
from db.models import AuditEntry, Partnership, WorklistItem
from db.tenancy import across_partnerships

_KIND = "looked"
"""The kind of row that remembers what was changed last when findings were looked for."""


def due(session: Session, *, now: datetime) -> list[int]:
    """List the partnerships where something may have changed: one query, whatever there is."""
    newest = (
        select(func.max(AuditEntry.id))
        .where(AuditEntry.partnership_id == Partnership.id)
        .scalar_subquery()
    )
    looked = and_(WorklistItem.partnership_id == Partnership.id, WorklistItem.kind == _KIND)
    query = select(Partnership, newest, WorklistItem.facts).outerjoin(WorklistItem, looked)
    with across_partnerships(session):
        rows = session.execute(query.order_by(Partnership.id)).all()
    return [own.id for own, last, facts in rows if facts != _facts(last, own.day(now))]


def look(session: Session, *, now: datetime) -> int:
    """Look for findings in the session's partnership; say how many are new, or over."""
    own = events.partnership(session)
    done = findings.look(session, now)
    session.flush()
    newest = session.scalars(
        select(func.max(AuditEntry.id)).where(AuditEntry.partnership_id == own.id)
    ).one()
    facts = _facts(newest, own.day(now))
    known = select(WorklistItem).where(WorklistItem.kind == _KIND).order_by(WorklistItem.id)
    row = session.scalars(known).first()
    if row is None:
        row = WorklistItem(kind=_KIND, key=_KIND, subject_id=own.id, noticed_at=now, done_at=now)
        session.add(row)
    row.facts = facts
    return done


def _facts(newest: int | None, day: date) -> dict[str, object]:
    return {"entry": newest or 0, "day": day.isoformat()}
