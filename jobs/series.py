"""Writes the occurrences of series ahead, as far as the horizon."""

from datetime import datetime

from sqlalchemy.orm import Session

from db import series_ahead
from jobs.apart import apart


def extend(session: Session, now: datetime) -> int:
    """Write what is not there yet, in all partnerships; say how many occurrences are new."""

    def write(series_id: int) -> int:
        return series_ahead.extend(session, series_id, now=now)

    return apart(session, "write series ahead", series_ahead.behind(session, now=now), write)
