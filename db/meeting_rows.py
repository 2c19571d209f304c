"""Single meetings of an import, written many at a time: their rows are as `settle` makes them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from sqlalchemy.orm import Session

from db import audiences, calendars, event_plans, events
from db.audiences import Asked
from db.import_writes import insert_all
from db.models import Attendee, AudienceItem, Event, FeedPart, Invitation, Recipient, Series
from db.recipients import reasons
from domain.events import Calendar, Planned

_TOKEN_BYTES = 18


def write(
    session: Session, planned: Sequence[Planned], *, by: int | None, now: datetime
) -> list[Series]:
    """Write single meetings, scheduled, or as drafts where we send their calendars later.

    Of those to come it is noted who is invited; nobody hears of it.
    """
    series = [event_plans.begin(each, by=by, now=now) for each in planned]
    for each in series:
        each.scheduled_at = None if each.calendar == Calendar.OURS else now
    session.add_all(series)
    session.flush()
    own = [_event(session, each, now) for each in series]
    session.add_all(own)
    session.add_all(AudienceItem(series_id=each.id, body_id=each.body_id) for each in series)
    session.flush()
    coming = [
        (each, event)
        for each, event in zip(series, own, strict=True)
        if each.scheduled_at is not None and event.begins_at > now
    ]
    _invite(session, coming, now)
    _publish(session, coming)
    return series


def _event(session: Session, series: Series, now: datetime) -> Event:
    terms = event_plans.Terms(session, series, now)
    return terms.event(events.span_of(series), now)


def _invite(session: Session, coming: Sequence[tuple[Series, Event]], now: datetime) -> None:
    """Note who is invited to each, and who is asked for them."""
    asked = _asked(session, coming)
    insert_all(session, Invitation, list(_invitations(asked, now)))
    attendees: list[dict[str, Any]] = [
        {
            "series_id": series.id,
            "person_id": person,
            "token": token_urlsafe(_TOKEN_BYTES),
            "messages": 0,
            "created_at": now,
        }
        for series, event in coming
        for person in sorted(asked[event.id].people)
    ]
    ids = insert_all(session, Attendee, attendees)
    event_of = {series.id: event.id for series, event in coming}
    why = {series.id: reasons(asked[event.id]) for series, event in coming}
    recipients = [
        {
            "event_id": event_of[each["series_id"]],
            "attendee_id": attendee,
            "asked_for": why[each["series_id"]][each["person_id"]],
            "cards": 0,
            "since": now,
        }
        for attendee, each in zip(ids, attendees, strict=True)
    ]
    insert_all(session, Recipient, recipients)


def _asked(session: Session, coming: Sequence[tuple[Series, Event]]) -> dict[int, Asked]:
    """Work out who is invited, once for all meetings of a body."""
    by_body: dict[int | None, list[tuple[Series, Event]]] = defaultdict(list)
    for series, event in coming:
        by_body[series.body_id].append((series, event))
    found: dict[int, Asked] = {}
    for same in by_body.values():
        found |= audiences.resolve(session, same[0][0], [event for _series, event in same])
    return found


def _invitations(asked: dict[int, Asked], now: datetime) -> Iterable[dict[str, Any]]:
    for event_id, each in asked.items():
        for seat in each.seats:
            yield {"event_id": event_id, "seat_id": seat.seat.id, "invited_at": now}


def _publish(session: Session, coming: Sequence[tuple[Series, Event]]) -> None:
    """Write the parts that feeds have of them."""
    session.add_all(
        FeedPart(
            series_id=series.id,
            key=made.key,
            body=made.body,
            zone=made.zone,
            first_year=made.first,
            last_year=made.last,
        )
        for series, event in coming
        for _event, made in calendars.published(series, [event])
    )
    session.flush()
