"""What partners hear of corrections that they asked for: from a row of the ledger to a message."""

from sqlalchemy.orm import Session

from bot.ground import Ground
from bot.letters import records as letters
from bot.letters.letter import Letter
from bot.messages import records as messages
from bot.reply import Message
from db import corrections, events
from db.models import Delivery
from domain.askings import Asker
from jobs import own_pages


def card(session: Session, delivery: Delivery, ground: Ground) -> Message | None:
    """Tell in Slack what was decided."""
    own = int(delivery.subject["correction"])
    found = corrections.settled(session, own, now=ground.now)
    return messages.settled(found.entry, found.asked) if found is not None else None


def letter(session: Session, delivery: Delivery, ground: Ground) -> Letter | None:
    """Tell by mail what was decided."""
    own = int(delivery.subject["correction"])
    found = corrections.settled(session, own, now=ground.now)
    if found is None or delivery.person_id is None:
        return None
    owner = events.partnership(session)
    asker = Asker(owner.name, owner.phone, owner.reply_mailbox, owner.privacy_page)
    record = own_pages.record(session, delivery.person_id, ground)
    return letters.settled(
        found, asker, record, own_pages.preferences(session, delivery.person_id, ground)
    )


KINDS = {corrections.KIND: card}
"""The kinds of cards."""

LETTERS = {corrections.KIND: letter}
"""The kinds of letters."""
