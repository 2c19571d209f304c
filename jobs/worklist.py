"""Keeps the worklist together with the register: notes new gaps, closes those that are mended."""

from datetime import datetime

from sqlalchemy.orm import Session

from db import worklist


def reconcile(session: Session, now: datetime) -> int:
    """Note and close what is due, in all partnerships; say how many items changed."""
    return worklist.reconcile_all(session, now=now)
