"""The digest's messages: made when they are sent, from what is recorded by then."""

from datetime import date

from sqlalchemy.orm import Session

from bot.ground import Ground
from bot.messages import digest_notes as notes
from bot.messages import digests as messages
from bot.messages.digests import Shown
from bot.reply import Message
from db import digest_facts, digest_plans, events
from db.models import Delivery
from domain.periods import Month


def digest(session: Session, delivery: Delivery, ground: Ground) -> Message | None:
    """Make a digest: for its channel, or for a coordinator with the reason why it is not there."""
    month = _month(delivery)
    late = bool(delivery.subject.get("late"))
    found = digest_facts.of(session, month, now=ground.now, late=late)
    pictures = [Shown(str(e["file"]), str(e["alt"])) for e in delivery.subject.get("pictures", ())]
    made = messages.digest(found.digest, pictures)
    why = delivery.subject.get("why")
    return notes.to_you(made, str(why)) if why is not None else made


def to_check(session: Session, delivery: Delivery, ground: Ground) -> Message | None:
    """Ask a coordinator to check the facts of some; None: they were checked meanwhile."""
    waiting = digest_facts.unchecked(session, _month(delivery), now=ground.now)
    day = events.today(session, ground.now)
    return notes.to_check(waiting, day) if waiting else None


def _month(delivery: Delivery) -> Month:
    return Month(date.fromisoformat(str(delivery.subject["month"])))


KINDS = {digest_plans.KIND: digest, digest_plans.OWN: digest, digest_plans.TO_CHECK: to_check}
"""The kinds of messages."""
