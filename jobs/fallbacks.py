"""What follows when a message arrived or never will, in the transaction that writes it down.

What can't arrive by one channel goes by the other, once, and a coordinator is told what to mend.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from db import fallbacks, outcomes, unreached
from db.models import Delivery
from db.outcomes import Outcome
from db.tenancy import within


def follow(session: Session, settled: Sequence[Outcome], now: datetime) -> None:
    """Do what follows from how some messages went."""
    arrived = []
    for outcome in settled:
        delivery: Delivery = outcome.keywords["claim"].delivery
        if outcome.func is outcomes.failed:
            failed(session, delivery, outcome.keywords["error"], now)
        elif outcome.func is outcomes.sent:
            arrived.append(delivery)
    unreached.reached(session, arrived, now=now)


def failed(session: Session, delivery: Delivery, error: str, now: datetime) -> None:
    """Plan the same by the other channel and tell coordinators, where it was one of a round."""
    if delivery.round_id is None:
        return
    with within(session, delivery.partnership_id):
        fallbacks.plan(session, delivery, now=now)
        unreached.note(session, delivery, error, now=now)
