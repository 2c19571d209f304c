"""Writing down how messages went, as soon as the database lets us, and what follows from it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import stamina
import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from db import outcomes
from db.deliveries import Claim
from db.engine import Busy, Database
from db.outcomes import Outcome
from db.tenancy import across_partnerships
from jobs.fallbacks import Fallbacks

log = structlog.get_logger()

BLIPS = (OperationalError, InterfaceError, PoolTimeout)
"""What a database does that is restarted, fails over, or is locked for a while."""


class Acknowledging:
    """Writes outcomes down: some in one transaction, or one after the other."""

    def __init__(
        self,
        database: Database,
        fallbacks: Fallbacks,
        clock: Callable[[], datetime],
        patience: float,
    ) -> None:
        self._database = database
        self._fallbacks = fallbacks
        self._clock = clock
        self._patience = patience

    def settle(self, landed: Sequence[Outcome], patience: float | None = None) -> None:
        """Write down how messages went, in one transaction, as soon as the database lets us."""
        if not landed:
            return
        for attempt in stamina.retry_context(
            BLIPS, attempts=None, timeout=patience or self._patience, wait_max=1
        ):
            with attempt, self._database.writing() as session, across_partnerships(session):
                kept = outcomes.settle(session, landed)
                ours = [each for each, own in zip(landed, kept, strict=True) if own]
                self._fallbacks.follow(session, ours, self._clock())
        for outcome, own in zip(landed, kept, strict=True):
            _say(outcome, own=own)

    @contextmanager
    def one_by_one(self) -> Iterator[Callable[[Outcome], None]]:
        """Give what writes down one outcome, committed when it returns, on one connection for all.

        What arrived, with nothing to follow, is one statement; all else has a transaction.
        """
        with self._database.stepping() as session, across_partnerships(session):
            yield lambda outcome: self._step(session, outcome)

    def _step(self, session: Session, outcome: Outcome) -> None:
        if outcome.func is not outcomes.sent or self._fallbacks.has_to_follow(outcome):
            return self.settle([outcome])
        try:
            with self._database.turn(session):
                [own] = outcomes.settle(session, [outcome])
        except (*BLIPS, Busy):
            return self.settle([outcome])
        return _say(outcome, own=own)


def _say(outcome: Outcome, *, own: bool) -> None:
    claim: Claim = outcome.keywords["claim"]
    log.info(
        "delivery settled" if own else "delivery was taken over",
        delivery=claim.delivery.id,
        partnership=claim.delivery.partnership_id,
        kind=claim.delivery.kind,
        attempt=claim.delivery.attempts,
        outcome=outcome.func.__name__,
        error=outcome.keywords.get("error"),
    )
