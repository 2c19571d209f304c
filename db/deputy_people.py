"""Who a deputy is whom somebody names: known or new, asked at once or held."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import audiences, email_domains, organisations, people
from db.answers import lead_of
from db.events import Shown
from db.models import Invitation, NamedDeputy, Person, Post, Seat, SeatHolder
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import clean_name
from domain.partnerships import clean_address
from domain.spellings import unaccented


@dataclass(frozen=True, slots=True)
class Whom:
    """Who is named for one seat; without `person_id` they are held for a coordinator."""

    person_id: int | None
    name: str
    address: str | None

    def is_same(self, row: NamedDeputy) -> bool:
        """Say whether a row names them already."""
        if self.person_id is None:
            same = (row.address or "").casefold() == (self.address or "").casefold()
            return row.person_id is None and same
        return row.person_id == self.person_id


def chosen(
    session: Session,
    shown: Shown,
    invitations: Sequence[Invitation],
    person_id: int,
    standing: Collection[int],
) -> list[Whom]:
    """Give a standing deputy of one of these seats. Raises `Refused` for anybody else."""
    person = people.by_id(session, person_id)
    if person is None or person_id not in standing:
        raise Refused(
            _("They are no deputy of this seat any more. Please give a name and an address."),
            field="name",
        )
    _refuse_leads(session, shown, invitations, person)
    return [_of(session, person)] * len(invitations)


def named(
    session: Session,
    shown: Shown,
    invitations: Sequence[Invitation],
    name: str,
    address: str,
    *,
    by: int | None,
    now: datetime,
) -> list[Whom]:
    """Give who is meant by a name and an address, for each of some seats.

    Raises `Refused` for what is no name or address, for an address that belongs to somebody else
    of the same partner, and for whoever leads the seat.
    """
    clean = clean_address(address)
    called = clean_name(name, field="name")
    known = people.by_address(session, clean)
    held = Whom(None, called, clean)
    if known is not None:
        _refuse_leads(session, shown, invitations, known, field="address")
    found: list[Whom] = []
    for each in invitations:
        owners = _partner(session, each, shown.event.begins.date())
        if known is not None and _belongs(session, known.id, owners, shown.event.begins.date()):
            _refuse_another_name(known, called, clean)
            found.append(_of(session, known))
        elif not _is_inside(session, clean, owners) or _is_another(known, called):
            found.append(held)
        else:
            known = known or people.add(session, name=called, address=clean, by=by, now=now)
            found.append(_of(session, known))
    return found


def accepted(
    session: Session, shown: Shown, row: NamedDeputy, *, by: int | None, now: datetime
) -> int:
    """Give who is asked now that a coordinator has said so: who has the address, or somebody new.

    Raises `Refused` where they lead the seat.
    """
    address = row.address or ""
    person = people.by_address(session, address)
    if person is None:
        return people.add(session, name=row.name, address=address, by=by, now=now).id
    _refuse_leads(session, shown, [session.get_one(Invitation, row.invitation_id)], person)
    return person.id


def _of(session: Session, person: Person) -> Whom:
    own = people.addresses(session, person.id)
    return Whom(person.id, person.name, own[0].address if own else None)


def _refuse_leads(
    session: Session,
    shown: Shown,
    invitations: Sequence[Invitation],
    person: Person,
    field: str = "name",
) -> None:
    """Raise `Refused` where somebody is named for a seat that they lead themselves."""
    seats = [session.get_one(Seat, each.seat_id) for each in invitations]
    filled = audiences.filled(session, seats, shown.event.begins.date())
    if any(lead_of(each) == person.id for each in filled):
        raise Refused(
            _(
                "{name} holds this seat. Please name somebody else, or choose “I will attend”."
            ).format(name=person.name),
            field=field,
        )


def _refuse_another_name(known: Person, name: str, address: str) -> None:
    if _is_another(known, name):
        raise Refused(
            _("{address} is the address of {name}. Please check the name or the address.").format(
                address=address, name=known.name
            ),
            field="address",
        )


def _is_another(known: Person | None, name: str) -> bool:
    return known is not None and unaccented(known.name) != unaccented(name)


def _partner(session: Session, invitation: Invitation, day: date) -> set[int]:
    """Give the partner whose seat is invited, and who it is on a day after merges."""
    seat = session.get_one(Seat, invitation.seat_id)
    onward = organisations.surviving(session, {seat.organisation_id}, day)
    return {seat.organisation_id, onward[seat.organisation_id]}


def _belongs(session: Session, person_id: int, owners: Collection[int], day: date) -> bool:
    """Say whether somebody is of a partner: by a post, by a seat, or as they stood in before."""
    posts = select(Post.id).where(
        Post.person_id == person_id, Post.organisation_id.in_(owners), Post.holds(day)
    )
    seats = (
        select(SeatHolder.id)
        .join(Seat, Seat.id == SeatHolder.seat_id)
        .where(
            SeatHolder.person_id == person_id,
            Seat.organisation_id.in_(owners),
            SeatHolder.holds(day),
        )
    )
    stood_in = (
        select(NamedDeputy.id)
        .join(Invitation, Invitation.id == NamedDeputy.invitation_id)
        .join(Seat, Seat.id == Invitation.seat_id)
        .where(NamedDeputy.person_id == person_id, Seat.organisation_id.in_(owners))
    )
    return any(
        session.scalars(query.limit(1)).first() is not None for query in (posts, seats, stood_in)
    )


def _is_inside(session: Session, address: str, owners: Collection[int]) -> bool:
    """Say whether an address is in one of a partner's mail domains."""
    host = address.rpartition("@")[2].casefold()
    domains = {each.casefold() for own in owners for each in email_domains.of(session, own)}
    return any(host == each or host.endswith(f".{each}") for each in domains)
