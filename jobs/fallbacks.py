"""What follows when a message arrived or never will, in the transaction that writes it down.

What can't arrive by one channel goes by the other, once, and a coordinator is told what to mend.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from db import digest_plans, fallbacks, outcomes, unreached
from db.models import Delivery
from db.outcomes import Copied, Outcome
from db.tenancy import within
from jobs import guards


class Fallbacks:
    """Does what follows; it knows which lines wait, so that nothing is asked for each arrival."""

    def __init__(self) -> None:
        self._lines: set[unreached.Line] = set()

    def look(self, session: Session) -> None:
        """See which lines wait, across partnerships."""
        self._lines = unreached.waiting(session)

    def has_to_follow(self, outcome: Outcome) -> bool:
        """Say whether anything follows from a message that arrived."""
        copied: Copied = outcome.keywords.get("copied") or {}
        return any(copied.values()) or not self._lines.isdisjoint(_arrived(outcome))

    def follow(self, session: Session, settled: Sequence[Outcome], now: datetime) -> None:
        """Do what follows from how some messages went."""
        arrived: set[unreached.Line] = set()
        for outcome in settled:
            delivery: Delivery = outcome.keywords["claim"].delivery
            if outcome.func is outcomes.failed:
                self.failed(session, delivery, outcome.keywords["error"], now)
            elif outcome.func is outcomes.sent:
                arrived |= _arrived(outcome)
                self._not_copied(session, delivery, outcome.keywords.get("copied") or {}, now)
        unreached.reached(session, arrived & self._lines, now=now)

    def _not_copied(
        self, session: Session, delivery: Delivery, copied: Copied, now: datetime
    ) -> None:
        """Tell coordinators whose copy of a round's message was refused; it is not sent again."""
        refused = {own: code for own, code in copied.items() if code and delivery.round_id}
        for own, code in refused.items():
            step = "copy" if code.startswith("4") else "rcpt"
            with within(session, delivery.partnership_id):
                unreached.note(session, delivery, f"{step}: {code}", keeper=own, now=now)
            self._lines.add(unreached.line(delivery, own))

    def failed(self, session: Session, delivery: Delivery, error: str, now: datetime) -> None:
        """Plan the same by the other channel and tell coordinators, where it was of a round."""
        if delivery.kind == digest_plans.KIND:
            with within(session, delivery.partnership_id):
                digest_plans.instead(session, delivery, guards.reason(error), now=now)
        if delivery.round_id is None:
            return
        with within(session, delivery.partnership_id):
            fallbacks.plan(session, delivery, now=now)
            unreached.note(session, delivery, error, now=now)
        self._lines.add(unreached.line(delivery))


def _arrived(outcome: Outcome) -> set[unreached.Line]:
    """Give the lines that a message which arrived takes off the worklist, if they wait."""
    delivery: Delivery = outcome.keywords["claim"].delivery
    copied: Copied = outcome.keywords.get("copied") or {}
    taken = [own for own, refusal in copied.items() if refusal is None]
    return {unreached.line(delivery, each) for each in (None, *taken)}
