"""The register of organisations: the partners of a partnership, as they are on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db import audit
from db.models import Membership, Merge, Organisation, OrganisationName
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import clean_name, name_key


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation by its id, under the name it has on the day that was asked about."""

    id: int
    name: str


def register(
    session: Session, name: str, *, since: date, by: int | None, now: datetime
) -> Organisation:
    """Add an organisation to the session's partnership, a member from a day on.

    Raises `Refused` for a name that is empty, too long or taken. Whether it is taken is the
    database's to say, so that of two clicks at once one is refused; the transaction is then over.
    """
    organisation = Organisation(created_at=now)
    session.add(organisation)
    session.flush()
    called = OrganisationName(
        organisation_id=organisation.id, name=clean_name(name), name_key=name_key(name), since=since
    )
    session.add_all([called, Membership(organisation_id=organisation.id, since=since)])
    try:
        session.flush()
    except IntegrityError as error:
        raise taken(called.name) from error
    audit.record(
        session,
        actor_id=by,
        verb="register",
        subject_kind="organisation",
        subject_id=organisation.id,
        before=None,
        after={"name": called.name, "since": since.isoformat()},
        now=now,
    )
    return organisation


def taken(name: str) -> Refused:
    """Say that a name or alias is in use."""
    return Refused(_("There is already a partner called “{name}”.").format(name=name), field="name")


def on_register(day: date) -> Select[int, str, str]:
    """Give the query of (id, name, name_key) of those that are partners on a day, by name.

    One that was merged into another by then is left out: it is the other.
    """
    merged = (
        select(Merge.id)
        .where(
            Merge.organisation_id == Organisation.id,
            Merge.undone_at.is_(None),
            Merge.since <= day,
        )
        .exists()
    )
    return (
        select(Organisation.id, OrganisationName.name, OrganisationName.name_key)
        .join(OrganisationName, OrganisationName.organisation_id == Organisation.id)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(
            OrganisationName.alias.is_(False),
            OrganisationName.holds(day),
            Membership.holds(day),
            ~merged,
        )
        .order_by(OrganisationName.name_key)
    )


def named(session: Session, name: str, *, day: date) -> Named | None:
    """Find a partner by its name or an alias, however it is spelled (`name_key`)."""
    wanted = (
        select(OrganisationName.organisation_id)
        .where(OrganisationName.name_key == name_key(name), OrganisationName.holds(day))
        .scalar_subquery()
    )
    found = session.execute(on_register(day).where(Organisation.id == wanted)).first()
    return Named(found[0], found[1]) if found else None


def by_id(session: Session, organisation_id: int, *, day: date) -> Named | None:
    """Find a partner by its id."""
    found = session.execute(on_register(day).where(Organisation.id == organisation_id)).first()
    return Named(found[0], found[1]) if found else None


def like(session: Session, text: str, *, day: date, limit: int) -> list[Named]:
    """List the partners whose name has a text in it, or an alias has, in the order of names."""
    wanted = select(OrganisationName.organisation_id).where(
        OrganisationName.name_key.contains(name_key(text), autoescape=True),
        OrganisationName.holds(day),
    )
    found = session.execute(on_register(day).where(Organisation.id.in_(wanted)).limit(limit))
    return [Named(each, name) for each, name, _key in found]


def names(session: Session, *, day: date) -> list[str]:
    """List all names, in order."""
    return [name for _id, name, _key in session.execute(on_register(day))]


def page(session: Session, *, day: date, offset: int, limit: int) -> Sequence[Named]:
    """Give one page of the register, in the order of names."""
    found = session.execute(on_register(day).offset(offset).limit(limit))
    return [Named(each, name) for each, name, _key in found]


def count(session: Session, *, day: date) -> int:
    """Count the partners of the session's partnership."""
    counted = select(func.count()).select_from(on_register(day).order_by(None).subquery())
    return session.scalars(counted).one()
