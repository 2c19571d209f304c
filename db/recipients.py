"""The rows of who is invited to an event and who is asked, kept as the audience says."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db import attendees as attendees_of
from db import audiences, bulk, events
from db.attendees import Reader, insert_rows
from db.audiences import Asked
from db.models import Event, Invitation, Recipient, Series

_LONGEST = 300
"""Characters in which a recipient's seats are kept as they are; of more a digest is."""


class _Kept(NamedTuple):
    """A row of an invitation or of a recipient, whether it was withdrawn, and for which seats."""

    id: int
    withdrawn_at: datetime | None
    asked_for: str = ""


@dataclass(slots=True)
class Part:
    """One person's part in a series, before and after a change, as ids of its events.

    `was_for` and `is_for` tell what they are asked for at each. `other_seats`: they are asked for
    others than before, at an event they were asked about.
    """

    attendee: Reader
    before: set[int] = field(default_factory=set)
    after: set[int] = field(default_factory=set)
    was_for: dict[int, str] = field(default_factory=dict)
    is_for: dict[int, str] = field(default_factory=dict)
    off: set[int] = field(default_factory=set)
    other_seats: bool = False


def keep_invitations(session: Session, asked: Mapping[int, Asked], now: datetime) -> None:
    """Invite the seats and guests of each event that are to be, and nobody else."""
    query = select(
        Invitation.id,
        Invitation.withdrawn_at,
        Invitation.event_id,
        Invitation.seat_id,
        Invitation.person_id,
    ).where(Invitation.event_id.in_(asked))
    known = {tuple(key): _Kept(own, gone) for own, gone, *key in session.execute(query)}
    wanted = {
        key
        for event_id, each in asked.items()
        for key in (
            *((event_id, seat.seat.id, None) for seat in each.seats),
            *((event_id, None, guest) for guest in each.guests),
        )
    }
    _withdraw(session, Invitation, [row for key, row in known.items() if key not in wanted], now)
    _take_back(session, Invitation, [row for key, row in known.items() if key in wanted])
    new = [
        {"event_id": event_id, "seat_id": seat_id, "person_id": person_id, "invited_at": now}
        for event_id, seat_id, person_id in sorted(wanted - known.keys(), key=str)
    ]
    insert_rows(session, Invitation, new)


def keep(
    session: Session,
    series: Series,
    asked: Mapping[int, Asked],
    off: Sequence[Event],
    now: datetime,
) -> list[Part]:
    """Make the recipients of each event what they should be; gives everybody, before and after."""
    wanted = {event_id: reasons(each) for event_id, each in asked.items()}
    attendees = attendees_of.keep(
        session, series, {person for each in wanted.values() for person in each}, now
    )
    people = {each.id: Part(each) for each in attendees.values()}
    called_off = {each.id for each in off}
    known = _known(session, [*asked, *called_off])
    should = {
        (event_id, attendees[person].id): why
        for event_id, each in wanted.items()
        for person, why in each.items()
    }
    for (event_id, attendee_id), row in known.items():
        if row.withdrawn_at is None:
            part = people[attendee_id]
            (part.off if event_id in called_off else part.before).add(event_id)
            part.was_for[event_id] = row.asked_for
            why = should.get((event_id, attendee_id), row.asked_for)
            part.other_seats = part.other_seats or why != row.asked_for
    for (event_id, attendee_id), why in should.items():
        people[attendee_id].after.add(event_id)
        people[attendee_id].is_for[event_id] = why
    _write(
        session, {key: row for key, row in known.items() if key[0] not in called_off}, should, now
    )
    return sorted(people.values(), key=lambda each: each.attendee.id)


def reasons(asked: Asked) -> dict[int, str]:
    """Give by person what they are asked for at one event: seats by their ids, or as a guest."""
    found: dict[int, list[str]] = defaultdict(list)
    for seat in asked.seats:
        for person in seat.people:
            found[person].append(str(seat.seat.id))
    for each in asked.deputies:
        found[each.person_id].append(f"deputy {each.seat_id}")
    for guest in asked.guests:
        found[guest].append("guest")
    return {person: _short(",".join(sorted(why))) for person, why in found.items()}


def _short(why: str) -> str:
    return why if len(why) <= _LONGEST else blake2b(why.encode(), digest_size=16).hexdigest()


def _known(session: Session, event_ids: Sequence[int]) -> dict[tuple[int, int], _Kept]:
    query = select(
        Recipient.id,
        Recipient.withdrawn_at,
        Recipient.asked_for,
        Recipient.event_id,
        Recipient.attendee_id,
    ).where(Recipient.event_id.in_(event_ids))
    rows = session.execute(query)
    return {(event_id, who): _Kept(own, gone, why) for own, gone, why, event_id, who in rows}


def _write(
    session: Session,
    known: Mapping[tuple[int, int], _Kept],
    should: Mapping[tuple[int, int], str],
    now: datetime,
) -> None:
    _withdraw(session, Recipient, [row for key, row in known.items() if key not in should], now)
    _take_back(session, Recipient, [row for key, row in known.items() if key in should])
    others: dict[str, list[int]] = defaultdict(list)
    for key, why in should.items():
        if key in known and known[key].asked_for != why:
            others[why].append(known[key].id)
    for why, ids in others.items():
        session.execute(
            update(Recipient).where(bulk.among(session, Recipient.id, ids)).values(asked_for=why)
        )
    new = [
        {
            "event_id": event_id,
            "attendee_id": attendee_id,
            "asked_for": should[event_id, attendee_id],
            "cards": 0,
            "since": now,
        }
        for event_id, attendee_id in sorted(should.keys() - known.keys())
    ]
    insert_rows(session, Recipient, new)


def _withdraw(session: Session, model: Any, rows: Iterable[Any], now: datetime) -> None:  # noqa: ANN401
    _set(session, model, [row for row in rows if row.withdrawn_at is None], now)


def _take_back(session: Session, model: Any, rows: Iterable[Any]) -> None:  # noqa: ANN401 - the same
    _set(session, model, [row for row in rows if row.withdrawn_at is not None], None)


def _set(session: Session, model: Any, rows: Sequence[Any], at: datetime | None) -> None:  # noqa: ANN401
    if rows:
        ids = [row.id for row in rows]
        session.execute(
            update(model).where(bulk.among(session, model.id, ids)).values(withdrawn_at=at)
        )


def of_event(session: Session, event_id: int) -> dict[int, list[Invitation]]:
    """Give by person the invitations to an event that they are asked about: seats, or as a guest.

    Worked out anew from the register of the event's day.
    """
    shown = events.by_id(session, event_id)
    if shown is None:
        return {}
    asked = audiences.resolve(session, shown.series, [shown.event]).get(event_id, Asked())
    query = select(Invitation).where(
        Invitation.event_id == event_id, Invitation.withdrawn_at.is_(None)
    )
    rows = session.scalars(query.order_by(Invitation.id)).all()
    by_seat = {each.seat_id: each for each in rows if each.seat_id is not None}
    by_guest = {each.person_id: each for each in rows if each.person_id is not None}
    found: dict[int, list[Invitation]] = defaultdict(list)
    for seat in asked.seats:
        for person in seat.people:
            if seat.seat.id in by_seat:
                found[person].append(by_seat[seat.seat.id])
    for guest in asked.guests:
        if guest in by_guest:
            found[guest].append(by_guest[guest])
    return found
