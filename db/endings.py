"""Dated facts that end: what held until then stays as it was."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from sqlalchemy.orm import Session

from db.models.base import Dated

T = TypeVar("T", bound=Dated)


def cut(session: Session, rows: Iterable[T], day: date) -> list[T]:
    """End facts from a day on, and give those that would have lasted longer.

    What would have begun on that day or later never will, and is taken back.
    """
    changed = [each for each in rows if each.until is None or each.until > day]
    for each in changed:
        if each.since >= day:
            session.delete(each)
        else:
            each.until = day
    session.flush()
    return changed
