"""Requests that had an effect: a repeat finds the answer of the first, and changes nothing.

Every request that changes something passes here, so it goes past the mapped classes, for speed;
the partnership is said in each call.
"""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from db.models import InboxEntry

_inbox = cast("Table", InboxEntry.__table__)
_TAKE = {
    name: insert(_inbox).on_conflict_do_nothing().returning(_inbox.c.id)
    for name, insert in (("sqlite", sqlite_insert), ("postgresql", postgresql_insert))
}
_KEEP = (
    update(_inbox)
    .where(
        _inbox.c.partnership_id == bindparam("own_partnership"),
        _inbox.c.key == bindparam("own_key"),
    )
    .values(answer=bindparam("answer"))
)
"""Written once, as every press comes by here."""


def begin(session: Session, key: str, *, partnership_id: int, now: datetime) -> InboxEntry | None:
    """Take a request's key in this transaction; None means that it is new and now ours.

    A repeat waits for the first to commit, and then gets its row with the answer it was given.
    Where the first was rolled back, the repeat is the new one.
    """
    take = _TAKE[session.get_bind().dialect.name]
    new = {"partnership_id": partnership_id, "key": key, "received_at": now}
    taken = session.connection().execute(take, new)
    if taken.one_or_none():
        return None
    return session.scalars(select(InboxEntry).where(InboxEntry.key == key)).one()


def finish(session: Session, key: str, answer: dict[str, Any], *, partnership_id: int) -> None:
    """Keep the answer, so that a repeat gets the same."""
    own = {"own_partnership": partnership_id, "own_key": key}
    session.connection().execute(_KEEP, {**own, "answer": answer})


def forget(session: Session, *, before: datetime) -> int:
    """Forget what was asked before a moment, in all partnerships; gives how many requests."""
    old = delete(_inbox).where(_inbox.c.received_at < before)
    return session.connection().execute(old).rowcount
