"""Requests that had an effect: a repeat finds the answer of the first, and changes nothing."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from db.models import InboxEntry
from db.tenancy import across_partnerships


def begin(session: Session, key: str, *, partnership_id: int, now: datetime) -> InboxEntry | None:
    """Take a request's key in this transaction; None means that it is new and now ours.

    A repeat waits for the first to commit, and then gets its row with the answer it was given.
    Where the first was rolled back, the repeat is the new one.
    """
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    with across_partnerships(session):
        taken = session.execute(
            insert(InboxEntry)
            .values(partnership_id=partnership_id, key=key, received_at=now)
            .on_conflict_do_nothing()
            .returning(InboxEntry.id)
        ).one_or_none()
    return None if taken else _entry(session, key)


def finish(session: Session, key: str, answer: dict[str, Any]) -> None:
    """Keep the answer, so that a repeat gets the same."""
    _entry(session, key).answer = answer


def _entry(session: Session, key: str) -> InboxEntry:
    return session.scalars(select(InboxEntry).where(InboxEntry.key == key)).one()
