"""Forgets what is no longer needed: how long each kind of row keeps what it holds."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from db import (
    access_needs,
    answers,
    calendars,
    check_in_tries,
    deliveries,
    held_deputies,
    imports,
    inbound,
    inbox,
    logged_contacts,
)
from db.tenancy import across_partnerships
from domain import check_in

INBOX = timedelta(days=3)
"""How long a repeat finds its answer: Slack repeats for 24 hours at most."""

TEXTS = timedelta(days=30)
"""How long the text of a message is kept after it went out; the row and its hash stay.

The drafts of calendar messages are kept as long, and so are the bytes of mail that came to us.
"""

REASONS = timedelta(days=366)
"""How long it is kept why apologies were sent, who was named but never asked, and what was noted of
a contact: 12 months."""


def expire(session: Session, now: datetime) -> int:
    """Give up what was not sent in time; say how many messages."""
    with across_partnerships(session):
        return deliveries.expire(session, now=now)


def forget(session: Session, now: datetime) -> int:
    """Forget old requests, files nobody confirmed, old texts and the like; say how many."""
    with across_partnerships(session):
        forgotten = inbox.forget(session, before=now - INBOX)
        forgotten += imports.forget(session, now)
        forgotten += calendars.forget(session, now - TEXTS)
        forgotten += access_needs.forget(session, now)
        forgotten += check_in_tries.forget(session, now - check_in.KEPT)
        forgotten += inbound.purge(session, now - TEXTS)
        forgotten += answers.forget(session, now - REASONS)
        forgotten += held_deputies.forget(session, now - REASONS)
        forgotten += logged_contacts.forget(session, now - REASONS)
        return forgotten + deliveries.purge_payloads(session, now - TEXTS)
