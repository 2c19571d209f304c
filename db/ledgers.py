"""What the ledger of messages knows of one series: what waits, and what has begun to leave."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from db.models import Delivery, Round, Series
from db.models.deliveries import OPEN, State
from domain.events import Say


class Waiting(NamedTuple):
    """A message that has not left yet; `event` is the one that it is about, None: all of them."""

    id: int
    stream: str
    event: int | None
    say: str | None


@dataclass(slots=True)
class Ledger:
    """What the ledger knows of a series: what waits, and which streams have begun.

    `leaves` is when all of its rounds so far may have left.
    """

    waiting: dict[str, list[Waiting]] = field(default_factory=lambda: defaultdict(list))
    begun: set[str] = field(default_factory=set)
    superseded: list[int] = field(default_factory=list)
    leaves: datetime | None = None

    def supersede(self, stream: str, about: int | None = None) -> None:
        """Withdraw what waits in a stream: all of it, or only what is about one event."""
        gone = [row for row in self.waiting[stream] if about is None or row.event == about]
        self.superseded += [row.id for row in gone]
        self.waiting[stream] = [row for row in self.waiting[stream] if row not in gone]

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
    ).where(Delivery.round_id.in_(ours), Delivery.state == State.PLANNED, Delivery.attempts == 0)
    for each in session.execute(waiting.order_by(Delivery.id).with_for_update()):
        row = Waiting(*each)
        ledger.waiting[row.stream].append(row)
    begun = (
        select(Delivery.stream)
        .where(Delivery.round_id.in_(ours))
        .where(
            or_(
                Delivery.state.in_((State.SENT, State.UNKNOWN, State.LEASED)),
                (Delivery.state.in_(OPEN)) & (Delivery.attempts > 0),
            )
        )
    )
    ledger.begun = set(session.scalars(begun.distinct()))
    return ledger


def leaves(session: Session, series_id: int) -> datetime | None:
    """Give when all rounds of a series so far may have left: until then one can be stopped."""
    query = select(func.max(Round.goes_at)).where(
        Round.series_id == series_id, Round.stopped_at.is_(None)
    )
    return session.scalars(query).one()


def set_superseded(session: Session, ids: Collection[int]) -> None:
    """Withdraw messages that are no longer to be said, if they wait still."""
    if ids:
        still = (Delivery.id.in_(ids)) & (Delivery.state == State.PLANNED)
        session.execute(update(Delivery).where(still).values(state=State.SUPERSEDED))
