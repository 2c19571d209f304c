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
from jobs.apart import Pieces


def _due(session: Session, now: datetime) -> list[tuple[int, int]]:
    return quorum_forecasts.due(session, now=now)


def _reckon(session: Session, event_id: int, now: datetime) -> int:
    return quorum_forecasts.reckon(session, event_id, now=now)


forecast = Pieces("forecast quorums", _due, _reckon)
"""Reckons what is due in all partnerships; says how many messages were planned."""


def card(session: Session, delivery: Delivery, ground: Ground) -> Message | None:
    """Tell a coordinator in Slack how a quorum stands; None where that holds no more."""
    found = quorum_forecasts.owed(session, delivery.subject, now=ground.now)
    return messages.changed(found[0], near=found[1], now=ground.now) if found else None


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
