"""What each kind of message says: the one table from a ledger row to a message."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.language import catalogue
from bot.marks import marked
from bot.messages import partnerships
from bot.reply import Message
from db.models import Delivery, Partnership, Person
from db.tenancy import within
from domain.language import speaking

Renderer = Callable[[Session, Delivery, datetime], Message | None]
"""Renders a message in the reader's language, or gives None: it is no longer owed."""

Kinds = Mapping[str, Renderer]


def welcome(_session: Session, _delivery: Delivery, _now: datetime) -> Message | None:
    """Greet a new coordinator."""
    return partnerships.welcome()


KINDS: Kinds = {"welcome": welcome}
"""A kind that is not here waits: a newer release planned it, and will send it."""


def render(kinds: Kinds, session: Session, delivery: Delivery, now: datetime) -> Message | None:
    """Render a message in its reader's language, its buttons marked with its partnership.

    None: it is no longer owed.
    """
    person = session.get_one(Person, delivery.person_id)
    partnership = session.get_one(Partnership, delivery.partnership_id)
    code = person.language or partnership.language
    with within(session, partnership.id), speaking(catalogue(code)):
        message = kinds[delivery.kind](session, delivery, now)
    if message is None:
        return None
    return replace(message, blocks=tuple(marked(message.blocks, partnership.slug)))
