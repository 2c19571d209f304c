"""What tells a calendar that another time which it proposed is not taken up (RFC 5546, 3.2.8)."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from db import calendars, events, guest_lists, people
from db.models import Attendee, Event, Person, Series
from domain import invitations
from domain.attendees import Organizer
from domain.events import Calendar


def declined(
    session: Session,
    series: Series,
    attendee: Attendee,
    event: Event,
    *,
    sequence: int,
    organizer: str,
    now: datetime,
) -> tuple[str, bytes] | None:
    """Give the method and the bytes; None where somebody's calendar gets nothing from us."""
    own = people.addresses(session, attendee.person_id)
    name = session.get_one(Person, attendee.person_id).name
    reader = guest_lists.attendee(own[0].address, name) if own else None
    if reader is None or not organizer or series.calendar != Calendar.OURS:
        return None
    entry = replace(calendars.occurrence(series, event), sequence=sequence)
    ours = Organizer(organizer, events.partnership(session).name)
    draft = invitations.decline_counter(entry, ours, stamp=now)
    return "DECLINECOUNTER", invitations.finish(draft, reader, attendee.token)
