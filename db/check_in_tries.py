"""Wrong codes that were entered when checking in: how many, by whom, and who has to wait.

What counts as too many is domain/check_in.py's, with the reckoning. Whom a link or Slack names is
counted by themselves. Whoever only says who they are is counted by the name they gave, by their
place of the network, and with all the others like them, for whatever event: who guesses there
guesses for all that are open. Whoever is looked at waits for who is being looked at just then, so
that many guesses at once are not taken for the first.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import case, delete, func, select
from sqlalchemy.orm import Session

from db import bulk
from db.models import CheckInTry
from db.tenancy import across_partnerships
from domain.check_in import TRIED_WITHIN, Codes, Read, is_too_much
from domain.errors import Refused
from domain.language import gettext as _

_UNKNOWN = "place "
"""What a row begins with of somebody who only says who they are."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody who only says who they are: where from, and by which name, both unreadable."""

    place: str
    name: str

    @property
    def who(self) -> str:
        """Give both as a row has them."""
        return f"{self._at}{self.name}"

    @property
    def _at(self) -> str:
        return f"{_UNKNOWN}{self.place} "

    def has_to_wait(self, session: Session, now: datetime) -> bool:
        """Say whether they have to wait before they enter another code."""
        _wait_for_others(session, _UNKNOWN)
        own = func.coalesce(func.sum(case((CheckInTry.who == self.who, 1), else_=0)), 0)
        here = func.coalesce(func.sum(case((CheckInTry.who.startswith(self._at), 1), else_=0)), 0)
        query = select(own, here, func.count()).where(
            CheckInTry.who.startswith(_UNKNOWN), CheckInTry.at > now - TRIED_WITHIN
        )
        with across_partnerships(session):
            return is_too_much(*session.execute(query).one())


def wrong(
    session: Session, codes: Codes, event_id: int, typed: str, *, person_id: int, now: datetime
) -> Refused | None:
    """Look at a code that somebody known entered, and say what is wrong with it; None: nothing is.

    It does not raise: that somebody guessed is kept. Who guessed too often has to wait.
    """
    who = f"person {person_id}"
    _wait_for_others(session, f"{who} at {event_id}")
    query = select(func.count()).where(
        CheckInTry.event_id == event_id, CheckInTry.who == who, CheckInTry.at > now - TRIED_WITHIN
    )
    if is_too_much(session.execute(query).scalar_one()):
        return has_to_wait()
    match codes.read(event_id, typed, now):
        case Read.RIGHT:
            return None
        case Read.CHANGED:
            return code_changed()
        case Read.WRONG:
            note(session, event_id, who, now)
            return not_the_code()


def _wait_for_others(session: Session, what: str) -> None:
    """Wait until nobody else's code is looked at of the same kind; SQLite writes one by one."""
    if session.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(sha256(f"check-in {what}".encode()).digest()[:8], signed=True)
        with across_partnerships(session):
            session.execute(select(func.pg_advisory_xact_lock(number)))


def has_to_wait() -> Refused:
    """Tell somebody who guessed too often, or where too many did."""
    return Refused(
        _("There were too many wrong codes. Please wait ten minutes, or tell the organisers."),
        field="code",
    )


def code_changed() -> Refused:
    """Say that a code was right a moment ago."""
    return Refused(
        _("This code has changed. Please enter the one that is shown now."), field="code"
    )


def not_the_code() -> Refused:
    """Say that a code is none."""
    return Refused(
        _("This is not the code. Please enter the six figures that are shown in the meeting."),
        field="code",
    )


def note(session: Session, event_id: int, who: str, now: datetime) -> None:
    """Keep that somebody entered a wrong code."""
    session.add(CheckInTry(event_id=event_id, who=who, at=now))
    session.flush()


def forget(session: Session, before: datetime) -> int:
    """Delete that somebody entered wrong codes before a moment; say how many."""
    return bulk.changed(session, delete(CheckInTry).where(CheckInTry.at < before))
