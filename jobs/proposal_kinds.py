"""What those hear who proposed another time that is not taken up."""

from sqlalchemy.orm import Session

from bot.ground import Ground
from bot.letters import proposals as letters
from bot.letters.events import Sheet
from bot.letters.letter import CalendarPart, Letter
from db import counter_drafts, event_facts, event_news, resending
from db.models import Delivery
from domain.askings import Mark
from jobs import own_pages


def letter(session: Session, delivery: Delivery, ground: Ground) -> Letter | None:
    """Write that the time stays, for people and for their calendars."""
    facts = event_facts.of_message(session, delivery, now=ground.now)
    if facts is None or facts.attendee is None:
        return None
    made = counter_drafts.declined(
        session,
        facts.series,
        facts.attendee,
        facts.event,
        sequence=int(delivery.subject["sequence"]),
        organizer=ground.mailbox,
        now=ground.now,
    )
    sheet = Sheet(
        asker=facts.asker,
        pages=own_pages.of_event(session, facts.attendee.person_id, facts.event, ground),
        mark=Mark.REHEARSAL if facts.owner.in_rehearsal(ground.now) else None,
        calendar=CalendarPart(*made) if made else None,
        thread=event_news.thread(session, delivery),
    )
    return letters.declined(facts.asking, sheet)


LETTERS = {resending.DECLINED: letter}
"""The kinds of letters."""
