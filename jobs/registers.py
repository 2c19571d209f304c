"""Asks coordinators who came, as soon as an event is over."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.ground import Ground
from bot.messages import registers_due as messages
from bot.reply import Message
from db import register_prompts
from db.models import Delivery
from jobs.apart import apart


def ask(session: Session, now: datetime) -> int:
    """Ask for the registers of what has ended, in all partnerships; says how many are asked."""

    def of_event(event_id: int) -> int:
        return register_prompts.ask(session, event_id, now=now)

    return apart(session, "ask who came", register_prompts.over(session, now=now), of_event)


def prompt(session: Session, delivery: Delivery, ground: Ground) -> Message | None:
    """Make the message that asks who came; None where somebody has said it meanwhile."""
    event_id = int(delivery.subject["event"])
    found = register_prompts.owed(session, event_id, now=ground.now)
    return messages.prompt(found) if found is not None else None


KINDS = {register_prompts.KIND: prompt}
"""The kinds of messages."""
