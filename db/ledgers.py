"""What the ledger of messages knows of one series: what waits, and what has begun to leave."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from db import bulk
from db.models import Delivery, Round, Series
from db.models.deliveries import OPEN, State
from domain.events import Say, What


class Waiting(NamedTuple):
    """A message that has not left yet; `event` is the one that it is about, None: all of them.

    `knew` is what its reader knew before (db/knowing.py), where that is known.
    """

    id: int
    stream: str
    event: int | None
    say: str | None
    knew: str | None


@dataclass(slots=True)
class Ledger:
    """What the ledger knows of a series: what waits, and which streams have begun.

    Of those that are `lost` a message did not arrive. `leaves` is when all of its rounds so far may
    have left.
    """

    waiting: dict[str, list[Waiting]] = field(default_factory=lambda: defaultdict(list))
    begun: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    superseded: list[int] = field(default_factory=list)
    leaves: datetime | None = None

    def supersede(self, stream: str, about: int | None = None) -> None:
        """Withdraw what waits in a stream: all of it, or only what is about one event."""
        gone = [row for row in self.waiting[stream] if about is None or row.event == about]
        self.superseded += [row.id for row in gone]
        self.waiting[stream] = [row for row in self.waiting[stream] if row not in gone]

    def knew(self, stream: str, knew: str | None) -> dict[str, str]:
        """Say what a reader knew before all that waits for them; else `knew`, before the change."""
        before = self._known(stream) if self.waiting[stream] else knew
        return {"knew": before} if before is not None else {}

    def leads_back(self, stream: str, knows: str | None) -> bool:
        """Withdraw what only leads away from what a reader `knows` already; say whether it was."""
        before = self._known(stream)
        if before is None or before != knows:
            return False
        self.supersede(stream)
        return True

    def _known(self, stream: str) -> str | None:
        """Give what a reader knew before all that waits for them, where that is known."""
        told = stream in self.begun and stream not in self.lost
        return next((row.knew for row in self.waiting[stream] if told), None)

    def tells_all(self, stream: str) -> Say | None:
        """Say how a message that waits tells somebody of all they are asked about; None: none."""
        all_of_it = {row.say for row in self.waiting[stream] if row.event is None}
        if not all_of_it:
            return None
        return Say.INVITATION if Say.INVITATION in all_of_it else Say.UPDATE


def read(session: Session, series: Series) -> Ledger:
    """Read what waits for a series, and which of its streams have begun to leave.

    What waits is held until we are done: nobody renders it from what was before our change.
    """
    ours = select(Round.id).where(Round.series_id == series.id)
    ledger = Ledger(leaves=leaves(session, series.id))
    waiting = select(
        Delivery.id,
        Delivery.stream,
        Delivery.subject["event"].as_integer(),
        Delivery.subject["say"].as_string(),
        Delivery.subject["knew"].as_string(),
    ).where(Delivery.round_id.in_(ours), Delivery.state == State.PLANNED, Delivery.attempts == 0)
    for each in session.execute(waiting.order_by(Delivery.id).with_for_update()):
        row = Waiting(*each)
        ledger.waiting[row.stream].append(row)
    lost = Delivery.state.in_((State.FAILED, State.EXPIRED))
    begun = (
        select(Delivery.stream, lost)
        .where(Delivery.round_id.in_(ours))
        .where(
            or_(
                Delivery.state.in_((State.SENT, State.UNKNOWN, State.LEASED)),
                (Delivery.state.in_(OPEN)) & (Delivery.attempts > 0),
                lost,
            )
        )
    )
    for stream, is_lost in session.execute(begun.distinct()):
        (ledger.lost if is_lost else ledger.begun).add(stream)
    return ledger


def leaves(session: Session, series_id: int) -> datetime | None:
    """Give when all rounds of a series so far may have left: until then one can be stopped.

    Who is asked again by hand holds up nothing.
    """
    query = select(func.max(Round.goes_at)).where(
        Round.series_id == series_id, Round.stopped_at.is_(None), Round.what != What.NUDGE
    )
    return session.scalars(query).one()


def set_superseded(session: Session, ids: Collection[int]) -> None:
    """Withdraw messages that are no longer to be said, if they wait still."""
    if ids:
        still = bulk.among(session, Delivery.id, ids) & (Delivery.state == State.PLANNED)
        session.execute(update(Delivery).where(still).values(state=State.SUPERSEDED))
