"""Writes the occurrences of series ahead, as far as the horizon."""

from datetime import datetime

from sqlalchemy.orm import Session

from db import series_ahead


def extend(session: Session, now: datetime) -> int:
    """Write what is not there yet, in all partnerships; say how many occurrences are new."""
    return series_ahead.extend_all(session, now=now)
