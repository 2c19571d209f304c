"""Links that open a page for one person without a password: what each may open, and until when.

A link's token is made and read by db/signing.py. Whether the person may still have what it opens
is asked again when it is opened. Of one purpose a person has one link that opens, for a subject.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db import audit, bulk
from db.models import Link, Partnership, Person
from db.prepared import Prepared
from db.tenancy import across_partnerships, scope_of

OFF = 0
"""The version of a link that its holder turned off: no token is signed for it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that holds: whose it is, and in which partnership."""

    link: Link
    partnership: Partnership
    person: Person


def give(
    session: Session,
    wanted: Mapping[str, datetime],
    *,
    person_id: int,
    subject_id: int | None = None,
    but_off: Collection[str] = (),
    now: datetime,
) -> dict[str, Link]:
    """Give somebody's links by purpose: those that open already, else new ones until a moment.

    There is never more than one that opens: where two are made at once, both are given the first.
    Those that are `but_off` are not made anew where the last one was turned off.
    """
    known = live(session, wanted, person_id=person_id, subject_id=subject_id, now=now)
    lacking = {each: until for each, until in wanted.items() if each not in known}
    for each in lacking.keys() & but_off:
        if is_off(session, each, person_id=person_id, subject_id=subject_id):
            del lacking[each]
    if not lacking:
        return known
    session.execute(
        update(Link)
        .where(_own(lacking, person_id, subject_id), Link.expires_at <= now)
        .values(revoked_at=now)
    )
    same = {"person_id": person_id, "subject_id": subject_id, "version": 1, "issued_at": now}
    _insert(
        session,
        [{**same, "purpose": each, "expires_at": until} for each, until in lacking.items()],
    )
    return live(session, wanted, person_id=person_id, subject_id=subject_id, now=now)


def issue(
    session: Session,
    purpose: str,
    *,
    person_id: int,
    subject_id: int | None = None,
    lasts: timedelta,
    now: datetime,
) -> Link:
    """Give somebody's link for one purpose: the one that opens already, else one for a while."""
    wanted = {purpose: now + lasts}
    return give(session, wanted, person_id=person_id, subject_id=subject_id, now=now)[purpose]


def live(
    session: Session,
    purposes: Collection[str],
    *,
    person_id: int,
    subject_id: int | None = None,
    now: datetime,
) -> dict[str, Link]:
    """Give the links that somebody has for a subject and that open now, by purpose."""
    which = {"purposes": list(purposes), "person": person_id, "subject": subject_id, "now": now}
    return {link.purpose: link for (link,) in _LIVE.mapped(session, **which)}


_LIVE = Prepared(
    select(Link)
    .where(
        Link.person_id == bindparam("person"),
        Link.subject_id.is_not_distinct_from(bindparam("subject")),
        Link.purpose.in_(bindparam("purposes", expanding=True)),
        Link.revoked_at.is_(None),
        Link.expires_at > bindparam("now"),
    )
    .order_by(Link.id)
)


def _own(purposes: Collection[str], person_id: int, subject_id: int | None) -> ColumnElement[bool]:
    """Give the criterion of somebody's links for a subject that were not revoked."""
    about = Link.subject_id.is_(None) if subject_id is None else Link.subject_id == subject_id
    own = (Link.person_id == person_id) & about & Link.purpose.in_(list(purposes))
    return own & Link.revoked_at.is_(None)


def _insert(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Write links, but for those that somebody else has just written: theirs are as good."""
    owner = scope_of(session)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    new = dialect.insert(Link).on_conflict_do_nothing()
    with across_partnerships(session):  # the hook refuses INSERT; the partnership is named here
        session.execute(new, [{"partnership_id": owner, **each} for each in rows])


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


def renew_all(session: Session, person: Person, *, by: int | None, now: datetime) -> int:
    """Let none of somebody's links open anything any more; give how many did.

    What is sent to them next, or what they ask for, brings new ones.
    """
    live = (Link.person_id == person.id) & Link.revoked_at.is_(None) & (Link.expires_at > now)
    ended = bulk.changed(session, update(Link).where(live).values(revoked_at=now))
    audit.record(
        session,
        actor_id=by,
        verb="renew links",
        subject_kind="person",
        subject_id=person.id,
        before=None,
        after={"ended": ended},
        now=now,
    )
    return ended


def turn_off(session: Session, link: Link, *, now: datetime) -> None:
    """Let a link open nothing more, and none be made in its place until it is asked for."""
    link.revoked_at, link.version = now, OFF
    session.flush()


def is_off(
    session: Session, purpose: str, *, person_id: int, subject_id: int | None = None
) -> bool:
    """Say whether the last link that somebody had for a subject was turned off."""
    query = select(Link.version).where(
        Link.purpose == purpose,
        Link.person_id == person_id,
        Link.subject_id.is_not_distinct_from(subject_id),
    )
    return session.scalars(query.order_by(Link.id.desc()).limit(1)).first() == OFF


def revoke(session: Session, link: Link, *, now: datetime) -> None:
    """Let a link open nothing more."""
    link.revoked_at = link.revoked_at or now
    session.flush()
