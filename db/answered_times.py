"""Which events a calendar answered for, and for what time of theirs."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import events
from db.models import Event, Recipient, Series
from domain.events import Status
from domain.replies import Part
from domain.when import WallSpan


def occurrence(series: Series, own: Sequence[Event], original: datetime) -> Event | None:
    """Find an occurrence by its original start (RECURRENCE-ID), compared as an instant.

    Without a zone it is what the clock showed, and a day means the one that is held on it.
    """
    zone = ZoneInfo(series.zone)
    for each in own:
        if original.tzinfo is not None:
            if each.original.replace(tzinfo=zone).astimezone(UTC) == original:
                return each
        elif each.original == original:
            return each
    is_day = original.tzinfo is None and original.time() == time()
    on_it = [each for each in own if is_day and each.original.date() == original.date()]
    return on_it[0] if on_it else None


def span(event: Event, part: Part, *, whole: bool) -> WallSpan | None:
    """Give the time of an event that was answered for; None: an unknown one, to be confirmed.

    It is what the answer says itself; else, and of a whole series, the version says whether the
    event has been moved since.
    """
    if not whole and part.begins is not None and (said := _said(event, part)) is not None:
        return said
    is_now = (part.sequence or 0) >= event.sequence
    return events.span_of(event) if is_now else None


def _said(event: Event, part: Part) -> WallSpan | None:
    assert part.begins is not None  # noqa: S101 - asked for it
    now = events.span_of(event)
    begins = wall(part.begins, event.zone)
    ends = wall(part.ends, event.zone) if part.ends is not None else begins + now.lasts
    return WallSpan(begins, ends, event.zone) if ends > begins else None


def wall(moment: datetime, zone: str) -> datetime:
    """Give what the clocks of a zone show at an instant; without a zone it is that already."""
    if moment.tzinfo is None:
        return moment
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def coming(session: Session, attendee_id: int, own: Sequence[Event], now: datetime) -> list[Event]:
    """Give the events of a series that are to come and about which somebody is asked."""
    query = select(Recipient.event_id).where(
        Recipient.attendee_id == attendee_id, Recipient.withdrawn_at.is_(None)
    )
    asked = set(session.scalars(query))
    return [each for each in coming_all(own, now) if each.id in asked]


def coming_all(own: Sequence[Event], now: datetime) -> list[Event]:
    """Give the events of a series that are to come, whoever is asked."""
    return [each for each in own if each.status == Status.SCHEDULED and each.begins_at > now]


def shown_for(session: Session, series: Series, part: Part) -> Event:
    """Give the event of a series beside which an answer is shown that is about none of them alone.

    It is the next one after the answer, else the last there was.
    """
    own = events.of(session, series.id)
    standing = (each for each in own if each.status == Status.SCHEDULED)
    ahead = (each for each in standing if part.stamp is None or each.begins_at > part.stamp)
    return next(ahead, own[-1])
