"""Writes the occurrences of series ahead, as far as the horizon."""

from datetime import datetime

from sqlalchemy.orm import Session

from db import series_ahead
from jobs.apart import Pieces


def _behind(session: Session, now: datetime) -> list[tuple[int, int]]:
    return series_ahead.behind(session, now=now)


def _write(session: Session, series_id: int, now: datetime) -> int:
    return series_ahead.extend(session, series_id, now=now)


extend = Pieces("write series ahead", _behind, _write)
"""Writes what is not there yet, in all partnerships; says how many occurrences are new."""
