"""What should have left long ago: looked for every minute, and named where we say how we are.

Whatever a worker left behind is claimed again when its lease ends; this finds what nobody claims.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from db import deliveries
from db.tenancy import across_partnerships

LONG = timedelta(minutes=10)
"""Far longer than a lease, or any wait that is not written in the row."""


class Overdue:
    """How many messages are overdue: those that were so at two looks in a row."""

    def __init__(self) -> None:
        self._found = 0
        self._stuck = 0

    def look(self, session: Session, now: datetime) -> int:
        """Count anew; gives how many have been overdue since the last look.

        Once is no proof: a clock that has jumped makes much due at one moment.
        """
        with across_partnerships(session):
            found = deliveries.overdue(session, now=now, by=LONG)
        self._found, self._stuck = found, min(found, self._found)
        return self._stuck

    def names(self) -> list[str]:
        """Say how many are stuck, for readiness; [] where none is."""
        minutes = int(LONG / timedelta(minutes=1))
        return [f"{self._stuck} messages overdue by {minutes} minutes"] if self._stuck else []
