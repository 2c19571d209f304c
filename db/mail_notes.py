"""Mail that is no answer, noted beside its event: that it came, when, and whose it was."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Attendee, Event, MailNote, Person
from domain.mail_notes import Noted

AUTOMATIC = "automatic"
NOT_OBEYED = "not obeyed"


def note(session: Session, attendee: Attendee, event: Event, kind: str, *, now: datetime) -> None:
    """Note that a mail of a kind came from somebody about an event; of several, the last."""
    query = select(MailNote).where(
        MailNote.event_id == event.id, MailNote.attendee_id == attendee.id, MailNote.kind == kind
    )
    known = session.scalars(query).one_or_none()
    if known is None:
        session.add(MailNote(event_id=event.id, attendee_id=attendee.id, kind=kind, at=now))
    else:
        known.at = now
    session.flush()


def of(session: Session, event_id: int) -> Sequence[Noted]:
    """List the notes of an event, the latest first."""
    query = (
        select(MailNote.kind, MailNote.at, Person.name, Person.job_title)
        .join(Attendee, Attendee.id == MailNote.attendee_id)
        .join(Person, Person.id == Attendee.person_id)
        .where(MailNote.event_id == event_id)
        .order_by(MailNote.at.desc(), MailNote.id.desc())
    )
    return [Noted(kind, at, title or name) for kind, at, name, title in session.execute(query)]
