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
from db.outcomes import Outcome
from db.sealing import CannotOpen, Sealer
from domain.forecasts import Step
from jobs import guards
from jobs.ailing import CANNOT_OPEN, Ailing, remedy
from jobs.budgets import Budgets
from jobs.fence import Fence
from jobs.holds import POST, Crowds, Holds
from jobs.pace import Pace
from jobs.targets import Target, Unreachable

log = structlog.get_logger()

OURS = UUID("2f7a3c1e-6d0b-5c8e-9a44-0b8f5d1e7c20")
"""The name space of our message ids (RFC 9562, version 5)."""

MARGIN = timedelta(minutes=10)
"""How far Slack's clock and ours may be apart when we look for a message."""

GONE = frozenset({"cant_update_message", "message_not_found", "edit_window_closed"})
"""Why a card can't be changed any more: a new one is posted."""


class Short(Exception):  # noqa: N818 - named for what the budget is
    """Our own budget for a step is used up: it has room again in some seconds."""

    def __init__(self, step: Step, seconds: float) -> None:
        super().__init__(step)
        self.step = step
        self.seconds = seconds


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
        budgets: Budgets,
    ) -> None:
        if not slack.timeout < pace.deadline < pace.lease:
            raise ValueError("A post must end before its lease: time-out < deadline < lease.")
        self._fence = Fence(database, clock, pace.deadline)
        self._slack = slack
        self._sealer = sealer
        self._clock = clock
        self._pace = pace
        self._budgets = budgets
        self.holds = Holds()
        self.crowds = Crowds()
        self.ailing = Ailing()
        self._rooms: dict[tuple[str, str], str] = {}

    def send(self, claim: Claim, target: Target | Unreachable) -> Outcome:
        """Send one message and say how it went; an exception is an outcome too.

        1. See that nobody is there who may not read it, and open the conversation. 2. Change the
        card that is there already. 3. If in doubt, look whether the message is there. 4. Check that
        it is still ours and owed. 5. Post.
        """
        if isinstance(target, Unreachable):
            return self._unreachable(claim, target)
        left, why = self.ailing.remaining(target.partnership_id, target.team_id)
        if left > 0:
            return self._later(claim, why, left, tried=False)
        try:
            token = self._sealer.open(target.sealed_token, target.partnership_id)
            if (unfit := guards.look(self._slack, token, target)) is not None:
                return self._stop(claim, guards.error(unfit))
            room = self._room(token, target)
            done = self._without_a_post(claim, target, token, room)
            if done is None:
                claim = replace(claim, in_doubt=False)
                done = self._fence.stops(claim)
            if done is not None:
                return done
            try:
                self._heed(Step.POST, target, room)
            finally:
                self._count(claim.delivery, target, room)
        except Exception as error:  # noqa: BLE001 - one bad row must not stop the others
            return self._not_sent(claim, target, error)
        return self._post(claim, target, token, room)

    def waiting(self) -> set[int]:
        """Give the partnerships for which nothing can be posted now."""
        return self.holds.waiting() | self.ailing.waiting()

    def _room(self, token: str, target: Target) -> str:
        if target.is_channel:
            return target.place
        key = (target.team_id, target.place)
        if key not in self._rooms:
            self._heed(Step.OPEN, target)
            self._rooms[key] = self._slack.open_dm(token, target.place)
        return self._rooms[key]

    def _heed(self, step: Step, target: Target, room: str = "") -> None:
        """Raise where Slack asked us to wait, or where we have used up what we may do."""
        left = self.holds.remaining(step, target.team_id, target.partnership_id)
        if left > 0:
            raise SlackFailed(step, "held", retry_after=left)
        if room and (wait := self._budgets.take((Step.CHANNEL, f"{target.team_id} {room}"))):
            raise Short(Step.CHANNEL, wait)
        if wait := self._budgets.take((step, target.team_id)):
            raise Short(step, wait)

    def _count(self, delivery: Delivery, target: Target, room: str) -> None:
        """Claim nothing more for who is sent a message, until they may be sent another."""
        if wait := self._budgets.until_next((Step.CHANNEL, f"{target.team_id} {room}")):
            self.crowds.keep(delivery, wait)

    def _without_a_post(
        self, claim: Claim, target: Target, token: str, room: str
    ) -> Outcome | None:
        """Change the card, or find the message there; None where it must be posted."""
        if target.card and (done := self._change(claim, target, token, room)) is not None:
            return done
        if claim.in_doubt and (ref := self._look(token, room, target, claim.delivery)):
            return self._sent(claim, target, ref)
        return None

    def _change(self, claim: Claim, target: Target, token: str, room: str) -> Outcome | None:
        """Put the message in place of the card before it; None where that can't be changed."""
        if (not_now := self._fence.stops(claim)) is not None:
            return not_now
        self._heed(Step.UPDATE, target)
        card = target.card or ""
        try:
            self._slack.update(token, room, card, _message(claim.delivery))
        except SlackFailed as failure:
            if failure.code in GONE:
                return None
            raise
        self.ailing.mended(target.partnership_id, target.team_id)
        return self._sent(claim, target, card)

    def _look(self, token: str, room: str, target: Target, delivery: Delivery) -> str | None:
        """Find the message among what we posted there; give its `ts`, None if it is not there."""
        self._heed(Step.HISTORY, target)
        since = max(delivery.created_at, delivery.due_at) - MARGIN
        for message in self._slack.history(token, room, oldest=since.timestamp()):
            metadata = message.get("metadata") or {}
            if metadata.get("event_payload") == marks(delivery)["event_payload"]:
                return str(message["ts"])
        return None

    def _post(self, claim: Claim, target: Target, token: str, room: str) -> Outcome:
        message = _message(claim.delivery)
        mark = marks(claim.delivery)
        try:
            ref = self._posted(token, room, message, mark)
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
        return self._sent(claim, target, ref)

    def _posted(self, token: str, room: str, message: Message, mark: dict[str, Any]) -> str:
        """Post a message, without its pictures where Slack refuses them."""
        name = mark["event_payload"]["message"]
        try:
            return self._slack.post(token, room, message, metadata=mark, client_msg_id=name)
        except SlackFailed as failure:
            bare = guards.without_pictures(message)
            if failure.in_doubt or failure.code not in guards.PICTURES_REFUSED or bare is None:
                raise
        return self._slack.post(token, room, bare, metadata=mark, client_msg_id=name)

    def _sent(self, claim: Claim, target: Target, ref: str) -> Outcome:
        now = self._clock()
        return partial(outcomes.sent, claim=claim, ref=ref, to=target.place, now=now)

    def _not_sent(self, claim: Claim, target: Target, error: Exception) -> Outcome:
        wait = self._pace.wait_after(claim.delivery.attempts)
        if (code := _ailment(error)) is not None:
            return self._ailing(claim, target, code)
        if isinstance(error, Short):
            return self._short(claim, target, error)
        if not isinstance(error, SlackFailed):
            report("delivery broke", error, delivery=claim.delivery.id)
            return self._later(claim, type(error).__name__, wait)
        if error.permanent:
            self._rooms.pop((target.team_id, target.place), None)
            return self._stop(claim, f"{error.method}: {error.code}")
        if error.retry_after is not None:
            self.holds.keep(error.method, target.team_id, target.partnership_id, error.retry_after)
            return self._later(claim, error.code, error.retry_after, tried=False)
        return self._later(claim, f"{error.method}: {error.code}", wait)

    def _short(self, claim: Claim, target: Target, short: Short) -> Outcome:
        """Give a message back until we may send it; no post leaves its workspace meanwhile."""
        if short.step is Step.POST:
            self.holds.keep(POST, target.team_id, target.partnership_id, short.seconds)
        return self._later(claim, f"budget: {short.step}", short.seconds, tried=False)

    def _unreachable(self, claim: Claim, why: Unreachable) -> Outcome:
        if why.of_installation:
            return self._ailing(claim, None, str(why))
        if why.permanent or claim.delivery.round_id is not None:
            return self._stop(claim, str(why))
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
    unread = error.method == Step.HISTORY and error.code in {"missing_scope", "no_permission"}
    return None if unread else error.code


def _message(delivery: Delivery) -> Message:
    """Give what every attempt sends."""
    payload: dict[str, Any] = delivery.payload or {}
    return Message(payload["text"], tuple(payload["blocks"]))


def marks(delivery: Delivery) -> dict[str, Any]:
    """Give the metadata by which a message is found again; its `message` is our id for Slack."""
    name = uuid5(
        OURS, f"{delivery.partnership_id} {delivery.key} {delivery.created_at.isoformat()}"
    )
    return {
        "event_type": "joinedup_delivery",
        "event_payload": {"delivery": delivery.id, "message": str(name)},
    }
