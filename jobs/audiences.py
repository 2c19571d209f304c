"""Keeps those invited together with the register: seats move whatever has changed them."""

from datetime import datetime

from sqlalchemy.orm import Session

from db import kept_audiences


def keep(session: Session, now: datetime) -> int:
    """Look at some partnerships that were not looked at for long; say how many rounds go out."""
    return kept_audiences.keep_due(session, now=now)
