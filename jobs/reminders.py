"""Asks again who owes an answer, and tells once more who comes: twice a working day it is time."""

from datetime import datetime

from sqlalchemy.orm import Session

from db import reminders
from jobs.apart import apart


def remind(session: Session, now: datetime) -> int:
    """Look at the partnerships that are due; say how many messages were planned."""
    due = [(each, None) for each in reminders.take_due(session, now=now)]
    return apart(session, "remind", due, lambda _: reminders.remind(session, now=now))
