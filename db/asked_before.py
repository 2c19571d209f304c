"""Who was asked otherwise before a change: noted, and put back where its messages were stopped."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import calendars
from db.models import Recipient, Series
from db.recipients import Part
from domain.events import What


def noted(
    series: Series, what: What, undo: dict[str, Any], people: Iterable[Part]
) -> dict[str, Any]:
    """Give what a change notes of before: what a stop puts back, and feeds show until it leaves."""
    if what in {What.INVITATION, What.STOP, What.EXTENSION, What.DEPUTY}:
        return undo  # nobody knew of it before, or a stop changes nothing
    asked = differing(people)
    known = {"was": calendars.stamp(series), **undo}
    return {**known, "asked": asked} if asked or what is What.AUDIENCE else known


def differing(people: Iterable[Part]) -> list[list[Any]]:
    """List who is asked otherwise than before: event, attendee, for what then, and for what now."""
    return [
        [event, each.attendee.id, each.was_for.get(event), each.is_for.get(event)]
        for each in people
        for event in sorted(each.was_for.keys() | each.is_for.keys())
        if event not in each.off and each.was_for.get(event) != each.is_for.get(event)
    ]


def ask_again(session: Session, differing: Sequence[Sequence[Any]], now: datetime) -> None:
    """Let people be asked as they were before a change: whom it differs for, as `differing`."""
    before = {(event, attendee): was for event, attendee, was, _is in differing}
    query = select(Recipient).where(Recipient.event_id.in_({event for event, _who in before}))
    for each in session.scalars(query):
        key = (each.event_id, each.attendee_id)
        if key in before and (was := before[key]) is None:
            each.withdrawn_at = now
        elif key in before:
            each.withdrawn_at, each.asked_for = None, was
    session.flush()
