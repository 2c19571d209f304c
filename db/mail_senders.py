"""Whose mail it is: by the token of our address, by the mail it answers, or by who it is from.

Only the token proves it: everything else is on anybody's envelope (RFC 6047, 2.2.1).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Address, Attendee, Delivery, DiaryContact, Partnership, Person, Series
from db.tenancy import across_partnerships


@dataclass(frozen=True, slots=True)
class Known:
    """Whom an entry in a calendar belongs to, and the addresses that may answer for them.

    `own` are the person's by their keys, `keepers` those of who keeps their diary, with their ids.
    """

    attendee: Attendee
    series: Series
    person: Person
    own: frozenset[str]
    keepers: dict[str, int]

    def by(self, address: str) -> int | None:
        """Give who writes from an address: they or who keeps their diary; None for others."""
        key = address.casefold()
        return self.person.id if key in self.own else self.keepers.get(key)


def token_in(address: str, mailbox: str) -> str:
    """Give what stands behind the plus of our own address; empty for another address."""
    local, _at, host = address.rpartition("@")
    name, _plus, token = local.partition("+")
    own, _at, own_host = mailbox.rpartition("@")
    is_ours = (name.casefold(), host.casefold()) == (own.casefold(), own_host.casefold())
    return token if is_ours else ""


def by_token(session: Session, token: str) -> Attendee | None:
    """Find whose calendar a token stands for, in any partnership."""
    if not token:
        return None
    with across_partnerships(session):
        return session.scalars(select(Attendee).where(Attendee.token == token)).one_or_none()


def by_references(session: Session, message_ids: Sequence[str]) -> Delivery | None:
    """Find the message of ours that a mail answers, the nearest first, in any partnership."""
    if not message_ids:
        return None
    with across_partnerships(session):
        query = select(Delivery).where(
            Delivery.provider_ref.in_(message_ids), Delivery.channel_kind == "mail"
        )
        found = {each.provider_ref: each for each in session.scalars(query.order_by(Delivery.id))}
    return next((found[each] for each in message_ids if each in found), None)


def by_delivery(session: Session, delivery: Delivery) -> Attendee | None:
    """Find whose entry a message of ours was about; None: of no event, or of nobody asked.

    What goes with no entry, such as a reminder, names its series and whom it was for.
    """
    about = delivery.subject
    if "attendee" in about:
        return session.get(Attendee, about["attendee"])
    query = select(Attendee).where(
        Attendee.series_id == about.get("series", 0), Attendee.person_id == delivery.person_id
    )
    return session.scalars(query).one_or_none()


def by_uid(session: Session, uid: str) -> list[Series]:
    """List the series of a UID, in all partnerships."""
    with across_partnerships(session):
        query = select(Series).where(Series.uid == uid).order_by(Series.id)
        return list(session.scalars(query))


def partnerships_of(session: Session, address: str) -> list[int]:
    """List the partnerships that know an address; of a single partnership, that one always."""
    with across_partnerships(session):
        all_of_them = session.scalars(
            select(Partnership.id).order_by(Partnership.id).limit(2)
        ).all()
        if len(all_of_them) == 1:
            return list(all_of_them)
        query = select(Address.partnership_id).where(Address.address_key == address.casefold())
        return sorted(set(session.scalars(query)))


def attendee_of(session: Session, series_id: int, address: str) -> Attendee | None:
    """Find who of a series has an address, within the session's partnership."""
    query = (
        select(Attendee)
        .join(Address, Address.person_id == Attendee.person_id)
        .where(Attendee.series_id == series_id, Address.address_key == address.casefold())
    )
    return session.scalars(query).one_or_none()


def known(session: Session, attendee: Attendee, *, day: date) -> Known:
    """Gather who may answer for whom an entry belongs to, by the register of a day."""
    person_id = attendee.person_id
    keepers = select(DiaryContact.person_id).where(
        DiaryContact.holder_id == person_id, DiaryContact.holds(day)
    )
    theirs = (Address.person_id == person_id) | Address.person_id.in_(keepers)
    query = select(Address.address_key, Address.person_id).where(theirs).order_by(Address.id)
    rows = dict(session.execute(query).all())
    of_entry = (
        select(Series, Person)
        .select_from(Attendee)
        .join(Series, Series.id == Attendee.series_id)
        .join(Person, Person.id == Attendee.person_id)
        .where(Attendee.id == attendee.id)
    )
    series, person = session.execute(of_entry).one()
    return Known(
        attendee,
        series,
        person,
        frozenset(key for key, whose in rows.items() if whose == person_id),
        {key: whose for key, whose in rows.items() if whose != person_id},
    )


def addresses_of(session: Session, people: Collection[int]) -> dict[str, int]:
    """Give whose each address of some people is, by its key."""
    query = select(Address.address_key, Address.person_id).where(Address.person_id.in_(people))
    return dict(session.execute(query.order_by(Address.id)).all())
