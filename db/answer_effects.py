"""What follows from an answer, in its own transaction: what it makes needless, and who must hear.

Each effect is a function of another module. They run in their order, after the answer stands.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from db import answer_cards, named_deputies, reminder_rows
from db.models import Answer, Event

Effect = Callable[[Session, Event, Sequence[Answer], datetime], None]
"""What one answer, for one or several invitations to an event, makes necessary at a moment."""

EFFECTS: tuple[Effect, ...] = (named_deputies.after_answer, answer_cards.tell, reminder_rows.end)


def after(session: Session, event: Event, given: Sequence[Answer], *, now: datetime) -> None:
    """Let everything follow from an answer that was just given to an event."""
    for effect in EFFECTS:
        effect(session, event, given, now)
