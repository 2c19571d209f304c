"""One claimed message on its way: look first if in doubt, send, and say how it went.

Nothing here writes to the database: the outcome is an acknowledgement for the caller to commit.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid5

import structlog

from bot.failures import SlackFailed
from bot.faults import report
from bot.reply import Message
from bot.slack import Slack
from db import outcomes
from db.deliveries import Claim
from db.engine import Database
from db.models import Delivery
from db.sealing import CannotOpen, Sealer
from db.tenancy import across_partnerships
from jobs.ailing import CANNOT_OPEN, Ailing, remedy
from jobs.holds import POST, Holds
from jobs.pace import Pace
from jobs.targets import Target, Unreachable

log = structlog.get_logger()

Outcome = partial[bool]
"""One of db.deliveries' acknowledgements, with all but its session."""

OURS = UUID("2f7a3c1e-6d0b-5c8e-9a44-0b8f5d1e7c20")
"""The name space of our message ids (RFC 9562, version 5)."""

MARGIN = timedelta(minutes=10)
"""How far Slack's clock and ours may be apart when we look for a message."""

READ_BACK = "conversations.history"
OPEN_DM = "conversations.open"


class Sender:
    """Sends claimed messages to Slack; threads share it.

    Raises `ValueError` where a post could outlive its lease, and so be made twice.
    """

    def __init__(
        self,
        database: Database,
        slack: Slack,
        sealer: Sealer,
        clock: Callable[[], datetime],
        pace: Pace,
    ) -> None:
        if not slack.timeout < pace.deadline < pace.lease:
            raise ValueError("A post must end before its lease: time-out < deadline < lease.")
        self._database = database
        self._slack = slack
        self._sealer = sealer
        self._clock = clock
        self._pace = pace
        self.holds = Holds()
        self.ailing = Ailing()
        self._rooms: dict[tuple[str, str], str] = {}

    def send(self, claim: Claim, target: Target | Unreachable) -> Outcome:
        """Send one message and say how it went; an exception is an outcome too.

        1. Open the conversation. 2. If in doubt, look whether the message is there. 3. Check that
        it is still ours and owed. 4. Post.
        """
        if isinstance(target, Unreachable):
            return self._unreachable(claim, target)
        left, why = self.ailing.remaining(target.partnership_id, target.team_id)
        if left > 0:
            return self._later(claim, why, left, tried=False)
        try:
            token = self._sealer.open(target.sealed_token, target.partnership_id)
            room = self._room(token, target)
            if claim.in_doubt:
                if ref := self._look(token, room, target, claim.delivery):
                    return self._sent(claim, ref)
                claim = replace(claim, in_doubt=False)
            if (not_now := self._fence(claim)) is not None:
                return not_now
            self._heed(POST, target)
        except Exception as error:  # noqa: BLE001 - one bad row must not stop the others
            return self._not_sent(claim, target, error)
        return self._post(claim, target, token, room)

    def waiting(self) -> set[int]:
        """Give the partnerships for which nothing can be posted now."""
        return self.holds.waiting() | self.ailing.waiting()

    def _room(self, token: str, target: Target) -> str:
        key = (target.team_id, target.user_id)
        if key not in self._rooms:
            self._heed(OPEN_DM, target)
            self._rooms[key] = self._slack.open_dm(token, target.user_id)
        return self._rooms[key]

    def _heed(self, method: str, target: Target) -> None:
        left = self.holds.remaining(method, target.team_id, target.partnership_id)
        if left > 0:
            raise SlackFailed(method, "held", retry_after=left)

    def _look(self, token: str, room: str, target: Target, delivery: Delivery) -> str | None:
        """Find the message among what we posted there; give its `ts`, None if it is not there."""
        self._heed(READ_BACK, target)
        since = max(delivery.created_at, delivery.due_at) - MARGIN
        for message in self._slack.history(token, room, oldest=since.timestamp()):
            metadata = message.get("metadata") or {}
            if metadata.get("event_payload") == marks(delivery)["event_payload"]:
                return str(message["ts"])
        return None

    def _fence(self, claim: Claim) -> Outcome | None:
        """Ask the ledger, right before sending, whether the message is still ours and owed."""
        with self._database.reading() as session, across_partnerships(session):
            hold = outcomes.hold(session, claim, now=self._clock())
        if hold.seconds < self._pace.deadline:
            return self._later(claim, "lease_too_short", 0, tried=False)
        return None if hold.owed else partial(outcomes.expired, claim=claim)

    def _post(self, claim: Claim, target: Target, token: str, room: str) -> Outcome:
        payload: dict[str, Any] = claim.delivery.payload or {}
        message = Message(payload["text"], tuple(payload["blocks"]))
        mark = marks(claim.delivery)
        name = mark["event_payload"]["message"]
        try:
            ref = self._slack.post(token, room, message, metadata=mark, client_msg_id=name)
        except SlackFailed as failure:
            if not failure.in_doubt:
                return self._not_sent(claim, target, failure)
            return self._later(replace(claim, in_doubt=True), failure.code, self._pace.doubt)
        except Exception as error:  # noqa: BLE001 - whatever it is, it may have arrived
            report("post broke", error, delivery=claim.delivery.id)
            return self._later(
                replace(claim, in_doubt=True), type(error).__name__, self._pace.doubt
            )
        self.ailing.mended(target.partnership_id, target.team_id)
        return self._sent(claim, ref)

    def _sent(self, claim: Claim, ref: str) -> Outcome:
        return partial(outcomes.sent, claim=claim, ref=ref, now=self._clock())

    def _not_sent(self, claim: Claim, target: Target, error: Exception) -> Outcome:
        wait = self._pace.wait_after(claim.delivery.attempts)
        if (code := _ailment(error)) is not None:
            return self._ailing(claim, target, code)
        if not isinstance(error, SlackFailed):
            report("delivery broke", error, delivery=claim.delivery.id)
            return self._later(claim, type(error).__name__, wait)
        if error.permanent:
            self._rooms.pop((target.team_id, target.user_id), None)
            return self._stop(claim, f"{error.method}: {error.code}")
        if error.retry_after is not None:
            self.holds.keep(error.method, target.team_id, target.partnership_id, error.retry_after)
            return self._later(claim, error.code, error.retry_after, tried=False)
        return self._later(claim, f"{error.method}: {error.code}", wait)

    def _unreachable(self, claim: Claim, why: Unreachable) -> Outcome:
        if why.of_installation:
            return self._ailing(claim, None, str(why))
        return self._later(claim, str(why), self._pace.unlinked, tried=False)

    def _ailing(self, claim: Claim, target: Target | None, code: str) -> Outcome:
        """Leave an installation alone until somebody mends it, and say so once each time."""
        tenant, team = claim.delivery.partnership_id, target.team_id if target else ""
        seconds = self._pace.mending
        self._rooms = {key: room for key, room in self._rooms.copy().items() if key[0] != team}
        if self.ailing.found(tenant, team, code, seconds, whole=target is None or target.alone):
            log.error(
                "installation is ailing",
                partnership=tenant,
                team=team,
                error=code,
                to_do=remedy(code),
                held_seconds=seconds,
            )
        return self._later(claim, code, seconds, tried=False)

    def _later(self, claim: Claim, error: str, seconds: float, *, tried: bool = True) -> Outcome:
        if tried and claim.delivery.attempts >= self._pace.tries:
            return self._stop(claim, error)
        give_back = outcomes.in_doubt if claim.in_doubt else outcomes.again
        return partial(give_back, claim=claim, error=error, retry_in=seconds, tried=tried)

    def _stop(self, claim: Claim, error: str) -> Outcome:
        end = outcomes.unknown if claim.in_doubt else outcomes.failed
        return partial(end, claim=claim, error=error)


def _ailment(error: Exception) -> str | None:
    """Name what is wrong with the installation; None where the message or its target is at fault.

    Whether we may read back is a choice of those who install: without it doubt stays doubt.
    """
    if isinstance(error, CannotOpen):
        return CANNOT_OPEN
    if not isinstance(error, SlackFailed) or not error.of_installation:
        return None
    unread = error.method == READ_BACK and error.code in {"missing_scope", "no_permission"}
    return None if unread else error.code


def marks(delivery: Delivery) -> dict[str, Any]:
    """Give the metadata by which a message is found again; its `message` is our id for Slack."""
    name = uuid5(
        OURS, f"{delivery.partnership_id} {delivery.key} {delivery.created_at.isoformat()}"
    )
    return {
        "event_type": "joinedup_delivery",
        "event_payload": {"delivery": delivery.id, "message": str(name)},
    }
