"""What one person answers for at some events, and how each of it stands: to be shown to them.

All of it in a few queries, whatever the number of events.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from db import answers, deputy_answers, event_seats, events, organisations, standing_in
from db.answering import Mine
from db.events import Shown
from db.models import (
    Answer,
    Attendee,
    Body,
    DiaryContact,
    Event,
    Invitation,
    NamedDeputy,
    Recipient,
    Seat,
    SeatHolder,
)
from db.prepared import Prepared
from domain.answered import Own
from domain.answers import Deputising, Kind, Standing
from domain.seats import Part

_NO_SEATS = ("guest", "deputy")
"""What somebody is asked for that is no seat of theirs (db/recipients.py)."""

_SAID = {
    Deputising.AGREED: Kind.ATTENDING,
    Deputising.DECLINED: Kind.APOLOGIES,
}
"""What a named deputy has answered, by how it stands with them."""


class _Invited(NamedTuple):
    """An invitation with its seat, and what stands of it."""

    invitation: Invitation
    seat: Seat | None
    answer: Answer | None
    deputy: NamedDeputy | None


@dataclass(frozen=True, slots=True)
class _Register:
    """What else is asked of the register: names, and who leads seats when."""

    partners: Mapping[int, organisations.Named]
    bodies: Mapping[int, str]
    leads: Mapping[int, Sequence[SeatHolder]]


def of(
    session: Session, shown: Collection[Event], person_id: int, *, day: date
) -> dict[int, tuple[Own, ...]]:
    """Give by event what somebody answers for: their own, and of those whose diary they keep."""
    kept = select(DiaryContact.holder_id).where(
        DiaryContact.person_id == person_id, DiaryContact.holds(day)
    )
    owners = {person_id, *session.scalars(kept)}
    by_id = {each.id: each for each in shown}
    named = _named(session, by_id, owners)
    asked = _asked(session, by_id.values(), owners)
    rows = _rows(session, by_id, owners, asked, named)
    register = _register(session, [each.seat for each in rows if each.seat], day)
    found: dict[int, list[Own]] = {each: [] for each in by_id}
    for each in rows:
        event = by_id[each.invitation.event_id]
        row = named.get(each.invitation.id)
        own = _as_deputy(each, event, row, register) if row else _own(each, event, register)
        found[event.id].append(own)
    return {event: tuple(each) for event, each in found.items()}


def any_for(session: Session, event: Event) -> bool:
    """Say whether anybody has answered for an event: before that, nothing stands of anybody's."""
    return bool(_ANSWERED.column(session, event=event.id))


_ANSWERED = Prepared(
    select(Invitation.id)
    .join(Answer, Answer.invitation_id == Invitation.id)
    .where(Invitation.event_id == bindparam("event"), Answer.is_current)
    .limit(1)
)


def after(
    session: Session,
    shown: Shown,
    mine: Mine,
    given: Sequence[Answer],
    person_id: int,
    *,
    day: date,
) -> tuple[Own, ...]:
    """Give the same for one event right after an answer, from what is known of it already.

    It is read anew where somebody else answered at once, or a named deputy did.
    """
    new = {each.invitation_id: each for each in given}
    if mine.named or not all(each.is_current for each in given):
        return of(session, [shown.event], person_id, day=day)[shown.event.id]
    owners = {each.seat.seat.organisation_id for each in mine.invited if each.seat}
    partners = organisations.called(session, owners, day=day) if owners else {}
    several = {
        each.seat.seat.body_id for each in mine.invited if each.seat and len(mine.invited) > 1
    }
    bodies = _bodies(session, several)
    found = []
    for each in mine.invited:
        answer = new.get(each.invitation.id, each.answer)
        deputy = each.deputy if answer is each.answer else None
        lead = answers.lead_of(each.seat) if each.seat else None
        seat = each.seat.seat if each.seat else None
        place = (
            (partners[seat.organisation_id].name, bodies.get(seat.body_id, ""))
            if seat
            else ("", "")
        )
        found.append(_stands(each.invitation.id, place, shown.event, lead, answer, deputy))
    return tuple(found)


def _bodies(session: Session, ids: Collection[int]) -> dict[int, str]:
    query = select(Body.id, Body.name).where(Body.id.in_(ids))
    return dict(session.execute(query).all()) if ids else {}


def _stands(
    invitation_id: int,
    place: tuple[str, str],
    event: Event,
    lead: int | None,
    answer: Answer | None,
    deputy: NamedDeputy | None,
) -> Own:
    was = answers.span_of(answer) if answer else None
    return Own(
        invitation_id,
        *place,
        standing=answers.how_it_stands(event, lead, answer, deputy),
        was=was if was != events.span_of(event) else None,
        deputy=deputy.name if deputy else "",
    )


def _named(
    session: Session, event_ids: Iterable[int], owners: Collection[int]
) -> dict[int, NamedDeputy]:
    """Give by invitation the rows that ask some people to stand in."""
    query = (
        select(NamedDeputy)
        .join(Invitation, Invitation.id == NamedDeputy.invitation_id)
        .outerjoin(Answer, (Answer.invitation_id == Invitation.id) & Answer.is_current)
        .where(
            NamedDeputy.person_id.in_(owners),
            standing_in.may_say(),
            Invitation.event_id.in_(event_ids),
            Invitation.withdrawn_at.is_(None),
        )
        .order_by(NamedDeputy.id)
    )
    return {each.invitation_id: each for each in session.scalars(query)}


def _asked(
    session: Session, shown: Iterable[Event], owners: Collection[int]
) -> dict[int, set[int]]:
    """Give by event the seats that some people are asked for."""
    by_id = {each.id: each for each in shown}
    query = (
        select(Recipient.event_id, Recipient.asked_for, Attendee.person_id)
        .join(Attendee, Attendee.id == Recipient.attendee_id)
        .where(
            Recipient.event_id.in_(by_id),
            Recipient.withdrawn_at.is_(None),
            Attendee.person_id.in_(owners),
        )
        .order_by(Recipient.id)
    )
    found: dict[int, set[int]] = defaultdict(set)
    for event_id, asked_for, person_id in session.execute(query):
        ids = [each for each in asked_for.split(",") if each and not each.startswith(_NO_SEATS)]
        if all(each.isdecimal() for each in ids):
            found[event_id] |= {int(each) for each in ids}
        else:  # of very many only a digest is kept
            found[event_id] |= event_seats.ids_asked_of(session, by_id[event_id], person_id)
    return found


def _rows(
    session: Session,
    event_ids: Iterable[int],
    owners: Collection[int],
    asked: Mapping[int, set[int]],
    named: Collection[int],
) -> list[_Invited]:
    """List the invitations of theirs, seats first."""
    seats = {seat for each in asked.values() for seat in each}
    query = (
        select(Invitation, Seat, Answer, NamedDeputy)
        .outerjoin(Seat, Seat.id == Invitation.seat_id)
        .outerjoin(Answer, (Answer.invitation_id == Invitation.id) & Answer.is_current)
        .outerjoin(NamedDeputy, NamedDeputy.id == Answer.deputy_id)
        .where(Invitation.event_id.in_(event_ids), Invitation.withdrawn_at.is_(None))
        .where(
            or_(
                Invitation.seat_id.in_(seats),
                Invitation.person_id.in_(owners),
                Invitation.id.in_(named),
            )
        )
        .order_by(Invitation.seat_id.is_(None), Invitation.id)
    )
    found = [_Invited(*each) for each in session.execute(query)]
    return [
        each
        for each in found
        if each.invitation.seat_id is None
        or each.invitation.id in named
        or each.invitation.seat_id in asked.get(each.invitation.event_id, ())
    ]


def _register(session: Session, seats: Sequence[Seat], day: date) -> _Register:
    if not seats:
        return _Register({}, {}, {})
    partners = organisations.called(session, {each.organisation_id for each in seats}, day=day)
    bodies = _bodies(session, {each.body_id for each in seats})
    held = select(SeatHolder).where(
        SeatHolder.seat_id.in_({each.id for each in seats}), SeatHolder.part == Part.LEAD
    )
    leads: dict[int, list[SeatHolder]] = defaultdict(list)
    for each in session.scalars(held.order_by(SeatHolder.id)):
        leads[each.seat_id].append(each)
    return _Register(partners, bodies, leads)


def _own(each: _Invited, event: Event, register: _Register) -> Own:
    seat, lead = each.seat, None
    if seat is not None:
        holders = register.leads.get(seat.id, ())
        on = (held.person_id for held in holders if held.span.holds(event.begins.date()))
        lead = next(on, None)
    place = _place(seat, register)
    return _stands(each.invitation.id, place, event, lead, each.answer, each.deputy)


def _as_deputy(each: _Invited, event: Event, row: NamedDeputy, register: _Register) -> Own:
    """Show what somebody is named for, and whether they have said that they can, and when."""
    state, stale = Deputising(row.state), deputy_answers.is_stale(event, row, each.answer)
    return Own(
        each.invitation.id,
        *_place(each.seat, register),
        standing=Standing(_SAID.get(state), stale, row.decided_at, deputising=state),
        was=answers.span_of(each.answer) if stale and each.answer else None,
        named=True,
    )


def _place(seat: Seat | None, register: _Register) -> tuple[str, str]:
    """Name whose seat it is, and where; nothing for a guest."""
    if seat is None:
        return "", ""
    return register.partners[seat.organisation_id].name, register.bodies[seat.body_id]
