"""Attendees: the people of a series as their calendars know them, and rows written in bulk."""

from collections.abc import Collection, Sequence
from datetime import datetime
from secrets import token_urlsafe
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import bulk, events
from db.models import Attendee, Series
from db.tenancy import across_partnerships

_TOKEN_BYTES = 18
"""Bytes of an attendee's token: 144 bits, 24 characters."""


class Reader(NamedTuple):
    """An attendee, as far as planning asks: who it is, and how many messages were planned.

    A `fresh` one has none yet, and its row counts the invitation that is planned at once.
    """

    id: int
    person_id: int
    messages: int
    fresh: bool = False


def keep(
    session: Session, series: Series, wanted: Collection[int], now: datetime
) -> dict[int, Reader]:
    """Give the attendees of a series by person, with new ones for who had none."""
    query = select(Attendee.id, Attendee.person_id, Attendee.messages)
    query = query.where(Attendee.series_id == series.id).order_by(Attendee.id)
    known = {row.person_id: Reader(*row) for row in session.execute(query)}
    new = [
        {
            "series_id": series.id,
            "person_id": person_id,
            "token": token_urlsafe(_TOKEN_BYTES),
            "messages": 1,
            "created_at": now,
        }
        for person_id in sorted(set(wanted) - known.keys())
    ]
    if not new:
        return known
    insert_rows(session, Attendee, new)
    return {
        row.person_id: known.get(row.person_id) or Reader(row.id, row.person_id, 0, fresh=True)
        for row in session.execute(query)
    }


def insert_rows(session: Session, model: Any, rows: Sequence[dict[str, Any]]) -> None:  # noqa: ANN401 - a mapped class
    """Write many rows at once for the session's partnership: nothing else is set in them."""
    if not rows:
        return
    owner = events.partnership(session).id
    with across_partnerships(session):  # the hook refuses INSERT; the partnership is named here
        bulk.add(session, model.__table__, [{"partnership_id": owner, **row} for row in rows])
