"""Sign-in sheets: who is expected at an event, by sector, for signing on paper."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from db import links, registers
from db.events import Shown
from db.models import Event, Link
from domain.sign_in import Expected, expected

PURPOSE = "sign-in"
"""The purpose of a coordinator's link to an event's sign-in sheet."""

FILE = "sheet.pdf"
"""What stands behind that link for the same as a file."""

_LASTS = timedelta(days=1)


def page_of(session: Session, event: Event, person_id: int, *, now: datetime) -> Link:
    """Give a coordinator's link to an event's sign-in sheet."""
    wanted = {PURPOSE: max(event.ends_at, now) + _LASTS}
    given = links.give(session, wanted, person_id=person_id, subject_id=event.id, now=now)
    given[PURPOSE].expires_at = wanted[PURPOSE]
    return given[PURPOSE]


def of(session: Session, shown: Shown) -> list[tuple[str, list[Expected]]]:
    """List who is expected at an event, by sector; guests have one of their own at the end."""
    return expected(registers.lines(session, shown))
