"""People: who somebody in Slack is, what they may do, and how they are reached."""

from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db import audit
from db.models import Address, Person, RoleHeld, SlackIdentity
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import clean_name
from domain.partnerships import clean_address
from domain.roles import Role
from domain.spellings import unaccented


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
    """List the people whose name or address has a text in it, each with their main address.

    Accents and case make no difference, and none to the order: both are folded here, as no
    database of ours does.
    """
    wanted, typed = unaccented(text), text.strip().casefold()
    everybody = session.execute(
        select(Person.id, Person.name, Address.address, Address.address_key).outerjoin(
            Address, and_(Address.person_id == Person.id, Address.main)
        )
    )
    found = sorted(
        (unaccented(name), own, address)
        for own, name, address, key in everybody
        if wanted in unaccented(name) or typed in (key or "")
    )[:limit]
    rows = session.scalars(select(Person).where(Person.id.in_([own for _key, own, _to in found])))
    people = {each.id: each for each in rows}
    return [(people[own], address) for _key, own, address in found]


def by_id(session: Session, person_id: int) -> Person | None:
    """Find a person by their id."""
    return session.scalars(select(Person).where(Person.id == person_id)).one_or_none()


def named(session: Session, name: str) -> list[Person]:
    """List the people of a name, whatever its accents and case."""
    known = session.execute(select(Person.id, Person.name))
    same = [own for own, each in known if unaccented(each) == unaccented(name)]
    return list(session.scalars(select(Person).where(Person.id.in_(same)).order_by(Person.id)))


def add(
    session: Session,
    *,
    name: str,
    address: str | None = None,
    job_title: str | None = None,
    by: int | None = None,
    now: datetime,
) -> Person:
    """Add a person, reached at a mail address if one is given.

    Raises `Refused` for a bad name or address, and where the address is somebody else's.
    """
    person = Person(name=clean_name(name), job_title=job_title or None, created_at=now)
    session.add(person)
    session.flush()
    record(session, "add", person, before=None, by=by, now=now)
    if address is not None:
        add_address(session, person, address, by=by, now=now)
    return person


def add_address(
    session: Session,
    person: Person,
    address: str,
    *,
    main: bool | None = None,
    field: str = "address",
    by: int | None = None,
    now: datetime,
) -> Address:
    """Add a mail address to a person; the first is the main one unless `main` says otherwise.

    Raises `Refused` for one that is none, and for one that is somebody's, naming them.
    """
    clean = clean_address(address, field=field)
    refuse_taken(session, clean, field=field)
    own = addresses(session, person.id)
    row = Address(
        person_id=person.id,
        address=clean,
        address_key=clean.casefold(),
        main=not own if main is None else main,
    )
    if row.main:
        for each in own:
            each.main = False
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise Refused(taken_meanwhile(), field=field) from error
    after = {"address": clean, "main": row.main}
    record(session, "add address", person, before=None, after=after, by=by, now=now)
    return row


def refuse_taken(
    session: Session, address: str, *, but: int | None = None, field: str = "address"
) -> None:
    """Raise `Refused`, naming them, where a mail address is somebody's."""
    other = by_address(session, address)
    if other is not None and other.id != but:
        raise Refused(
            _("{address} is the address of {name}. One address is one person's.").format(
                address=address, name=other.name
            ),
            field=field,
        )


def taken_meanwhile() -> str:
    """Say that somebody else was faster with an address."""
    return _("This address is somebody else's already.")


def addresses(session: Session, person_id: int) -> list[Address]:
    """List a person's mail addresses, the main one first."""
    own = select(Address).where(Address.person_id == person_id)
    return list(session.scalars(own.order_by(Address.main.desc(), Address.id)))


def record(
    session: Session,
    verb: str,
    person: Person,
    *,
    before: audit.Json | None,
    after: audit.Json | None = None,
    by: int | None,
    now: datetime,
) -> None:
    """Write down a change of what is known of a person; without `after`, what is known now."""
    audit.record(
        session,
        actor_id=by,
        verb=verb,
        subject_kind="person",
        subject_id=person.id,
        before=before,
        after=facts(person) if after is None else after,
        now=now,
    )


def facts(person: Person) -> audit.Json:
    """Give what the record keeps of a person."""
    return {
        "name": person.name,
        "job_title": person.job_title,
        "language": person.language,
        "channel": person.channel,
    }


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
