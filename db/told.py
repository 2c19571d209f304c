"""Whose the addresses are that partners tell us with a name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import organisations
from db.models import Address, Person, Post


@dataclass(frozen=True, slots=True)
class Whose:
    """Somebody whom we know by an address, and the partner they belong to, if any."""

    person: Person
    partner: str


def whose(session: Session, told: Iterable[str], *, day: date) -> dict[str, Whose]:
    """Give whose some addresses are, by their case-folded form; strangers' are left out.

    The number of queries does not depend on how many addresses there are.
    """
    keys = {each.casefold() for each in told if each}
    if not keys:
        return {}
    found = session.execute(
        select(Address.address_key, Person)
        .join(Person, Person.id == Address.person_id)
        .where(Address.address_key.in_(keys))
    ).all()
    partners = _partners(session, {person.id for _key, person in found}, day)
    return {key: Whose(person, partners.get(person.id, "")) for key, person in found}


def _partners(session: Session, people: set[int], day: date) -> dict[int, str]:
    """Name a partner of each person: the one whose main contact they are, else the first."""
    posts = session.execute(
        select(Post.person_id, Post.organisation_id)
        .where(Post.person_id.in_(people), Post.holds(day))
        .order_by(Post.main, Post.id.desc())
    ).all()
    own = {each.person_id: each.organisation_id for each in posts}
    onward = organisations.surviving(session, set(own.values()), day)
    called = organisations.called(session, set(onward.values()), day=day)
    return {person: called[onward[each]].name for person, each in own.items()}
