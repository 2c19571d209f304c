"""One claimed letter on its way: check that it is still owed, hand it over, say how it went.

Mail can't be read back. In doubt, a letter with a calendar part goes again with the same bytes and
Message-ID, which calendars apply once; any other ends as unknown (reliability.md, section 2).
"""

import threading
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import uuid5

import structlog

from bot.faults import report
from bot.letters.letter import Letter
from bot.letters.mime import Envelope, mail
from bot.mail import Mail, MailFailed
from db import outcomes
from db.deliveries import Claim
from db.engine import Database
from db.models import Delivery
from db.outcomes import Copied, Outcome
from domain.forecasts import Step
from jobs.budgets import Budgets
from jobs.fence import Fence
from jobs.pace import Pace
from jobs.sending import OURS
from jobs.targets import MailTarget, Unreachable

log = structlog.get_logger()


class Mailer:
    """Hands claimed letters to the mail server, as `sender`; threads share it.

    Raises `ValueError` where handing over could outlive a lease.
    """

    def __init__(
        self,
        database: Database,
        server: Mail,
        sender: str,
        clock: Callable[[], datetime],
        pace: Pace,
        budgets: Budgets,
    ) -> None:
        if not server.timeout < pace.deadline < pace.lease:
            raise ValueError("A mail must be sent before its lease ends: time-out < deadline.")
        self._fence = Fence(database, clock, pace.deadline)
        self._server = server
        self._sender = sender
        self._clock = clock
        self._pace = pace
        self._budgets = budgets
        self._down = Down()
        self._full = Down()

    def send(self, claim: Claim, target: MailTarget | Unreachable) -> Outcome:
        """Send one letter and say how it went; an exception is an outcome too."""
        if isinstance(target, Unreachable):
            if claim.delivery.round_id is not None:
                return partial(outcomes.failed, claim=claim, error=str(target))
            return self._later(claim, str(target), self._pace.unlinked, tried=False)
        if (left := self._down.remaining()) > 0:
            return self._later(claim, "mail_server", left, tried=False)
        try:
            return self._try(claim, target)
        except MailFailed as failed:
            return self._not_sent(claim, failed)
        except Exception as error:  # noqa: BLE001 - one bad row must not stop the others
            report("mail broke", error, delivery=claim.delivery.id)
            wait = self._pace.wait_after(claim.delivery.attempts)
            return self._later(claim, type(error).__name__, wait)

    def _try(self, claim: Claim, target: MailTarget) -> Outcome:
        letter = Letter.from_json((claim.delivery.payload or {})["letter"])
        if claim.in_doubt and letter.calendar is None:
            return partial(outcomes.unknown, claim=claim, error="mail_in_doubt")
        if (not_now := self._fence.stops(claim)) is not None:
            return not_now
        if wait := self._budgets.take((Step.MAIL, "")):
            self._full.began("", wait)
            return self._later(claim, "budget: mail", wait, tried=False)
        ref, copied = self._hand_over(claim.delivery, letter, target)
        self._down.over()
        now = self._clock()
        return partial(outcomes.sent, claim=claim, ref=ref, to=target.to, now=now, copied=copied)

    def waiting(self) -> bool:
        """Say whether the server is left alone for now."""
        return max(self._down.remaining(), self._full.remaining()) > 0

    def names(self) -> list[str]:
        """Name what ails, for readiness: [] when all is well."""
        return self._down.names()

    def _hand_over(
        self, delivery: Delivery, letter: Letter, target: MailTarget
    ) -> tuple[str, Copied]:
        """Give a letter to the server; gives its Message-ID, and what became of the copies.

        Servers that take more than plain letters in an address are few (RFC 6531): none is asked.
        """
        if not target.to.isascii():
            raise MailFailed("rcpt", "not_ascii", permanent=True)
        refused = {each: "not_ascii" for each in target.copies if not each.isascii()}
        envelope = Envelope(
            sender=self._sender,
            sender_name=target.sender_name,
            to=target.to,
            to_name=target.to_name,
            message_id=message_id(delivery, self._sender),
            date=datetime.fromisoformat((delivery.payload or {})["date"]),
            copies=tuple(each for each in target.copies if each not in refused),
        )
        raw = mail(letter, envelope)
        refused |= self._server.send(raw, sender=self._sender, recipients=envelope.recipients)
        if refused:
            log.warning("copies refused", delivery=delivery.id, codes=sorted(refused.values()))
        return envelope.message_id, {own: refused.get(at) for at, own in target.copies.items()}

    def _not_sent(self, claim: Claim, failed: MailFailed) -> Outcome:
        error = f"{failed.step}: {failed.code}"
        if failed.in_doubt:
            wait = self._pace.doubt
            return partial(outcomes.in_doubt, claim=claim, error=error, retry_in=wait)
        if failed.of_server:
            seconds = self._pace.mending
            if self._down.began(error, seconds):
                log.error("mail server is ailing", error=error, held_seconds=seconds)
            return self._later(claim, error, seconds, tried=False)
        if failed.permanent:
            return partial(outcomes.failed, claim=claim, error=error)
        return self._later(claim, error, self._pace.wait_after(claim.delivery.attempts))

    def _later(self, claim: Claim, error: str, seconds: float, *, tried: bool = True) -> Outcome:
        if tried and claim.delivery.attempts >= self._pace.tries:
            return partial(outcomes.failed, claim=claim, error=error)
        give_back = outcomes.in_doubt if claim.in_doubt else outcomes.again
        return partial(give_back, claim=claim, error=error, retry_in=seconds, tried=tried)


class Down:
    """How long the mail server is left alone after a fault of its own, on the monotonic clock."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until = 0.0
        self._why = ""
        self._lock = threading.Lock()

    def began(self, why: str, seconds: float) -> bool:
        """Leave it alone for some seconds; False where that is so already."""
        with self._lock:
            known = self._until > self._clock()
            self._until, self._why = self._clock() + seconds, why
            return not known

    def over(self) -> None:
        """Say that a letter went out."""
        with self._lock:
            self._until, self._why = 0.0, ""

    def remaining(self) -> float:
        """Give the seconds for which it is left alone."""
        with self._lock:
            return max(self._until - self._clock(), 0)

    def names(self) -> list[str]:
        """Name what is wrong, until a letter has gone out again."""
        with self._lock:
            return [f"mail: {self._why}"] if self._why else []


def message_id(delivery: Delivery, sender: str) -> str:
    """Give a letter's Message-ID: every attempt has the same (RFC 5322, 3.6.4)."""
    made = f"{delivery.partnership_id} {delivery.key} {delivery.created_at.isoformat()}"
    return f"{uuid5(OURS, made)}@{sender.rpartition('@')[2]}"
