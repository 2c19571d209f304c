"""Who gets a copy of somebody's letters as they keep their diary, and whose calendar that clears.

A calendar obeys what takes an entry out only where its own person is named (RFC 5546, 3.2.5): so
those who keep a diary stand in the messages for its owner, as people who take no part.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from icalendar.enums import ROLE
from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session

from db import events, guest_lists
from db.models import Address, Attendee, Delivery, DiaryContact, Person, Recipient, Series
from domain import attendees
from domain.events import Say

ENDS = (Say.CANCELLATION, Say.WITHDRAWAL)

# Written once: for a hundred readers, making statements takes longer than running them.
_KEEPERS = (
    select(Person.id, Address.address, Person.name)
    .select_from(DiaryContact)
    .join(Person, Person.id == DiaryContact.person_id)
    .join(Address, (Address.person_id == Person.id) & Address.main)
    .where(
        DiaryContact.holder_id == bindparam("holder"),
        DiaryContact.since <= bindparam("day"),
        or_(DiaryContact.until.is_(None), DiaryContact.until > bindparam("since")),
    )
    .distinct()
    .order_by(Person.name, Person.id)
)


class Keeper(NamedTuple):
    """Somebody who keeps a diary, and where copies go."""

    person_id: int
    address: str
    name: str


def of(session: Session, holder_id: int, *, day: date, since: date | None = None) -> list[Keeper]:
    """List who keeps somebody's diary on a day; with `since`, who did on any day from then on."""
    which = {"holder": holder_id, "day": day, "since": since or day}
    return [Keeper(*row) for row in session.execute(_KEEPERS, which)]


def of_delivery(session: Session, delivery: Delivery, *, day: date) -> list[Keeper]:
    """List who gets a copy of a letter: of one that takes away, whoever had one that asked."""
    attendee = None
    if delivery.subject.get("say") in ENDS and "attendee" in delivery.subject:
        attendee = session.get(Attendee, int(delivery.subject["attendee"]))
    if attendee is None:
        return of(session, delivery.person_id or 0, day=day)
    return _had(session, attendee, day)


def ended_key(attendee_id: int) -> str:
    """Give how the keys begin of what takes an attendee's entry from who keeps the diary no more.

    What follows it is the diary contact's id.
    """
    return f"diary:{attendee_id}:"


def _had(session: Session, attendee: Attendee, day: date) -> list[Keeper]:
    """List who has an entry by copies of an attendee's letters: not who was rid of it before."""
    found = of(session, attendee.person_id, day=day, since=_began(session, attendee))
    keep = {each.person_id for each in of(session, attendee.person_id, day=day)}
    past = {each.person_id for each in found} - keep
    if not past:
        return found
    ended = select(Delivery.person_id).where(
        Delivery.key.startswith(ended_key(attendee.id)), Delivery.person_id.in_(past)
    )
    rid = set(session.scalars(ended))
    return [each for each in found if each.person_id not in rid]


def _began(session: Session, attendee: Attendee) -> date:
    """Give the day before the first message: who kept the diary until that of it had a copy."""
    return events.partnership(session).day(attendee.created_at) - timedelta(days=1)


def named(
    session: Session, series: Series, attendee: Attendee, *, day: date, takes: bool, out: bool
) -> list[attendees.Attendee]:
    """Give those whom the calendar message of an attendee names beside them.

    Left out is who has the entry for themselves; and where its reader is taken `out` of what goes
    on, who has it for another whose diary they keep as well.
    """
    found = _had(session, attendee, day) if takes else of(session, attendee.person_id, day=day)
    if not found:
        return []
    asked = set(session.scalars(_asked(series.id)))
    own = {each.person_id for each in found} & asked
    if out:
        own |= _keeping(session, asked - {attendee.person_id}, day)
    shown = (guest_lists.attendee(each.address, each.name) for each in found if each[0] not in own)
    return [replace(each, role=ROLE.NON_PARTICIPANT) for each in shown if each is not None]


def having(session: Session, series_id: int, *, day: date) -> set[int]:
    """Give who has an entry of a series on a day: who is asked, and who keeps a diary of theirs."""
    asked = set(session.scalars(_asked(series_id)))
    return asked | _keeping(session, asked, day)


def _asked(series_id: int) -> Select[int]:
    return (
        select(Attendee.person_id)
        .join(Recipient, Recipient.attendee_id == Attendee.id)
        .where(Attendee.series_id == series_id, Recipient.withdrawn_at.is_(None))
        .distinct()
        .order_by(Attendee.person_id)
    )


def _keeping(session: Session, holder_ids: Collection[int], day: date) -> set[int]:
    """Give who keeps a diary of any of these people."""
    query = select(DiaryContact.person_id).where(
        DiaryContact.holder_id.in_(holder_ids), DiaryContact.holds(day)
    )
    return set(session.scalars(query))
