"""Who is shown to all who are invited, where a series does not hide its guests."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Address, Attendee, Person, Recipient, Series
from domain import attendees
from domain.errors import Refused
from domain.invitations import guest_list


def shown(session: Session, series: Series, about: int | None) -> tuple[attendees.Attendee, ...]:
    """Give whom all recipients of a series, or of one of its events, see beside themselves.

    With a hidden list nobody: who takes the chair is not known yet.
    """
    if series.hide_guests:
        return ()
    query = (
        select(Address.address, Person.name)
        .join(Person, Person.id == Address.person_id)
        .join(Attendee, Attendee.person_id == Person.id)
        .join(Recipient, Recipient.attendee_id == Attendee.id)
        .where(Attendee.series_id == series.id, Address.main, Recipient.withdrawn_at.is_(None))
        .distinct()
        .order_by(Address.address)
    )
    if about is not None:
        query = query.where(Recipient.event_id == about)
    found = (attendee(*each) for each in session.execute(query))
    return guest_list((each for each in found if each is not None), is_hidden=False)


def attendee(address: str, name: str) -> attendees.Attendee | None:
    """Give somebody as calendars know them; None for an address that no calendar can hold."""
    try:
        attendees.mailto(address)
    except Refused:
        return None
    return attendees.Attendee(address, name)
