"""Messages taken from the ledger: claimed, rendered and kept, as few at once as hold up nobody.

A claim and what is rendered for it are one transaction, so that nothing leaves that is not what
the ledger says. On SQLite that is the only one which writes; so it ends as soon as it has lasted.
"""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.faults import report
from bot.ground import Ground
from bot.routing import Addresses
from db import deliveries, outcomes, polls
from db.deliveries import Claim
from db.engine import Database
from db.tenancy import across_partnerships
from jobs.acknowledging import BLIPS
from jobs.fallbacks import Fallbacks
from jobs.pace import Pace
from jobs.ways import Job, Made, Way, keep

FEWER_WAIT = 5
"""How much longer it may last on a server, where only who wants these very messages waits."""


class Claiming:
    """Claims due messages for one deliverer; a thread of its own does so, and no other."""

    def __init__(
        self,
        database: Database,
        ways: Mapping[str, Way],
        fallbacks: Fallbacks,
        pace: Pace,
        *,
        addresses: Addresses,
        mailbox: str,
    ) -> None:
        self._database = database
        self._ways = ways
        self._fallbacks = fallbacks
        self._pace = pace
        self._addresses = addresses
        self._mailbox = mailbox
        self._fit = 1
        self._more = False
        self._hold = pace.hold if database.is_sqlite else pace.hold * FEWER_WAIT

    def all(
        self,
        limit: int,
        now: datetime,
        *,
        ids: Collection[int] | None = None,
        skip: Collection[int] = (),
    ) -> list[Job]:
        """Take up to so many, a few in each transaction."""
        jobs: list[Job] = []
        while len(jobs) < limit:
            some = self.some(limit - len(jobs), now, ids=ids, skip=skip)
            if not some:
                break
            jobs += some
        return jobs

    def some(
        self,
        limit: int,
        now: datetime,
        *,
        ids: Collection[int] | None = None,
        skip: Collection[int] = (),
    ) -> list[Job]:
        """Take as many as are rendered in one transaction that others may wait for."""
        while True:
            if not self._more and not self._any_due(now):
                return []
            asked = min(limit, self._fit)
            claims, jobs = self._claim(asked, now, ids, skip)
            self._more = len(claims) == asked
            if jobs or not claims:
                return jobs

    def _any_due(self, now: datetime) -> bool:
        with self._database.reading() as session, across_partnerships(session):
            return polls.any_due(session, now)

    def _claim(
        self, limit: int, now: datetime, ids: Collection[int] | None, skip: Collection[int]
    ) -> tuple[list[Claim], list[Job]]:
        ready = [wanted for way in self._ways.values() if (wanted := way.wanted())]
        with self._database.writing(has_time=True) as session, across_partnerships(session):
            claims = deliveries.claim(
                session,
                now=now,
                limit=limit,
                lease_seconds=self._pace.lease,
                wanted=[replace(each, skip={*each.skip, *skip}) for each in ready],
                ids=ids,
            )
            if not claims:
                return [], []
            self._fallbacks.look(session)
            return claims, self._timed(session, claims, now)

    def _timed(self, session: Session, claims: Sequence[Claim], now: datetime) -> list[Job]:
        """Render messages, and see how many of their like fit into the next transaction."""
        began = time.monotonic()
        jobs = self._all_ready(session, claims, now)
        taken = max(time.monotonic() - began, self._hold * len(claims) / self._pace.batch)
        self._fit = max(1, int(self._hold * len(claims) / taken)) if self._hold else 1
        return jobs

    def _all_ready(self, session: Session, claims: Sequence[Claim], now: datetime) -> list[Job]:
        """Render messages at their first claim and find their targets.

        All at once, since a savepoint for each takes longer than the rest; one by one where one of
        them can't be rendered.
        """
        try:
            with session.begin_nested():
                return keep(session, [self._made(session, claim, now) for claim in claims])
        except BLIPS:
            raise
        except Exception:  # noqa: BLE001 - which one it was is seen when each has its turn
            return [job for claim in claims for job in self._ready(session, claim, now)]

    def _ready(self, session: Session, claim: Claim, now: datetime) -> list[Job]:
        """Render one message and find its target; park it where it can't be rendered."""
        try:
            with session.begin_nested():
                return keep(session, [self._made(session, claim, now)])
        except BLIPS:
            raise
        except Exception as error:  # noqa: BLE001 - a poison message blocks nobody else
            report("message can't be rendered", error, delivery=claim.delivery.id)
            failed = f"render: {type(error).__name__}"
            if outcomes.failed(session, claim, error=failed):
                self._fallbacks.failed(session, claim.delivery, failed, now)
            return []

    def _made(self, session: Session, claim: Claim, now: datetime) -> Made:
        way = self._ways[claim.delivery.channel_kind]
        payload = claim.delivery.payload
        if payload is None:
            ground = Ground(now, self._addresses, self._mailbox)
            payload = way.render(session, claim.delivery, ground)
        owed = payload is not None
        return Made(claim, payload, way.address(session, claim, now) if owed else None)
