"""The rows that a partner's page is made of: of the partner, and of all merged into it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from db import places
from db.models import (
    Address,
    Contact,
    EmailDomain,
    Leave,
    Membership,
    Merge,
    Organisation,
    OrganisationName,
    Person,
    Post,
    Seat,
    Sector,
    SectorHeld,
)
from db.places import Place
from domain.names import marked
from domain.organisations import family, final
from domain.partner_pages import Member


@dataclass(frozen=True, slots=True)
class Known:
    """The rows of a partner and of all that were merged into it."""

    own: int
    ids: frozenset[int]
    merges: Sequence[Merge]
    memberships: Sequence[Membership]
    names: Sequence[tuple[OrganisationName, bool]]
    sectors: Sequence[tuple[SectorHeld, Sector]]
    places: Sequence[Place]
    leaves: Sequence[Leave]
    contacts: Sequence[tuple[Contact, Person | None]]
    domains: tuple[str, ...]
    people: tuple[Member, ...]

    def called(self, day: date) -> dict[int, str]:
        """Give what each organisation is called on a day, or nearest to it."""
        given: dict[int, str] = {}
        for row, sample in self.names:
            if not row.alias and (row.organisation_id not in given or row.since <= day):
                given[row.organisation_id] = marked(row.name, sample=sample)
        return given


def of(session: Session, organisation_id: int, day: date) -> Known:
    """Load all of them, past and planned ones too, in a number of queries that is always the same.

    One that was merged by a day is the other.
    """
    merges = session.scalars(select(Merge).where(Merge.undone_at.is_(None))).all()
    onward = {each.organisation_id: each.into_id for each in merges if each.since <= day}
    own = final(onward, organisation_id)
    ids = family(onward, own)
    memberships = session.scalars(
        select(Membership).where(Membership.organisation_id.in_(ids)).order_by(Membership.since)
    ).all()
    near = [each for each in merges if {each.organisation_id, each.into_id} & ids]
    others = {each.successor_id for each in memberships} | {
        side for each in near for side in (each.organisation_id, each.into_id)
    }
    seated = places.of(session, own, *(ids - {own}))
    return Known(
        own=own,
        ids=ids,
        merges=near,
        memberships=memberships,
        names=_names(session, {*ids, *(each for each in others if each is not None)}),
        sectors=_sectors(session, ids),
        places=seated,
        leaves=_leaves(session, ids),
        contacts=_noted(session, ids, day),
        domains=_domains(session, ids),
        people=_people(session, ids, day),
    )


def _names(session: Session, ids: Iterable[int]) -> list[tuple[OrganisationName, bool]]:
    found = session.execute(
        select(OrganisationName, Organisation.sample)
        .join(Organisation, Organisation.id == OrganisationName.organisation_id)
        .where(OrganisationName.organisation_id.in_(ids))
        .order_by(OrganisationName.since, OrganisationName.id)
    )
    return [(row, sample) for row, sample in found]


def _sectors(session: Session, ids: Iterable[int]) -> list[tuple[SectorHeld, Sector]]:
    found = session.execute(
        select(SectorHeld, Sector)
        .join(Sector, Sector.id == SectorHeld.sector_id)
        .where(SectorHeld.organisation_id.in_(ids))
        .order_by(SectorHeld.since)
    )
    return [(row, sector) for row, sector in found]


def _leaves(session: Session, ids: Iterable[int]) -> Sequence[Leave]:
    seats = select(Seat.id).where(Seat.organisation_id.in_(ids))
    own = or_(Leave.organisation_id.in_(ids), Leave.seat_id.in_(seats))
    return session.scalars(select(Leave).where(own).order_by(Leave.since, Leave.id)).all()


def _noted(session: Session, ids: Iterable[int], day: date) -> list[tuple[Contact, Person | None]]:
    found = session.execute(
        select(Contact, Person)
        .outerjoin(Person, Person.id == Contact.noted_by)
        .where(Contact.organisation_id.in_(ids), Contact.day <= day)
        .order_by(Contact.day.desc(), Contact.id.desc())
    )
    return [(row, person) for row, person in found]


def _domains(session: Session, ids: Iterable[int]) -> tuple[str, ...]:
    wanted = EmailDomain.organisation_id.in_(ids)
    found = select(EmailDomain.domain).where(wanted).order_by(EmailDomain.domain)
    return tuple(dict.fromkeys(session.scalars(found)))


def _people(session: Session, ids: Iterable[int], day: date) -> tuple[Member, ...]:
    found = session.execute(
        select(Person, Post.main, Address.address)
        .join(Post, Post.person_id == Person.id)
        .outerjoin(Address, and_(Address.person_id == Person.id, Address.main))
        .where(Post.organisation_id.in_(ids), Post.holds(day))
        .order_by(Post.main.desc(), Person.name, Person.id)
    )
    given: dict[int, Member] = {}
    for person, main, address in found:
        name = person.name
        given.setdefault(person.id, Member(person.id, name, person.job_title, address, main))
    return tuple(given.values())
