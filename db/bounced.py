"""Mail of ours that came back: the message has failed after all, and its other way is taken."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import events, fallbacks, mail_outcomes, mail_senders, unreached
from db.mail_outcomes import Outcome
from db.models import Delivery, DiaryContact
from db.models.deliveries import State
from domain.replies import Bounce

_LEFT = (State.SENT, State.UNKNOWN)


def take(session: Session, delivery: Delivery, bounce: Bounce, *, now: datetime) -> Outcome:
    """Do what follows from a message that did not arrive, or its copy for who keeps a diary.

    A bounce is anybody's word: of whom else it names it says nothing.
    """
    whose = _went_to(session, delivery)
    done = [_failed(session, delivery, whose, to, status, now) for to, status in bounce.failed]
    return mail_outcomes.applied("bounce") if any(done) else mail_outcomes.ignored("known bounce")


def _went_to(session: Session, delivery: Delivery) -> Mapping[str, int]:
    """Give whose each address is that a message and its copies may have gone to, by its key."""
    person = delivery.person_id or 0
    day = events.partnership(session).day(delivery.due_at)
    keepers = select(DiaryContact.person_id).where(
        DiaryContact.holder_id == person, DiaryContact.holds(day)
    )
    own = {(delivery.sent_to or "").casefold(): person}
    return own | mail_senders.addresses_of(session, {person, *session.scalars(keepers)})


def _failed(
    session: Session,
    delivery: Delivery,
    whose: Mapping[str, int],
    to: str,
    status: str,
    now: datetime,
) -> bool:
    """Note that a message did not arrive at an address; False where that is known, or nobody's."""
    error = f"rcpt: {status}"
    reader = whose.get(to.casefold())
    if reader is None:
        return False
    if reader != delivery.person_id:
        unreached.note(session, delivery, error, keeper=reader, now=now)
        return True
    if delivery.state not in _LEFT:
        return False
    delivery.state, delivery.last_error = State.FAILED, error
    session.flush()
    if delivery.round_id is not None:
        fallbacks.plan(session, delivery, now=now)
    unreached.note(session, delivery, error, now=now)
    return True
