"""Seals the record of changes, soon after each."""

from datetime import datetime

from sqlalchemy.orm import Session

from db import audit
from db.tenancy import across_partnerships


def seal(session: Session, _now: datetime) -> int:
    """Chain what was recorded since the last time, of all partnerships; say how many entries."""
    with across_partnerships(session):
        return audit.seal(session)
