"""What one person may see of an event: those who are asked about it, and coordinators."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import event_seats, events, people
from db.events import Shown
from db.models import Attendee, Event, Recipient, Round
from domain.askings import choices_for
from domain.events import What
from domain.roles import COORDINATOR, may
from domain.when import WallSpan


@dataclass(frozen=True, slots=True)
class Seen:
    """An event that somebody may see.

    `asked`: they are invited to it, for `seats` (a partner, and what meets) or else as a guest.
    `moved_from` is when it was to be, if that is another time; `choices` is what they can answer,
    as links say it.
    """

    shown: Shown
    asked: bool
    seats: tuple[str, ...]
    moved_from: WallSpan | None
    choices: Mapping[str, str] = field(default_factory=dict)


def seen(session: Session, person_id: int, event_id: int | None, *, now: datetime) -> Seen | None:
    """Give an event as somebody may see it; None where it is none of theirs (any more)."""
    shown = events.by_id(session, event_id) if event_id is not None else None
    if shown is None:
        return None
    asked = is_asked(session, person_id, shown.event.id)
    if not asked and not _coordinates(session, person_id, now):
        return None
    own = event_seats.asked_of(session, shown.event, person_id).now if asked else ()
    seats = tuple(f"{each.partner} ({each.body})" for each in own)
    choices = choices_for(own) if asked else {}
    return Seen(shown, asked, seats, moved_from(session, shown.event), choices)


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


def _coordinates(session: Session, person_id: int, now: datetime) -> bool:
    day = events.partnership(session).day(now)
    return may(people.roles(session, person_id, day), COORDINATOR)


def moved_from(session: Session, event: Event) -> WallSpan | None:
    """Give when an event was to be before it was last moved; None where it stands as planned."""
    query = select(Round.undo).where(
        Round.event_id == event.id, Round.what == What.MOVE, Round.stopped_at.is_(None)
    )
    undo = session.scalars(query.order_by(Round.id.desc()).limit(1)).first()
    times = (undo or {}).get("events") or []
    if not times:
        return None
    begins, ends = (datetime.fromisoformat(times[0][each]) for each in ("begins", "ends"))
    before = WallSpan(begins, ends, str(times[0]["zone"]))
    return before if before != events.span_of(event) else None
