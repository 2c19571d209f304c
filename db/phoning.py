"""Whom to phone: seats that owe an answer and that no message is left for, a gap for each event.

It is worked out anew each time, so that it goes with the answer.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import events, nudges, organisations
from db.models import Address, Invitation, Person, Seat
from domain.chased import ToPhone as Silent
from domain.worklist import Gap, Kind, ToPhone


def gaps(session: Session, *, now: datetime) -> list[Gap]:
    """Give for each event of the session's partnership who is to be phoned about it.

    And for each seat whose standing deputy may be asked that a coordinator is asked first.
    """
    found = nudges.waiting(session, now=now)
    by_event: dict[int, list[int]] = defaultdict(list)
    for each in found.to_phone:
        by_event[each.event_id].append(each.invitation_id)
    phoned = [Gap(Kind.PHONE, own, {"invitations": ids}) for own, ids in by_event.items()]
    return [
        *phoned,
        *(
            Gap(Kind.ASK_DEPUTY, each.invitation_id, {"event": each.event_id})
            for each in found.to_ask
        ),
    ]


def to_ask(
    session: Session, about: Mapping[int, int], *, day: date
) -> dict[int, tuple[str, ToPhone]]:
    """Name whose seats some invitations are for, with the event of each: `about`, by its id."""
    if not about:
        return {}
    names = _names(session, list(about), day)
    own = {each.event.id: each.event for each in events.by_ids(session, set(about.values()))}
    return {
        each: (names[each], ToPhone(own[at].title, events.span_of(own[at]), 1, each, names[each]))
        for each, at in about.items()
        if at in own and each in names
    }


def of_event(session: Session, event_id: int, *, now: datetime) -> list[Silent]:
    """List who is to be phoned about one event, by name."""
    found = [each for each in nudges.to_phone(session, now=now) if each.event_id == event_id]
    called = {each.invitation_id: (each.partner or each.person).casefold() for each in found}
    sorted_ = sorted(found, key=lambda each: (not each.partner, called[each.invitation_id]))
    known = _known(session, {each.person_id for each in found} - {None})
    return [_findable(each, known) for each in sorted_]


def _known(session: Session, people: Collection[int | None]) -> dict[int, tuple[str, str]]:
    """Give the job and the main mail address of some people, as far as they are known."""
    query = (
        select(Person.id, Person.job_title, Address.address)
        .outerjoin(Address, (Address.person_id == Person.id) & Address.main)
        .where(Person.id.in_(people))
    )
    return {own: (job or "", address or "") for own, job, address in session.execute(query)}


def _findable(each: Silent, known: Mapping[int, tuple[str, str]]) -> Silent:
    job, address = known.get(each.person_id or 0, ("", ""))
    return replace(each, job=job, address=address)


def read(session: Session, about: Mapping[int, Sequence[int]], *, day: date) -> dict[int, ToPhone]:
    """Give what a line says of each of some events; `about` are the invitations of each."""
    if not about:
        return {}
    names = _names(session, {ids[0] for ids in about.values() if len(ids) == 1}, day)
    guests = _guests(session, {own for ids in about.values() for own in ids})
    found = {}
    for each in events.by_ids(session, about):
        ids = about[each.event.id]
        only = ids[0] if len(ids) == 1 else 0
        span = events.span_of(each.event)
        name = names.get(only, "")
        found[each.event.id] = ToPhone(
            each.event.title, span, len(ids), only, name, guests=not guests.isdisjoint(ids)
        )
    return found


def _guests(session: Session, invitations: Collection[int]) -> set[int]:
    """Say which of some invitations are guests'."""
    query = select(Invitation.id).where(
        Invitation.id.in_(invitations), Invitation.person_id.is_not(None)
    )
    return set(session.scalars(query))


def _names(session: Session, invitations: Collection[int], day: date) -> dict[int, str]:
    """Name whose seat, or which guest, some invitations are for."""
    if not invitations:
        return {}
    query = (
        select(Invitation.id, Seat.organisation_id, Person.name)
        .outerjoin(Seat, Seat.id == Invitation.seat_id)
        .outerjoin(Person, Person.id == Invitation.person_id)
        .where(Invitation.id.in_(invitations))
    )
    rows = session.execute(query).all()
    owners = {owner for _own, owner, _guest in rows if owner}
    onward = organisations.surviving(session, owners, day)
    called = organisations.called(session, set(onward.values()), day=day)
    return {own: called[onward[owner]].name if owner else guest for own, owner, guest in rows}
