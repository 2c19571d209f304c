"""What coordinators get of a rehearsal: a copy of each round, since partners hear nothing yet."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import copies
from db.models import Partnership, RoleHeld, Series
from domain.roles import Role


def plan(
    session: Session, owner: Partnership, series: Series, *, by: int | None, now: datetime
) -> int:
    """Plan the copies of a round, if the partnership is in rehearsal; gives how many messages.

    They go to the coordinator who did it; where nobody did, or somebody else, to all of them.
    """
    if not owner.in_rehearsal(now):
        return 0
    those = coordinators(session, owner, now=now)
    who = [by] if by in those else those
    return copies.plan(session, series, [each for each in who if each], why="rehearsal", now=now)


def coordinators(session: Session, owner: Partnership, *, now: datetime) -> list[int]:
    """List who coordinates the session's partnership today."""
    held = (RoleHeld.role == Role.COORDINATOR, RoleHeld.holds(owner.day(now)))
    query = select(RoleHeld.person_id).where(*held).order_by(RoleHeld.person_id)
    return list(session.scalars(query.distinct()))
