"""Keeps those invited together with the register: seats move whatever has changed them."""

from datetime import datetime

from sqlalchemy.orm import Session

from db import kept_audiences
from jobs.apart import apart


def keep(session: Session, now: datetime) -> int:
    """Look at some partnerships that were not looked at for long; say how many rounds go out."""
    due = [(each, None) for each in kept_audiences.take_due(session, now=now)]
    return apart(session, "keep audiences", due, lambda _: kept_audiences.keep(session, now=now))
