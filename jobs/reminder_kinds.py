"""What reminders say: from a row of the ledger to a letter or a card.

Decided once more when they are first claimed, by what holds then; None: it is owed no more.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.ground import Ground
from bot.letters import reminders as letters
from bot.letters.events import Sheet
from bot.letters.letter import Letter
from bot.messages import reminders as messages
from bot.reminder_words import Reminding
from bot.reply import Message
from db import deputies, event_facts, events, organisations, reminder_rows, shared_reminders
from db.chasing import Chased
from db.events import Shown
from db.models import Delivery, Invitation
from db.reminder_rows import KIND
from domain.answered import Own
from domain.answers import Deputising, Kind
from domain.askings import Asker, Mark, Pages, Standing, Through
from domain.chasing import deputies_by
from domain.chasing_facts import Ask, Asked, Due
from jobs import own_pages


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a reminder is made of."""

    told: Reminding
    own: tuple[Own, ...]
    chased: Chased
    person: int


def letter(session: Session, delivery: Delivery, ground: Ground) -> Letter | None:
    """Write somebody's reminder as a mail, of all events that they are reminded of now."""
    found = _facts(session, delivery, ground)
    if not found:
        return None
    owner = events.partnership(session)
    asker = Asker(owner.name, owner.phone, owner.reply_mailbox, owner.privacy_page)
    thread = reminder_rows.thread(session, delivery)
    return letters.reminder(
        [
            (each.told, Sheet(asker, _pages(session, each, ground), _mark(each), thread=thread))
            for each in found
        ]
    )


def card(session: Session, delivery: Delivery, ground: Ground) -> Message | None:
    """Make somebody's reminder in Slack, of all events that they are reminded of now."""
    found = _facts(session, delivery, ground)
    if not found:
        return None
    pages = [_pages(session, each, ground) for each in found]
    return messages.reminder(
        [
            messages.Part(each.told, each.own, each.chased.event.id, own)
            for each, own in zip(found, pages, strict=True)
        ],
        _mark(found[0]),
    )


def _pages(session: Session, facts: _Facts, ground: Ground) -> Pages:
    return own_pages.of_event(session, facts.person, facts.chased.event, ground)


def _facts(session: Session, delivery: Delivery, ground: Ground) -> list[_Facts]:
    """Give what a message is made of for each event that it tells of; none: it is not owed."""
    found = []
    for chased, due in shared_reminders.owed(session, delivery, now=ground.now):
        own = _own(session, chased, due)
        told = _reminding(session, chased, due, own, ground)
        found.append(_Facts(told, own, chased, due.person))
    return found


def _own(session: Session, chased: Chased, due: Due) -> tuple[Own, ...]:
    """Give what a message is about: seats by their partners' names, or somebody as a guest."""
    owners = {chased.owners[own] for own in due.invitations if own in chased.owners}
    day = chased.event.begins.date()
    names = organisations.called(session, owners, day=day)
    partners = {own: names[by].name for own, by in chased.owners.items() if by in names}
    return tuple(Own(each, partners.get(each, "")) for each in due.invitations)


def _reminding(
    session: Session, chased: Chased, due: Due, own: tuple[Own, ...], ground: Ground
) -> Reminding:
    event, day = chased.event, chased.meeting.day(ground.now)
    about = [each for each in chased.asked if each.invitation in due.invitations]
    sends = any(each.standing.kind is Kind.DEPUTY for each in about)
    through = Through.DEPUTY if sends else Through.LEAD
    seats = [Standing(each.partner, "", through) for each in own if each.partner]
    by = deputies_by(chased.meeting, day) if due.ask is Ask.SECOND else None
    return Reminding(
        ask=due.ask,
        asking=event_facts.of_one(session, chased.series, event, seats, now=ground.now),
        due=event.answer_by,
        over=event.answer_by < day,
        by=by,
        deputies=_deputies(session, chased, due) if by else (),
        unsure=_is_unsure(about),
        stale=any(each.standing.stale for each in about),
        unheard=all(each.standing.deputising is Deputising.ASKED for each in about),
    )


def _deputies(session: Session, chased: Chased, due: Due) -> tuple[str, ...]:
    """Name by their roles who stands in for the seats of a message; empty for one without."""
    shown = Shown(chased.event, chased.series)
    found = {
        each.id: each.job_title or ""
        for own in due.invitations
        for each in deputies.standing_deputies(session, shown, session.get_one(Invitation, own))
    }
    return tuple(found.values())


def _is_unsure(about: list[Asked]) -> bool:
    return all(each.standing.kind is Kind.UNSURE for each in about)


def _mark(facts: _Facts) -> Mark | None:
    return Mark.REHEARSAL if facts.chased.meeting.rehearses else None


KINDS = {f"{KIND}{each}": card for each in Ask}
"""The kinds of cards."""

LETTERS = {f"{KIND}{each}": letter for each in Ask}
"""The kinds of letters."""
