"""What each kind of message says: the one table from a ledger row to a message."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from bot.language import catalogue
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
    """Render a message for its partnership, in its reader's language. None: no longer owed."""
    with (
        within(session, delivery.partnership_id),
        speaking(catalogue(_language(session, delivery))),
    ):
        return kinds[delivery.kind](session, delivery, now)


def _language(session: Session, delivery: Delivery) -> str:
    person = session.get_one(Person, delivery.person_id)
    return person.language or session.get_one(Partnership, delivery.partnership_id).language
