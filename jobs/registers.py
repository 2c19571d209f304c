"""Asks coordinators who came, as soon as an event is over, and says there what became of it."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.ground import Ground
from bot.messages import attendance
from bot.messages import registers_due as messages
from bot.reply import Message
from db import events, register_endings, register_prompts, registers
from db.models import Delivery
from domain.outcomes import Quorate
from jobs.apart import Pieces


def _over(session: Session, now: datetime) -> list[tuple[int, int]]:
    return register_prompts.over(session, now=now)


def _ask(session: Session, event_id: int, now: datetime) -> int:
    return register_prompts.ask(session, event_id, now=now)


ask = Pieces("ask who came", _over, _ask)
"""Asks for the registers of what has ended, in all partnerships; says how many are asked."""


def prompt(session: Session, delivery: Delivery, ground: Ground) -> Message | None:
    """Make the message that asks who came; None where somebody has said it meanwhile."""
    event_id = int(delivery.subject["event"])
    found = register_prompts.owed(session, event_id, now=ground.now)
    return messages.prompt(found) if found is not None else None


def changed(session: Session, delivery: Delivery, ground: Ground) -> Message | None:
    """Make what takes its place: the register that was saved, that there is none, or the same."""
    shown = events.by_id(session, int(delivery.subject["event"]))
    if shown is None or not register_prompts.was_asked(session, delivery):
        return None
    about = shown.event.id, shown.event.title, events.span_of(shown.event)
    row = registers.attendance(session, shown.event.id)
    if row is not None:
        lines, others = registers.lines(session, shown), registers.others(session, shown.event.id)
        return attendance.saved(about, lines, others, Quorate(row.quorate))
    if register_endings.is_noted(shown.event):
        return attendance.not_held(about)
    return prompt(session, delivery, ground)


KINDS = {register_prompts.KIND: prompt, register_prompts.CHANGED: changed}
"""The kinds of messages."""
