"""Who may have been in a call for an event: of each seat its people, by name and address."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.events import Shown
from db.models import Address, DiaryContact, EmailDomain, NamedDeputy, Person, Post
from domain.answers import IN_PLACE
from domain.call_report_matches import Known, Place, Tie
from domain.registers import Line


def places(session: Session, lines: Sequence[Line]) -> list[Place]:
    """Give the seats of a register, each with its partner's mail domains."""
    own = {each.seat.organisation_id for each in lines if each.seat.organisation_id is not None}
    query = select(EmailDomain.organisation_id, EmailDomain.domain).where(
        EmailDomain.organisation_id.in_(own)
    )
    domains: dict[int, set[str]] = defaultdict(set)
    for partner, domain in session.execute(query.order_by(EmailDomain.id)):
        domains[partner].add(domain.casefold())
    return [
        Place(
            each.seat.invitation_id,
            each.seat.name,
            frozenset(domains.get(each.seat.organisation_id or 0, ())),
        )
        for each in lines
        if not each.seat.guest
    ]


def known(session: Session, shown: Shown, lines: Sequence[Line]) -> list[Known]:
    """Give who may have come for whom; the number of queries is the same for any number of seats.

    Leads, who was named, standing deputies, guests, other people of the partner's, and who keeps
    a lead's or a deputy's diary: these are never counted as present by themselves.
    """
    day = shown.event.begins.date()
    named = _named(session, lines)
    ties = [*_of_seats(lines, named), *_colleagues(session, lines, day)]
    ties += _diaries(session, ties, day)
    people = {person for _own, _tie, person in ties}
    names, addresses = _called(session, people), _addresses(session, people)
    found = [
        Known(own, tie, names[person], person, addresses.get(person, frozenset()))
        for own, tie, person in ties
        if person in names
    ]
    return found + [
        Known(each.invitation_id, Tie.NAMED, each.name, None, _key(each.address))
        for each in named
        if each.person_id is None
    ]


_Tied = tuple[int, Tie, int]
"""An invitation, how somebody belongs to it, and who they are."""


def _named(session: Session, lines: Sequence[Line]) -> list[NamedDeputy]:
    ids = [each.seat.invitation_id for each in lines]
    query = select(NamedDeputy).where(
        NamedDeputy.invitation_id.in_(ids), NamedDeputy.state.in_(IN_PLACE)
    )
    return list(session.scalars(query.order_by(NamedDeputy.id)))


def _of_seats(lines: Sequence[Line], named: Sequence[NamedDeputy]) -> Iterator[_Tied]:
    asked = {(each.invitation_id, each.person_id) for each in named}
    for line in lines:
        own = line.seat.invitation_id
        if line.lead is not None:
            yield own, Tie.LEAD, line.lead[0]
        for person, _name in line.deputies:
            yield own, Tie.NAMED if (own, person) in asked else Tie.STANDING, person
        if line.seat.guest:
            yield from ((own, Tie.GUEST, person) for person in line.seat.people)


def _colleagues(session: Session, lines: Sequence[Line], day: date) -> Iterator[_Tied]:
    """Give the people of each seat's partner on the day."""
    seats: dict[int, list[int]] = defaultdict(list)
    for line in lines:
        if line.seat.organisation_id is not None:
            seats[line.seat.organisation_id].append(line.seat.invitation_id)
    query = select(Post.organisation_id, Post.person_id).where(
        Post.organisation_id.in_(seats), Post.holds(day)
    )
    for partner, person in session.execute(query.order_by(Post.id)):
        yield from ((own, Tie.COLLEAGUE, person) for own in seats[partner])


def _diaries(session: Session, ties: Sequence[_Tied], day: date) -> list[_Tied]:
    holders: dict[int, set[int]] = defaultdict(set)
    for own, tie, person in ties:
        if tie is not Tie.COLLEAGUE:
            holders[person].add(own)
    query = select(DiaryContact.holder_id, DiaryContact.person_id).where(
        DiaryContact.holder_id.in_(holders), DiaryContact.holds(day)
    )
    return [
        (own, Tie.DIARY, keeper)
        for holder, keeper in session.execute(query.order_by(DiaryContact.id))
        for own in sorted(holders[holder])
    ]


def _called(session: Session, ids: Collection[int]) -> dict[int, str]:
    query = select(Person.id, Person.name).where(Person.id.in_(ids))
    return dict(session.execute(query).all())


def _addresses(session: Session, ids: Collection[int]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    query = select(Address.person_id, Address.address_key).where(Address.person_id.in_(ids))
    for person, address in session.execute(query):
        found[person].add(address)
    return {own: frozenset(each) for own, each in found.items()}


def _key(address: str | None) -> frozenset[str]:
    return frozenset({address.casefold()}) if address else frozenset()
