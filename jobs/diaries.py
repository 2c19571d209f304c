"""Takes out of calendars what came by a copy, once a diary is kept by somebody else or nobody."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.ground import Ground
from bot.letters import diaries as letters
from bot.letters.letter import CalendarPart, Letter
from db import calendar_drafts, diary_endings, events
from db.diary_endings import Piece
from db.models import Attendee, Delivery, Person
from domain.askings import Asker
from jobs import own_pages
from jobs.apart import Pieces


def _due(session: Session, now: datetime) -> list[tuple[int, Piece]]:
    return diary_endings.due(session, now=now)


def _clear(session: Session, piece: Piece, now: datetime) -> int:
    return diary_endings.clear(session, piece, now=now)


clear = Pieces("clear diaries", _due, _clear)
"""Plans that calendars are rid of copies, in all partnerships; says how many are told."""


def letter(session: Session, delivery: Delivery, ground: Ground) -> Letter | None:
    """Write what somebody hears of an entry that leaves their calendar."""
    attendee = session.get(Attendee, int(delivery.subject["diary_of"]))
    series = events.series_by_id(session, int(delivery.subject["series"]))
    if attendee is None or series is None or delivery.person_id is None:
        return None
    own = delivery.person_id
    made = calendar_drafts.out_of_copy(
        session, series, attendee, own, organizer=ground.mailbox, now=ground.now
    )
    if made is None:
        return None
    owner = events.partnership(session)
    return letters.ended(
        series.title,
        session.get_one(Person, attendee.person_id).name,
        Asker(owner.name, owner.phone, owner.reply_mailbox, owner.privacy_page),
        own_pages.preferences(session, own, ground),
        CalendarPart(*made),
    )


LETTERS = {diary_endings.KIND: letter}
"""The kinds of letters."""
