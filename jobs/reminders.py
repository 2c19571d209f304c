"""Asks again who owes an answer, and tells once more who comes: twice a working day it is time."""

from datetime import datetime

from sqlalchemy.orm import Session

from db import reminders
from jobs.apart import Pieces


def _due(session: Session, now: datetime) -> list[tuple[int, None]]:
    return [(each, None) for each in reminders.take_due(session, now=now)]


def _remind(session: Session, _all: None, now: datetime) -> int:
    return reminders.remind(session, now=now)


remind = Pieces("remind", _due, _remind)
"""Looks at the partnerships that are due; says how many messages were planned."""
