"""The one way out: due rows of the ledger become messages in Slack.

`Deliverer.deliver` is the seam at which another engine could drive this; the loop here is the
default one (reliability.md, section 2). It waits on the monotonic clock and on a wake-up.
"""

import json
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from threading import Event

import stamina
import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from bot.faults import report
from bot.reply import Message
from bot.slack import Slack
from db import deliveries, heartbeats
from db.deliveries import Claim
from db.engine import Database
from db.sealing import Sealer
from db.tenancy import across_partnerships
from jobs.kinds import KINDS, Kinds, render
from jobs.pace import Pace
from jobs.sending import Outcome, Sender
from jobs.targets import Target, Unreachable, find

log = structlog.get_logger()

BLIPS = (OperationalError, InterfaceError, PoolTimeout)
"""What a database does that is restarted, fails over, or is locked for a while."""


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed message with its bytes, and where it goes."""

    claim: Claim
    target: Target | Unreachable


class Deliverer:
    """Claims due messages, sends them through a few threads, and writes down how it went."""

    def __init__(
        self,
        database: Database,
        slack: Slack,
        *,
        sealer: Sealer,
        clock: Callable[[], datetime],
        kinds: Kinds = KINDS,
        pace: Pace | None = None,
    ) -> None:
        self._database = database
        self._kinds = kinds
        self._clock = clock
        self._pace = pace or Pace()
        self._sender = Sender(database, slack, sealer, clock, self._pace)
        self._last_turn = time.monotonic()
        self._last_beat: float | None = None

    def deliver(self, delivery_id: int) -> None:
        """Deliver one message if it is due and nobody else has it; calling twice is harmless."""
        for job in self._take(1, ids=[delivery_id]):
            self._settle([self._sender.send(job.claim, job.target)])

    def drain(self, now: datetime | None = None) -> int:
        """Deliver everything due, one after the other, and say how many were sent.

        `now` is the product's clock. What Slack asked to wait for stays planned.
        """
        count = 0
        while jobs := self._take(self._pace.batch, now=now):
            for job in jobs:
                outcome = self._sender.send(job.claim, job.target)
                self._settle([outcome])
                count += outcome.func is deliveries.sent
        return count

    def run(self, stop: Event, wake: Event, look: Callable[[], Sequence[str]] = list) -> None:
        """Deliver until told to stop; then what is on its way has `Pace.farewell` seconds.

        Set `wake` after planning a message, and with `stop`. `look` is called at every turn, and
        names what ails; the heartbeat carries it to whoever asks whether we are ready.
        """
        pool = ThreadPoolExecutor(self._pace.senders, "deliver")
        flight: set[Future[Outcome]] = set()
        while not stop.is_set():
            wake.clear()
            if not self._turn(pool, flight, wake, look):
                wake.wait(self._pace.poll)
        self._land(flight)
        pool.shutdown(wait=False, cancel_futures=True)

    def ailments(self) -> list[str]:
        """Name the installations that can't post as they are: [] when all can."""
        return self._sender.ailing.names()

    def idle_for(self) -> float:
        """Give the seconds since the loop last made a turn, for readiness."""
        return time.monotonic() - self._last_turn

    def _turn(
        self,
        pool: ThreadPoolExecutor,
        flight: set[Future[Outcome]],
        wake: Event,
        look: Callable[[], Sequence[str]],
    ) -> bool:
        """Write down what has landed and claim more; say whether there was more to claim."""
        try:
            self._settle_landed(flight)
            free = self._pace.batch - len(flight)
            jobs = self._take(free) if free else []
        except Exception as error:  # noqa: BLE001 - the way out survives whatever happens
            report("delivery turn failed", error)
            return False
        self._last_turn = time.monotonic()
        for job in jobs:
            future = pool.submit(self._sender.send, job.claim, job.target)
            future.add_done_callback(lambda _: wake.set())
            flight.add(future)
        self._beat(look)
        return bool(jobs)

    def _beat(self, look: Callable[[], Sequence[str]]) -> None:
        """Look around, and now and then write down that the loop lives; a failure stops nobody."""
        try:
            ailments = look()
            now = time.monotonic()
            if self._last_beat is not None and now - self._last_beat < self._pace.heartbeat:
                return
            self._last_beat = now
            with self._database.writing() as session:
                heartbeats.beat(session, heartbeats.WORKER, ailments)
        except Exception as error:  # noqa: BLE001 - deliveries matter more
            report("heartbeat failed", error)

    def _settle_landed(self, flight: set[Future[Outcome]]) -> None:
        landed = {future for future in flight if future.done()}
        self._settle([future.result() for future in landed])
        flight -= landed

    def _land(self, flight: set[Future[Outcome]]) -> None:
        until = time.monotonic() + self._pace.farewell
        landed, lost = wait(flight, self._pace.farewell)
        log.info("deliveries stop", landed=len(landed), lost=len(lost))
        self._settle([future.result() for future in landed], until - time.monotonic())

    def _take(
        self, limit: int, *, ids: Collection[int] | None = None, now: datetime | None = None
    ) -> list[Job]:
        moment = now or self._clock()
        with self._database.writing() as session, across_partnerships(session):
            claims = deliveries.claim(
                session,
                now=moment,
                limit=limit,
                lease_seconds=self._pace.lease,
                kinds=self._kinds.keys(),
                ids=ids,
                skip=self._sender.waiting(),
            )
            return [job for claim in claims if (job := self._ready(session, claim, moment))]

    def _ready(self, session: Session, claim: Claim, now: datetime) -> Job | None:
        """Render a message at its first claim and find its target; park what can't be rendered."""
        try:
            with session.begin_nested():
                if claim.delivery.payload is None and not self._render(session, claim, now):
                    deliveries.cancelled(session, claim)
                    return None
                return Job(claim, self._target(session, claim))
        except BLIPS:
            raise
        except Exception as error:  # noqa: BLE001 - a poison message blocks nobody else
            report("message can't be rendered", error, delivery=claim.delivery.id)
            deliveries.failed(session, claim, error=f"render: {type(error).__name__}")
            return None

    def _render(self, session: Session, claim: Claim, now: datetime) -> bool:
        message = render(self._kinds, session, claim.delivery, now)
        if message is None:
            return False
        claim.delivery.payload, claim.delivery.content_hash = frozen(message)
        return True

    def _target(self, session: Session, claim: Claim) -> Target | Unreachable:
        try:
            return find(session, claim.delivery)
        except Unreachable as unreachable:
            return unreachable

    def _settle(self, outcomes: list[Outcome], patience: float | None = None) -> None:
        """Write down how messages went, in one transaction, as soon as the database lets us."""
        if not outcomes:
            return
        for attempt in stamina.retry_context(
            BLIPS, attempts=None, timeout=patience or self._pace.farewell, wait_max=1
        ):
            with attempt, self._database.writing() as session, across_partnerships(session):
                kept = [outcome(session) for outcome in outcomes]
        for outcome, ours in zip(outcomes, kept, strict=True):
            claim: Claim = outcome.keywords["claim"]
            log.info(
                "delivery settled" if ours else "delivery was taken over",
                delivery=claim.delivery.id,
                partnership=claim.delivery.partnership_id,
                kind=claim.delivery.kind,
                attempt=claim.delivery.attempts,
                outcome=outcome.func.__name__,
                error=outcome.keywords.get("error"),
            )


def frozen(message: Message) -> tuple[dict[str, object], str]:
    """Give the bytes that every attempt sends, and their SHA-256."""
    payload: dict[str, object] = {"text": message.text, "blocks": list(message.blocks)}
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"))
    return payload, sha256(text.encode()).hexdigest()
