"""What messages about events say: from a row of the ledger to a letter or a card.

They are rendered when they are first claimed, from what holds then; None: it is owed no more.
"""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.answer_buttons import COPY
from bot.ground import Ground
from bot.letters import deputies, introductions
from bot.letters import events as letters
from bot.letters.letter import CalendarPart, Letter
from bot.messages import event_cards as cards
from bot.messages import register_rounds as register_messages
from bot.messages.event_cards import Card
from bot.reply import Message
from db import (
    answer_cards,
    answer_counts,
    calendar_drafts,
    copies,
    deputy_seats,
    event_facts,
    event_news,
    golive,
    homes,
    own_answers,
    register_rounds,
    streams,
)
from db import events as event_rows
from db.event_facts import Facts
from db.events import Shown
from db.models import Delivery
from db.places import Place
from domain.answered import Own
from domain.askings import Asker, Mark, News, Pages
from domain.events import Say
from jobs import own_pages

_NOTHING = News()

_ASKS = (Say.INVITATION, Say.UPDATE)


def letter(session: Session, delivery: Delivery, ground: Ground) -> Letter | None:
    """Write what somebody's mail about an event says."""
    facts = event_facts.of_message(session, delivery, now=ground.now)
    if facts is None or facts.attendee is None:
        return None
    say, about = Say(delivery.subject["say"]), delivery.subject.get("event")
    made = calendar_drafts.message(
        session,
        facts.series,
        facts.attendee,
        say,
        about,
        organizer=ground.mailbox,
        now=ground.now,
    )
    sheet = letters.Sheet(
        asker=facts.asker,
        pages=_pages(session, say, facts, ground),
        mark=_mark(facts, ground),
        calendar=CalendarPart(*made) if made else None,
        thread=event_news.thread(session, delivery),
        own=_answered(session, say, facts, ground),
    )
    return _written(session, delivery, facts, say, sheet)


def _written(
    session: Session, delivery: Delivery, facts: Facts, say: Say, sheet: letters.Sheet
) -> Letter:
    match say:
        case Say.CANCELLATION:
            return letters.cancellation(facts.asking, facts.reason, sheet)
        case Say.WITHDRAWAL:
            return _out(session, delivery, facts, sheet)
        case Say.INVITATION:
            return _invited(session, delivery, facts, sheet)
        case Say.UPDATE:
            if facts.is_over:
                return letters.ended(facts.asking, sheet)
            news = event_news.since_told(session, delivery, facts.event)
            return letters.update(facts.asking, news or _NOTHING, sheet)


def _invited(session: Session, delivery: Delivery, facts: Facts, sheet: letters.Sheet) -> Letter:
    if facts.asking.stands_in:
        return deputies.asked(facts.asking, sheet)
    if moved := event_news.told_by(session, delivery, facts.event):
        return letters.update(facts.asking, moved, sheet)
    return letters.invitation(facts.asking, sheet)


def _out(session: Session, delivery: Delivery, facts: Facts, sheet: letters.Sheet) -> Letter:
    """Tell somebody that they are asked no more; a deputy who can't come knows, and is thanked."""
    own = delivery.person_id or 0
    if told := deputy_seats.declined(session, facts.event, own):
        return deputies.released(facts.asking, told, sheet)
    return letters.withdrawal(facts.asking, facts.replaced, sheet, facts.reason)


def card(session: Session, delivery: Delivery, ground: Ground) -> Message | None:
    """Make somebody's card for an event, or what stands in its place."""
    facts = event_facts.of_message(session, delivery, now=ground.now)
    if facts is None or facts.attendee is None:
        return None
    person_id = facts.attendee.person_id
    around = Card(
        event=str(facts.event.id),
        pages=_pages(session, Say(delivery.subject["say"]), facts, ground),
        mark=_mark(facts, ground),
        by_mail=bool(ground.mailbox)
        and event_facts.gets_calendar(session, facts.series, person_id),
        own=_own(session, facts, person_id, ground),
    )
    return _shown(session, delivery, facts, around)


def _answered(session: Session, say: Say, facts: Facts, ground: Ground) -> tuple[Own, ...]:
    """Give what the reader of a letter that asks answers for, if anything was answered."""
    if say not in _ASKS or facts.attendee is None or not own_answers.any_for(session, facts.event):
        return ()
    return _own(session, facts, facts.attendee.person_id, ground)


def _own(session: Session, facts: Facts, person_id: int, ground: Ground) -> tuple[Own, ...]:
    day = facts.owner.day(ground.now)
    return own_answers.of(session, [facts.event], person_id, day=day)[facts.event.id]


def channel_card(session: Session, delivery: Delivery, ground: Ground) -> Message | None:
    """Make the card in the channel of what meets: nobody's own, and without anybody's links."""
    facts = event_facts.of_channel(session, delivery, now=ground.now)
    if facts is None:
        return None
    around = Card(
        event=str(facts.event.id),
        pages=Pages(),
        mark=_mark(facts, ground),
        public=True,
        coming=answer_counts.coming(session, Shown(facts.event, facts.series)),
    )
    return _shown(session, delivery, facts, around)


def _shown(session: Session, delivery: Delivery, facts: Facts, around: Card) -> Message:
    say = Say(delivery.subject["say"])
    if say is Say.CANCELLATION:
        return cards.cancelled(facts.asking, facts.reason, around)
    if say is Say.WITHDRAWAL:
        return cards.withdrawn(facts.asking, facts.replaced, around, facts.reason)
    told = event_news.changes(session, delivery)
    news = event_news.told_by(session, told, facts.event) if told is not None else None
    if news is None:
        return cards.invitation(facts.asking, around)
    return cards.update(facts.asking, news, around)


def copied_letter(session: Session, delivery: Delivery, ground: Ground) -> Letter | None:
    """Write an invitation for somebody who arranges it, marked as a copy."""
    facts = event_facts.of_copy(session, delivery, now=ground.now)
    if facts is None or delivery.person_id is None:
        return None
    own = delivery.person_id
    made = calendar_drafts.copy(
        session, facts.series, own, organizer=ground.mailbox, now=ground.now
    )
    sheet = letters.Sheet(
        asker=facts.asker,
        pages=own_pages.of_event(session, own, facts.event, ground),
        mark=Mark(delivery.subject["why"]),
        calendar=CalendarPart(*made) if made else None,
    )
    return letters.invitation(facts.asking, sheet)


def copied_card(session: Session, delivery: Delivery, ground: Ground) -> Message | None:
    """Make a card for somebody who arranges it, marked as a copy; its buttons do nothing."""
    facts = event_facts.of_copy(session, delivery, now=ground.now)
    if facts is None or delivery.person_id is None:
        return None
    own = delivery.person_id
    around = Card(
        event=COPY,
        pages=own_pages.of_event(session, own, facts.event, ground),
        mark=Mark(delivery.subject["why"]),
        by_mail=bool(ground.mailbox) and event_facts.gets_calendar(session, facts.series, own),
    )
    return cards.invitation(facts.asking, around)


def introduction(session: Session, delivery: Delivery, ground: Ground) -> Letter | None:
    """Write what somebody hears first of all, when a partnership goes live; None: has left."""
    owner = event_rows.partnership(session)
    since, day = owner.day(owner.live_at or ground.now), owner.day(ground.now)
    if delivery.person_id is None or not golive.introduces(session, delivery.person_id, day=day):
        return None
    own = homes.of(session, delivery.person_id, day=day)
    known = [_known(each.partner.name, place, day) for each in own for place in each.places]
    asker = Asker(owner.name, owner.phone, owner.reply_mailbox, owner.privacy_page)
    choose = own_pages.preferences(session, delivery.person_id, ground)
    return introductions.introduction(asker, since, ground.mailbox, known, choose)


def waits(session: Session, delivery: Delivery, ground: Ground) -> Message | None:
    """Show a coordinator what the register changed for many; None: it can't be stopped any more."""
    found = register_rounds.waiting(session, int(delivery.subject["round"]), now=ground.now)
    if found is None:
        return None
    return register_messages.waiting(found, ZoneInfo(event_rows.partnership(session).zone))


def over(session: Session, delivery: Delivery, _ground: Ground) -> Message | None:
    """Say in its place what became of it, once it can't be stopped; None: nothing was shown."""
    found = register_rounds.over(session, delivery)
    if found is None:
        return None
    told, stopped = found
    zone = ZoneInfo(event_rows.partnership(session).zone)
    return register_messages.over(told, zone, stopped=stopped)


def _known(partner: str, place: Place, day: date) -> introductions.Known:
    lead = place.lead(day)
    deputies = tuple(each.person.name for each in place.deputies(day))
    return introductions.Known(
        partner, place.body.name, lead.person.name if lead else None, deputies
    )


def _pages(session: Session, say: Say, facts: Facts, ground: Ground) -> Pages:
    """Give the addresses of the reader's own pages: those of the event where it still asks."""
    person_id = facts.attendee.person_id if facts.attendee else None
    if person_id is None:
        return Pages()
    if say in _ASKS:
        return own_pages.of_event(session, person_id, facts.event, ground)
    return own_pages.of_none(session, person_id, ground)


def _mark(facts: Facts, ground: Ground) -> Mark | None:
    return Mark.REHEARSAL if facts.owner.in_rehearsal(ground.now) else None


KINDS = {
    **{f"event.{say}": card for say in Say},
    streams.CHANNEL: channel_card,
    answer_cards.ANSWERED: card,
    answer_cards.COUNTED: channel_card,
    copies.KIND: copied_card,
    register_rounds.KIND: waits,
    register_rounds.OVER: over,
}
"""The kinds of cards."""

LETTERS = {
    **{f"event.{say}": letter for say in Say},
    copies.KIND: copied_letter,
    "introduction": introduction,
}
"""The kinds of letters."""
