"""Contacts with partners: calls, visits and mails, a line each."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import trail
from db.models import Contact
from domain.contacts import Way
from domain.errors import Refused
from domain.language import gettext as _


def log(
    session: Session,
    organisation_id: int,
    way: Way,
    note: str,
    day: date,
    *,
    by: int | None,
    now: datetime,
) -> Contact:
    """Note a contact with an organisation."""
    contact = Contact(
        organisation_id=organisation_id, way=way, note=note, day=day, noted_by=by, noted_at=now
    )
    session.add(contact)
    session.flush()
    after = {"contact": contact.id, "way": way, "day": day.isoformat(), "note": note}
    trail.note(session, "log contact", organisation_id, None, after, by=by, now=now)
    return contact


def remove(session: Session, contact_id: int, *, by: int | None, now: datetime) -> Contact:
    """Take a contact back that was noted by mistake. Raises `Refused` where it is gone already."""
    contact = session.scalars(
        select(Contact).where(Contact.id == contact_id).with_for_update()
    ).one_or_none()
    if contact is None:
        raise Refused(_("This contact was taken back already."))
    before = {"way": contact.way, "day": contact.day.isoformat(), "note": contact.note}
    session.delete(contact)
    session.flush()
    after = {"contact": contact.id}
    trail.note(session, "remove contact", contact.organisation_id, before, after, by=by, now=now)
    return contact


def of(session: Session, ids: Collection[int], day: date, *, limit: int) -> list[Contact]:
    """List the contacts with organisations up to a day, the newest first."""
    return list(
        session.scalars(
            select(Contact)
            .where(Contact.organisation_id.in_(ids), Contact.day <= day)
            .order_by(Contact.day.desc(), Contact.id.desc())
            .limit(limit)
        )
    )
