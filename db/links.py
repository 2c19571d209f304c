"""Links that open a page for one person without a password: what each may open, and until when.

A link's token is made and read by db/signing.py. Whether the person may still have what it opens
is asked again when it is opened.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Link, Partnership, Person
from db.tenancy import across_partnerships


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that holds: whose it is, and in which partnership."""

    link: Link
    partnership: Partnership
    person: Person


def new(
    purpose: str,
    *,
    person_id: int,
    subject_id: int | None = None,
    lasts: timedelta,
    now: datetime,
) -> Link:
    """Give a link that is not kept yet, for somebody and one purpose, that lasts for a while."""
    return Link(
        purpose=purpose,
        person_id=person_id,
        subject_id=subject_id,
        version=1,
        issued_at=now,
        expires_at=now + lasts,
    )


def issue(
    session: Session,
    purpose: str,
    *,
    person_id: int,
    subject_id: int | None = None,
    lasts: timedelta,
    now: datetime,
) -> Link:
    """Make a link for somebody, for one purpose, that lasts for a while."""
    link = new(purpose, person_id=person_id, subject_id=subject_id, lasts=lasts, now=now)
    session.add(link)
    session.flush()
    return link


def opened(
    session: Session, purpose: str, signed: tuple[int, int] | None, *, now: datetime
) -> Opened | None:
    """Find the link that a token was signed for, in whichever partnership it is.

    None for one that is of another purpose, expired, revoked, replaced or never was: all the same.
    """
    if signed is None:
        return None
    link_id, version = signed
    with across_partnerships(session):
        found = session.execute(
            select(Link, Partnership, Person)
            .join(Partnership, Partnership.id == Link.partnership_id)
            .join(Person, Person.id == Link.person_id)
            .where(
                Link.id == link_id,
                Link.purpose == purpose,
                Link.version == version,
                Link.issued_at <= now,
                Link.expires_at > now,
                Link.revoked_at.is_(None),
            )
        ).one_or_none()
    return Opened(*found) if found is not None else None


def revoke(session: Session, link: Link, *, now: datetime) -> None:
    """Let a link open nothing more."""
    link.revoked_at = link.revoked_at or now
    session.flush()
