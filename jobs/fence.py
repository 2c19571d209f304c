"""The last look before a message leaves: whether it is still ours for long enough, and owed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from db import outcomes
from db.deliveries import Claim
from db.engine import Database
from db.outcomes import Outcome
from db.tenancy import across_partnerships


@dataclass(frozen=True, slots=True)
class Fence:
    """Stands before every way out; a claim must hold for `deadline` seconds to pass."""

    database: Database
    clock: Callable[[], datetime]
    deadline: float

    def stops(self, claim: Claim) -> Outcome | None:
        """Ask the ledger, right before sending; None: send it."""
        with self.database.reading() as session, across_partnerships(session):
            hold = outcomes.hold(session, claim, now=self.clock())
        if hold.seconds < self.deadline:
            give_back = outcomes.in_doubt if claim.in_doubt else outcomes.again
            return partial(give_back, claim=claim, error="lease_too_short", retry_in=0, tried=False)
        return None if hold.owed else partial(outcomes.expired, claim=claim)
