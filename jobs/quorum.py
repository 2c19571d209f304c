"""Reckons quorums before their events, and tells coordinators what is news of them."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.ground import Ground
from bot.letters import quorums as letters
from bot.letters.letter import Letter
from bot.messages import quorums as messages
from bot.reply import Message
from db import events, quorum_forecasts
from db.models import Delivery
from domain.askings import Asker
from jobs.apart import apart


def forecast(session: Session, now: datetime) -> int:
    """Reckon what is due in all partnerships; says how many messages were planned."""

    def of_event(event_id: int) -> int:
        return quorum_forecasts.reckon(session, event_id, now=now)

    return apart(session, "forecast quorums", quorum_forecasts.due(session, now=now), of_event)


def card(session: Session, delivery: Delivery, ground: Ground) -> Message | None:
    """Tell a coordinator in Slack how a quorum stands; None where that holds no more."""
    found = quorum_forecasts.owed(session, delivery.subject, now=ground.now)
    return messages.changed(found[0], near=found[1]) if found else None


def letter(session: Session, delivery: Delivery, ground: Ground) -> Letter | None:
    """Tell a coordinator by mail how a quorum stands; None where that holds no more."""
    found = quorum_forecasts.owed(session, delivery.subject, now=ground.now)
    owner = events.partnership(session)
    asker = Asker(owner.name, owner.phone, owner.reply_mailbox, owner.privacy_page)
    return letters.changed(found[0], asker) if found else None


KINDS = {quorum_forecasts.KIND: card}
"""The kinds of cards."""

LETTERS = {quorum_forecasts.KIND: letter}
"""The kinds of letters."""
