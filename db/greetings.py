"""The greeting of a new coordinator: planned once, whoever made them one."""

from datetime import datetime

from sqlalchemy.orm import Session

from db import deliveries
from db.deliveries import Priority
from db.models import Person


def greet(session: Session, person: Person, *, now: datetime) -> None:
    """Plan a coordinator's greeting in Slack, unless they have had it."""
    deliveries.plan(
        session,
        key=f"welcome:{person.id}",
        kind="welcome",
        person_id=person.id,
        priority=Priority.NOTICE,
        due_at=now,
        now=now,
    )
