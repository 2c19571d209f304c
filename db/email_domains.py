"""The mail domains of organisations; several may share one."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import trail
from db.models import EmailDomain


def of(session: Session, organisation_id: int) -> list[str]:
    """List an organisation's mail domains, in order."""
    return list(
        session.scalars(
            select(EmailDomain.domain)
            .where(EmailDomain.organisation_id == organisation_id)
            .order_by(EmailDomain.domain)
        )
    )


def set_to(
    session: Session,
    organisation_id: int,
    wanted: Iterable[str],
    *,
    by: int | None,
    now: datetime,
) -> bool:
    """Let an organisation have these mail domains and no others. Says whether any changed."""
    rows = session.scalars(
        select(EmailDomain).where(EmailDomain.organisation_id == organisation_id)
    ).all()
    held, keep = {each.domain for each in rows}, set(wanted)
    if held == keep:
        return False
    for row in rows:
        if row.domain not in keep:
            session.delete(row)
    session.add_all(
        EmailDomain(organisation_id=organisation_id, domain=each) for each in sorted(keep - held)
    )
    session.flush()
    before, after = {"domains": sorted(held)}, {"domains": sorted(keep)}
    trail.note(session, "set domains", organisation_id, before, after, by=by, now=now)
    return True
