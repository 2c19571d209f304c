"""Who belongs to an organisation: its people, each with their post and main address."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from db import merges
from db.models import Address, Person, Post
from domain.organisations import family


@dataclass(frozen=True, slots=True)
class Belongs:
    """A person at an organisation, and the address they are written to."""

    person: Person
    address: str | None
    post: Post


def of(session: Session, organisation_id: int, *, day: date) -> list[Belongs]:
    """List those who belong to an organisation on a day or will later, by name.

    The people of what was merged into it are its own.
    """
    own = family(merges.redirects(session, day), organisation_id)
    main = and_(Address.person_id == Person.id, Address.main)
    found = session.execute(
        select(Person, Address.address, Post)
        .join(Post, Post.person_id == Person.id)
        .outerjoin(Address, main)
        .where(Post.organisation_id.in_(own), Post.not_over(day))
        .order_by(Person.name, Post.since)
    )
    return [Belongs(person, address, post) for person, address, post in found]
