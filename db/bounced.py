"""Mail of ours that came back: the message has failed after all, and its other way is taken."""

from datetime import datetime

from sqlalchemy.orm import Session

from db import fallbacks, mail_outcomes, mail_senders, people, unreached
from db.mail_outcomes import Outcome
from db.models import Delivery
from db.models.deliveries import State
from domain.replies import Bounce

_LEFT = (State.SENT, State.UNKNOWN)


def take(session: Session, delivery: Delivery, bounce: Bounce, *, now: datetime) -> Outcome:
    """Do what follows from a message that did not arrive, or its copy for who keeps a diary."""
    done = [_failed(session, delivery, to, status, now) for to, status in bounce.failed]
    return mail_outcomes.applied("bounce") if any(done) else mail_outcomes.ignored("known bounce")


def _failed(session: Session, delivery: Delivery, to: str, status: str, now: datetime) -> bool:
    """Note that a message did not arrive at an address; False where that is known."""
    error = f"rcpt: {status}"
    known = mail_senders.addresses_of(session, {delivery.person_id or 0})
    whose = people.by_address(session, to)
    if whose is not None and whose.id != delivery.person_id and to.casefold() not in known:
        unreached.note(session, delivery, error, keeper=whose.id, now=now)
        return True
    if delivery.state not in _LEFT:
        return False
    delivery.state, delivery.last_error = State.FAILED, error
    session.flush()
    if delivery.round_id is not None:
        fallbacks.plan(session, delivery, now=now)
    unreached.note(session, delivery, error, now=now)
    return True
