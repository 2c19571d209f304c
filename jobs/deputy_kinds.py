"""What notices of deputies say: from a row of the ledger to a letter or a card (D6)."""

from sqlalchemy.orm import Session

from bot.ground import Ground
from bot.letters import deputies as letters
from bot.letters.events import Sheet
from bot.letters.letter import CalendarPart, Letter
from bot.messages import deputies as cards
from bot.reply import Message
from db import calendar_drafts, deputy_notices
from db.models import Delivery
from domain.askings import Mark
from domain.events import Say
from jobs import own_pages


def letter(session: Session, delivery: Delivery, ground: Ground) -> Letter | None:
    """Write what a lead's mail about a deputy says, with whom they send in their calendar."""
    facts = deputy_notices.of_message(session, delivery, now=ground.now)
    if facts is None:
        return None
    made = None
    if facts.attendee is not None and facts.is_for_calendars:
        made = calendar_drafts.message(
            session,
            facts.series,
            facts.attendee,
            Say.UPDATE,
            facts.event.id,
            organizer=ground.mailbox,
            now=ground.now,
        )
    sheet = Sheet(
        asker=facts.asker,
        pages=own_pages.of_event(session, facts.person_id, facts.event, ground),
        mark=Mark.REHEARSAL if facts.owner.in_rehearsal(ground.now) else None,
        calendar=CalendarPart(*made) if made else None,
    )
    return letters.notice(facts.notice, facts.asking, sheet)


def card(session: Session, delivery: Delivery, ground: Ground) -> Message | None:
    """Make a lead's message in Slack about a deputy."""
    facts = deputy_notices.of_message(session, delivery, now=ground.now)
    if facts is None:
        return None
    mark = Mark.REHEARSAL if facts.owner.in_rehearsal(ground.now) else None
    return cards.notice(facts.notice, facts.asking, facts.event.id, mark)


KINDS = {deputy_notices.KIND: card}
"""The kinds of cards."""

LETTERS = {deputy_notices.KIND: letter}
"""The kinds of letters."""
