"""People: who somebody in Slack is, what they may do, and how they are reached."""

from datetime import date, datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from db import audit
from db.models import Address, Person, RoleHeld, SlackIdentity
from domain.partnerships import clean_address
from domain.roles import Role


def by_slack(session: Session, *, enterprise_id: str, team_id: str, user_id: str) -> Person | None:
    """Find who a Slack user is to the session's partnership; None for a stranger."""
    return session.scalars(
        select(Person)
        .join(SlackIdentity, SlackIdentity.person_id == Person.id)
        .where(
            SlackIdentity.enterprise_id == enterprise_id,
            SlackIdentity.team_id == team_id,
            SlackIdentity.user_id == user_id,
        )
    ).one_or_none()


def by_address(session: Session, address: str) -> Person | None:
    """Find a person by a mail address, whatever its case."""
    return session.scalars(
        select(Person)
        .join(Address, Address.person_id == Person.id)
        .where(Address.address_key == address.casefold())
    ).one_or_none()


def slack_identities(session: Session, person_id: int) -> list[SlackIdentity]:
    """List who a person is in Slack, the oldest first."""
    return list(
        session.scalars(
            select(SlackIdentity)
            .where(SlackIdentity.person_id == person_id)
            .order_by(SlackIdentity.id)
        )
    )


def roles(session: Session, person_id: int, day: date) -> frozenset[Role]:
    """Give the roles a person holds on a day."""
    held = session.scalars(
        select(RoleHeld.role).where(
            RoleHeld.person_id == person_id,
            RoleHeld.since <= day,
            or_(RoleHeld.until.is_(None), RoleHeld.until > day),
        )
    )
    return frozenset(Role(role) for role in held)


def in_role(session: Session, role: Role, day: date) -> list[Person]:
    """List the people who hold a role on a day, in the order they were added."""
    return list(
        session.scalars(
            select(Person)
            .join(RoleHeld, RoleHeld.person_id == Person.id)
            .where(
                RoleHeld.role == role,
                RoleHeld.since <= day,
                or_(RoleHeld.until.is_(None), RoleHeld.until > day),
            )
            .order_by(Person.id)
            .distinct()
        )
    )


def like(session: Session, text: str, *, limit: int) -> list[tuple[Person, str | None]]:
    """List the people whose name or address has a text in it, each with their main address."""
    wanted = text.strip().casefold()
    in_name = func.lower(Person.name).contains(wanted, autoescape=True)
    in_address = Address.address_key.contains(wanted, autoescape=True)
    found = session.execute(
        select(Person, Address.address)
        .outerjoin(Address, and_(Address.person_id == Person.id, Address.main))
        .where(or_(in_name, in_address))
        .order_by(Person.name, Person.id)
        .limit(limit)
    )
    return [(person, address) for person, address in found]


def add(session: Session, *, name: str, address: str | None = None, now: datetime) -> Person:
    """Add a person, reached at a mail address if one is given. Raises `Refused` for a bad one."""
    person = Person(name=name, created_at=now)
    session.add(person)
    session.flush()
    if address is not None:
        clean = clean_address(address)
        session.add(Address(person_id=person.id, address=clean, address_key=clean.casefold()))
        session.flush()
    return person


def identify(
    session: Session, person: Person, *, enterprise_id: str, team_id: str, user_id: str
) -> bool:
    """Bind a person to a Slack user. Gives False where that is known already."""
    known = by_slack(session, enterprise_id=enterprise_id, team_id=team_id, user_id=user_id)
    if known is not None:
        return False
    session.add(
        SlackIdentity(
            person_id=person.id, enterprise_id=enterprise_id, team_id=team_id, user_id=user_id
        )
    )
    session.flush()
    return True


def give_role(
    session: Session, person: Person, role: Role, *, by: int | None, day: date, now: datetime
) -> bool:
    """Give a person a role from a day on. Gives False where they hold it already."""
    if role in roles(session, person.id, day):
        return False
    session.add(RoleHeld(person_id=person.id, role=role, since=day))
    session.flush()
    audit.record(
        session,
        actor_id=by,
        verb="give role",
        subject_kind="person",
        subject_id=person.id,
        before=None,
        after={"role": role, "since": day.isoformat()},
        now=now,
    )
    return True
