"""The one way out: due rows of the ledger become messages in Slack and letters.

`Deliverer.deliver` is the seam at which another engine could drive this; the loop here is the
default one (reliability.md, section 2). It waits on the monotonic clock and on a wake-up.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from threading import Event

import structlog
from sqlalchemy.orm import Session

from bot.faults import report
from bot.mail import Mail
from bot.routing import NOWHERE, Addresses
from bot.slack import Slack
from db import heartbeats, outcomes
from db.engine import Database
from db.outcomes import Outcome
from db.sealing import Sealer
from jobs.acknowledging import Acknowledging
from jobs.budgets import Budgets
from jobs.claiming import Claiming
from jobs.fallbacks import Fallbacks
from jobs.kinds import KINDS, LETTERS, Kinds, Letters
from jobs.mailing import Mailer
from jobs.overdue import Overdue
from jobs.pace import Pace
from jobs.sending import Sender
from jobs.ways import Job, MailWay, SlackWay, Way

log = structlog.get_logger()

Flight = dict[Future[Outcome], int]
"""What is on its way, each with its partnership."""


@dataclass(frozen=True, slots=True)
class Post:
    """The mail server to send by, and the address that letters come from."""

    server: Mail
    sender: str


class Deliverer:
    """Claims due messages, sends them through a few threads, and writes down how it went."""

    def __init__(  # noqa: PLR0913 - what the way out is made of
        self,
        database: Database,
        slack: Slack,
        *,
        sealer: Sealer,
        clock: Callable[[], datetime],
        kinds: Kinds = KINDS,
        post: Post | None = None,
        letters: Letters = LETTERS,
        addresses: Addresses = NOWHERE,
        pace: Pace | None = None,
        budgets: Budgets | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._pace = pace or Pace()
        budgets = budgets or Budgets()
        self._sender = Sender(database, slack, sealer, clock, self._pace, budgets)
        self._ways: dict[str, Way] = {"slack": SlackWay(self._sender, kinds)}
        if post is not None:
            mailer = Mailer(database, post.server, post.sender, clock, self._pace, budgets)
            self._ways["mail"] = MailWay(mailer, letters)
        self._overdue, self._fallbacks = Overdue(), Fallbacks()
        self._acknowledging = Acknowledging(database, self._fallbacks, clock, self._pace.farewell)
        self._claiming = Claiming(
            database,
            self._ways,
            self._fallbacks,
            self._pace,
            addresses=addresses,
            mailbox=post.sender if post is not None else "",
        )
        self._last_turn = time.monotonic()
        self._last_beat: float | None = None

    def deliver(self, delivery_id: int) -> None:
        """Deliver one message if it is due and nobody else has it; calling twice is harmless."""
        for job in self._claiming.all(1, self._clock(), ids=[delivery_id]):
            self._acknowledging.settle([job.send()])

    def drain(self, now: datetime | None = None) -> int:
        """Deliver everything due, one after the other, and say how many were sent.

        `now` is the product's clock. What Slack asked to wait for stays planned.
        """
        count = 0
        while jobs := self._take(self._pace.batch, now):
            with self._acknowledging.one_by_one() as written_down:
                for job in jobs:
                    outcome = job.send()
                    written_down(outcome)
                    count += outcome.func is outcomes.sent
        return count

    def run(self, stop: Event, wake: Event, look: Callable[[], Sequence[str]] = list) -> None:
        """Deliver until told to stop; then what is on its way has `Pace.farewell` seconds.

        Set `wake` after planning a message, and with `stop`. `look` is called at every turn, and
        names what ails; the heartbeat carries it to whoever asks whether we are ready.
        """
        pool = ThreadPoolExecutor(self._pace.senders, "deliver")
        flight: Flight = {}
        while not stop.is_set():
            wake.clear()
            if not self._turn(pool, flight, wake, look):
                wake.wait(self._pace.poll)
        self._land(flight)
        pool.shutdown(wait=False, cancel_futures=True)

    def ailments(self) -> list[str]:
        """Name what keeps messages in the building: [] when nothing does."""
        return [name for way in self._ways.values() for name in way.names()] + self._overdue.names()

    def reconcile(self, session: Session, now: datetime) -> int:
        """Look for what should have left long ago; it is claimed as before, and now it is named."""
        return self._overdue.look(session, now)

    def idle_for(self) -> float:
        """Give the seconds since the loop last made a turn, for readiness."""
        return time.monotonic() - self._last_turn

    def _turn(
        self,
        pool: ThreadPoolExecutor,
        flight: Flight,
        wake: Event,
        look: Callable[[], Sequence[str]],
    ) -> bool:
        """Write down what has landed and claim more; say whether there was more to claim."""
        try:
            self._settle_landed(flight)
            free = self._pace.batch - len(flight)
            jobs = self._take_fairly(free, flight) if free else []
        except Exception as error:  # noqa: BLE001 - the way out survives whatever happens
            report("delivery turn failed", error)
            return False
        self._last_turn = time.monotonic()
        for job in jobs:
            future = pool.submit(job.send)
            future.add_done_callback(lambda _: wake.set())
            flight[future] = job.partnership_id
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
            with self._database.writing(has_time=True) as session:
                heartbeats.beat(session, heartbeats.WORKER, ailments)
        except Exception as error:  # noqa: BLE001 - deliveries matter more
            report("heartbeat failed", error)

    def _settle_landed(self, flight: Flight) -> None:
        landed = [future for future in flight if future.done()]
        self._acknowledging.settle([future.result() for future in landed])
        for future in landed:
            del flight[future]

    def _land(self, flight: Flight) -> None:
        until = time.monotonic() + self._pace.farewell
        landed, lost = wait(flight, self._pace.farewell)
        log.info("deliveries stop", landed=len(landed), lost=len(lost))
        self._acknowledging.settle([future.result() for future in landed], until - time.monotonic())

    def _take_fairly(self, free: int, flight: Flight) -> list[Job]:
        """Claim what others wait for first, where one partnership has half of all on its way.

        So a flood of one's messages holds up nobody else's (reliability.md, R4).
        """
        on_their_way = Counter(flight.values())
        share = max(self._pace.batch // 2, 1)
        floods = {tenant for tenant, count in on_their_way.items() if count >= share}
        if not floods:
            return self._claiming.some(min(free, share), self._clock())
        others = self._claiming.some(free, self._clock(), skip=floods)
        return others or self._claiming.some(free, self._clock())

    def _take(self, limit: int, now: datetime | None = None) -> list[Job]:
        return self._claiming.all(limit, now or self._clock())
