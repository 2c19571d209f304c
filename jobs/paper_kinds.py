"""What messages about papers say: from a row of the ledger to a letter or a card.

Rendered when they are first claimed: what was taken away by then is not announced.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.ground import Ground
from bot.letters import papers as letters
from bot.letters.letter import Letter
from bot.messages import papers as messages
from bot.messages.papers import About, Shown
from bot.paper_words import listed
from bot.reply import Message
from db import event_visits, events, paper_rounds, papers
from db.models import Delivery, Paper
from domain.askings import Asker, Pages
from domain.events import Status
from jobs import own_pages
from jobs.papers import TOLD


@dataclass(frozen=True, slots=True)
class _Facts:
    """What an announcement is made of."""

    about: About
    new: list[Shown]
    pages: Pages


def card(session: Session, delivery: Delivery, ground: Ground) -> Message | None:
    """Tell somebody in Slack of new papers."""
    facts = _facts(session, delivery, ground)
    return messages.announcement(facts.about, facts.new) if facts else None


def letter(session: Session, delivery: Delivery, ground: Ground) -> Letter | None:
    """Tell somebody by mail of new papers."""
    facts = _facts(session, delivery, ground)
    if facts is None:
        return None
    owner = events.partnership(session)
    asker = Asker(owner.name, owner.phone, owner.reply_mailbox, owner.privacy_page)
    return letters.announcement(facts.about, facts.new, asker, facts.pages)


def file(session: Session, delivery: Delivery, _ground: Ground) -> Message | None:
    """Say what became of a file that somebody gave."""
    paper = session.get(Paper, int(delivery.subject["paper"]))
    if paper is None:
        return None
    if paper.removed_at is not None and not paper.source:
        return None  # whoever gave it has taken it away since
    why = paper.source.get("sentence") if paper.source else None
    return messages.fetched(paper.title, paper.event_id, why)


def _facts(session: Session, delivery: Delivery, ground: Ground) -> _Facts | None:
    """Gather what is new; None where nothing is, or the reader or the event is out of it."""
    event_id, own = int(delivery.subject["event"]), delivery.person_id or 0
    shown = events.by_id(session, event_id)
    if shown is None or shown.event.status != Status.SCHEDULED:
        return None
    if shown.event.begins_at <= ground.now or not event_visits.is_asked(session, own, event_id):
        return None
    new = [listed(each) for each in papers.told_of(session, event_id, delivery.subject["papers"])]
    if not new:
        return None
    event = shown.event
    pages = own_pages.of_event(session, own, event, ground)
    about = About(event.id, event.title, events.span_of(event), event.agenda, pages.event)
    return _Facts(about, new, pages)


KINDS = {paper_rounds.KIND: card, TOLD: file}
"""The kinds of cards."""

LETTERS = {paper_rounds.KIND: letter}
"""The kinds of letters."""
