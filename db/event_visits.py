"""What one person may see of an event: those who are asked about it, and coordinators."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import event_seats, events, people, unheard
from db.events import Shown
from db.models import Attendee, Event, Recipient, Round
from db.unheard import Unheard
from domain.askings import choices_for
from domain.events import What
from domain.roles import COORDINATOR, may
from domain.when import WallSpan


@dataclass(frozen=True, slots=True)
class Seen:
    """An event that somebody may see.

    `asked`: they are invited to it, for `seats` (a partner, and what meets) or else as a guest.
    `moved_from` is when it was to be, if that is another time; `choices` is what they can answer,
    as links say it. `waits` is what they have not heard of it yet, and are not shown.
    """

    shown: Shown
    asked: bool
    seats: tuple[str, ...]
    moved_from: WallSpan | None
    choices: Mapping[str, str] = field(default_factory=dict)
    waits: Unheard | None = None


def seen(session: Session, person_id: int, event_id: int | None, *, now: datetime) -> Seen | None:
    """Give an event as somebody may see it; None where it is none of theirs (any more).

    Coordinators see it as it is, others as they know it.
    """
    found = events.by_id(session, event_id) if event_id is not None else None
    if found is None:
        return None
    asked = is_asked(session, person_id, found.event.id)
    waits = unheard_by(session, person_id, found, now=now)
    keeps = not (asked or waits) and coordinates(session, person_id, now)
    sees = asked or keeps or _was_asked(session, waits, person_id, found.event.id)
    shown = unheard.shown(session, found, waits) if sees else None
    if shown is None:
        return None
    own = event_seats.asked_of(session, shown.event, person_id).now if asked else ()
    seats = tuple(f"{each.partner} ({each.body})" for each in own)
    choices = choices_for(own) if asked else {}
    before = moved_from(session, shown.event, until=now if waits else None)
    return Seen(shown, asked, seats, before, choices, waits)


def unheard_by(session: Session, person_id: int, shown: Shown, *, now: datetime) -> Unheard | None:
    """Give what waits of an event's series and somebody has not heard; coordinators know all."""
    waits = unheard.of_series(session, shown.series.id, now=now)
    return waits if waits is not None and not coordinates(session, person_id, now) else None


def events_of(session: Session, seen: Seen) -> list[Event]:
    """List the events of a series in their order, as who sees one of them knows them."""
    if seen.waits is not None and seen.waits.differs:
        return unheard.rows(session, seen.waits)[1]
    return events.of(session, seen.shown.series.id)


def _was_asked(session: Session, waits: Unheard | None, person_id: int, event_id: int) -> bool:
    """Say whether somebody is asked no more, and has not heard that yet."""
    known = waits.was_asked.items() if waits is not None else ()
    those = [who for (event, who), was in known if event == event_id and was]
    own = select(Attendee.id).where(Attendee.id.in_(those), Attendee.person_id == person_id)
    return bool(those) and session.scalars(own).first() is not None


def is_asked(session: Session, person_id: int, event_id: int) -> bool:
    """Say whether somebody is invited to an event, for a seat or as a guest."""
    query = (
        select(Recipient.id)
        .join(Attendee, Attendee.id == Recipient.attendee_id)
        .where(
            Recipient.event_id == event_id,
            Attendee.person_id == person_id,
            Recipient.withdrawn_at.is_(None),
        )
    )
    return session.scalars(query).first() is not None


def coordinates(session: Session, person_id: int, now: datetime) -> bool:
    """Say whether somebody is a coordinator, who is shown events as they are."""
    day = events.partnership(session).day(now)
    return may(people.roles(session, person_id, day), COORDINATOR)


def moved_from(session: Session, event: Event, *, until: datetime | None = None) -> WallSpan | None:
    """Give when an event was to be before it was last moved; None where it stands as planned.

    `until`: only what had left by then counts.
    """
    query = select(Round.undo).where(
        Round.event_id == event.id, Round.what == What.MOVE, Round.stopped_at.is_(None)
    )
    query = query.where(Round.goes_at <= until) if until is not None else query
    undo = session.scalars(query.order_by(Round.id.desc()).limit(1)).first()
    times = (undo or {}).get("events") or []
    if not times:
        return None
    begins, ends = (datetime.fromisoformat(times[0][each]) for each in ("begins", "ends"))
    before = WallSpan(begins, ends, str(times[0]["zone"]))
    return before if before != events.span_of(event) else None
