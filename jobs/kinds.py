"""What each kind of message says: the tables from a ledger row to a message or a letter."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy.orm import Session

from bot.ground import Ground
from bot.language import catalogue
from bot.letters.letter import Letter
from bot.marks import marked
from bot.messages import call_reports, event_imports, partnerships
from bot.messages import imports as import_messages
from bot.reply import Message
from db import call_imports as read_calls
from db import import_questions, imports, samples
from db.models import Delivery, Partnership, Person
from db.tenancy import within
from domain.language import speaking
from jobs import (
    deputy_kinds,
    diaries,
    digest_kinds,
    event_kinds,
    paper_kinds,
    proposal_kinds,
    quorum,
    record_kinds,
    registers,
    reminder_kinds,
)

Renderer = Callable[[Session, Delivery, Ground], Message | None]
"""Renders a message in the reader's language, or gives None: it is no longer owed."""

LetterRenderer = Callable[[Session, Delivery, Ground], Letter | None]
"""Renders a letter in the same way."""

Kinds = Mapping[str, Renderer]
Letters = Mapping[str, LetterRenderer]


def welcome(session: Session, _delivery: Delivery, _ground: Ground) -> Message | None:
    """Greet a new coordinator; sample data is offered where it fits."""
    return partnerships.welcome(samples=samples.fits(session))


def spreadsheet(session: Session, delivery: Delivery, _ground: Ground) -> Message | None:
    """Say where an import stands."""
    row = imports.by_id(session, int(delivery.subject["import"]))
    waiting = len(import_questions.waiting(session, row.id))
    if row.kind == imports.CALL:
        return call_reports.of_import(row, read_calls.of_import(session, row))
    if row.kind == imports.MEETINGS:
        return event_imports.shown(row, waiting)
    return import_messages.shown(row, waiting)


KINDS: Kinds = {
    "welcome": welcome,
    "import": spreadsheet,
    **event_kinds.KINDS,
    **paper_kinds.KINDS,
    **deputy_kinds.KINDS,
    **reminder_kinds.KINDS,
    **registers.KINDS,
    **quorum.KINDS,
    **record_kinds.KINDS,
    **digest_kinds.KINDS,
}
"""What goes by Slack. A kind that is not here waits: a newer release planned it, and sends it."""

LETTERS: Letters = {
    **event_kinds.LETTERS,
    **paper_kinds.LETTERS,
    **reminder_kinds.LETTERS,
    **deputy_kinds.LETTERS,
    **diaries.LETTERS,
    **proposal_kinds.LETTERS,
    **quorum.LETTERS,
    **record_kinds.LETTERS,
}
"""What goes by mail."""


def render(kinds: Kinds, session: Session, delivery: Delivery, ground: Ground) -> Message | None:
    """Render a message in its reader's language, its buttons marked with its partnership.

    None: it is no longer owed.
    """
    with _for_the_reader(session, delivery) as partnership:
        message = kinds[delivery.kind](session, delivery, ground)
    if message is None:
        return None
    return replace(message, blocks=tuple(marked(message.blocks, partnership.slug)))


def render_letter(
    letters: Letters, session: Session, delivery: Delivery, ground: Ground
) -> Letter | None:
    """Render a letter in its reader's language; None: it is no longer owed."""
    with _for_the_reader(session, delivery):
        return letters[delivery.kind](session, delivery, ground)


@contextmanager
def _for_the_reader(session: Session, delivery: Delivery) -> Iterator[Partnership]:
    """Work for a message's partnership, in its reader's language; a channel has our own."""
    person = session.get(Person, delivery.person_id) if delivery.person_id else None
    partnership = session.get_one(Partnership, delivery.partnership_id)
    code = (person.language if person else None) or partnership.language
    with within(session, partnership.id), speaking(catalogue(code)):
        yield partnership
