"""Keeps those invited together with the register: seats move whatever has changed them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from db import kept_audiences
from db.engine import Database
from db.tenancy import within
from jobs.apart import Pieces

Those = Collection[int] | None
"""The series to compare, by their ids; None: all that meet again."""


def _due(session: Session, now: datetime) -> list[tuple[int, Those]]:
    return [(each, None) for each in kept_audiences.take_due(session, now=now)]


def _differing(database: Database, partnership_id: int, _all: Those, now: datetime) -> Those:
    """Give the series that are not as the register has them: mostly none, and nobody waited."""
    with database.reading() as session, within(session, partnership_id):
        coming = kept_audiences.coming(session, now=now)
    return [each for each in coming if _differs(database, partnership_id, each, now)] or None


def _differs(database: Database, partnership_id: int, series_id: int, now: datetime) -> bool:
    with database.reading() as session, within(session, partnership_id):
        return kept_audiences.differs(session, series_id, now=now)


def _keep(session: Session, those: Those, now: datetime) -> int:
    return kept_audiences.keep(session, now=now, those=those)


keep = Pieces("keep audiences", _due, _keep, _differing)
"""Looks at some partnerships that were not looked at for long; says how many rounds go out."""
