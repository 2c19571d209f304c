"""Who is invited is made what the audience says, and everybody it concerns gets one message.

`settle` is called after every change, in its transaction: it compares who should be asked with who
was, and plans what each of them must hear. Messages are rendered when they are first claimed, from
what holds then; so an invitation that has not left yet says the new time by itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db import attendees as attendees_of
from db import audiences, events, rehearsal_copies, streams
from db.attendees import Reader, insert_rows
from db.audiences import Asked
from db.models import Attendee, Event, Invitation, Person, Recipient, Round, Series
from db.streams import Message
from domain.events import AT_ONCE, Say, Status, What

STOPPABLE = timedelta(minutes=2)
"""How long a send to many waits, and can be stopped."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a series or one of its events, and who said so.

    `event` is the one occurrence it is about, None: all of it; `off` are events that were
    cancelled with it, `added` those that its rule had and were written now, after the one that was
    `last` so far. `undo` is what a stop puts back; `at_once`: it waits for no stop; `quiet`: people
    know of it from elsewhere, and hear nothing.
    """

    what: What
    by: int | None = None
    event: Event | None = None
    off: tuple[Event, ...] = ()
    added: frozenset[int] = frozenset()
    last: int | None = None
    reason: str | None = None
    undo: dict[str, Any] = field(default_factory=dict)
    at_once: bool = False
    quiet: bool = False

    @property
    def follows_register(self) -> bool:
        """Say whether nobody did something about the event: the register changed, or time went."""
        return self.what is What.EXTENSION or (self.what is What.AUDIENCE and not self.undo)


class _Kept(NamedTuple):
    """A row of an invitation or of a recipient, and whether it was withdrawn."""

    id: int
    withdrawn_at: datetime | None


@dataclass(slots=True)
class _Person:
    """One person's part in a series, before and after a change."""

    attendee: Reader
    before: set[int] = field(default_factory=set)
    after: set[int] = field(default_factory=set)
    off: set[int] = field(default_factory=set)


def settle(session: Session, series: Series, change: Change, *, now: datetime) -> Round | None:
    """Make who is invited what the audience says, and plan what people must hear of a change.

    Gives the round of messages; None where nobody need hear anything. Only scheduled events that
    have not begun are looked at, and those that were called `off`.
    """
    open_events = [
        each
        for each in events.of(session, series.id)
        if each.status == Status.SCHEDULED and each.begins_at > now
    ]
    asked = audiences.resolve(session, series, open_events)
    if change.what is What.INVITATION:
        audiences.refuse_empty(asked)
    _keep_invitations(session, asked, now)
    people = _keep_recipients(session, series, asked, change.off, now)
    sayings = _to_real_people(
        session, series, [(each, say) for each in people if (say := _saying(each, change, series))]
    )
    if change.what is What.STOP or change.quiet:  # who was told nothing has nothing to unlearn
        return None
    if not sayings:
        return None
    if change.follows_register and any(_knew(who, say) for who, say in sayings):
        series.sequence, series.revision = series.sequence + 1, series.revision + 1
        series.changed_at = now  # whose entry changes needs a higher SEQUENCE than it has
    round_ = _round(session, series, change, len(sayings), now)
    messages = [_message(each, say, change, series) for each, say in sayings]
    round_.undo = {
        **change.undo,
        **streams.plan(session, series, round_, messages, open_events, now=now),
    }
    session.flush()
    if not change.follows_register:
        owner = events.partnership(session)
        rehearsal_copies.plan(session, owner, series, by=change.by, now=now)
    return round_


def _to_real_people(
    session: Session, series: Series, sayings: Sequence[tuple[_Person, Say]]
) -> list[tuple[_Person, Say]]:
    """Leave out who is made up: nothing is ever planned for sample people, or about samples."""
    if series.sample:
        return []
    query = select(Person.id).join(Attendee, Attendee.person_id == Person.id)
    made_up = set(session.scalars(query.where(Attendee.series_id == series.id, Person.sample)))
    return [each for each in sayings if each[0].attendee.person_id not in made_up]


def _round(session: Session, series: Series, change: Change, people: int, now: datetime) -> Round:
    waits = people > AT_ONCE and not change.at_once
    round_ = Round(
        series_id=series.id,
        event_id=change.event.id if change.event else None,
        what=change.what,
        reason=change.reason,
        people=people,
        by_id=change.by,
        planned_at=now,
        goes_at=now + STOPPABLE if waits else now,
    )
    session.add(round_)
    session.flush()
    return round_


def _saying(person: _Person, change: Change, series: Series) -> Say | None:
    """Say what a person must hear: None where nothing changed for them."""
    if not (person.before or person.off):
        return Say.INVITATION if person.after else None
    if person.off:  # a series that ends early goes on to say when it was
        return Say.UPDATE if change.what is What.CHANGE else Say.CANCELLATION
    if not person.after:
        return Say.WITHDRAWAL
    return _news(person, change, series)


def _news(person: _Person, change: Change, series: Series) -> Say | None:
    """Say what somebody must hear who was asked before and is still."""
    if change.what is What.EXTENSION:
        return Say.UPDATE if _ends_or_resumes(person, change) else None
    if person.before != person.after:
        return Say.UPDATE
    if change.what in {What.AUDIENCE, What.CANCELLATION}:
        return None
    if change.event is not None and series.rule is not None:
        return Say.UPDATE if change.event.id in person.after else None
    return Say.INVITATION if change.what in {What.INVITATION, What.CALENDAR} else Say.UPDATE


def _knew(person: _Person, say: Say) -> bool:
    """Say whether a person's calendar has had an entry, which a message must outdo."""
    return say is not Say.INVITATION or person.attendee.messages > 0


def _ends_or_resumes(person: _Person, change: Change) -> bool:
    """Say whether somebody's entry is wrong once more of a series is written.

    Whoever was asked about its last event so far has a rule that goes on, anybody else one that
    ends before.
    """
    held = change.added & person.after
    goes_on = change.last is None or change.last in person.before
    return held != change.added if goes_on else bool(held)


def _message(person: _Person, say: Say, change: Change, series: Series) -> Message:
    """Give a person's message: about one occurrence where only that one changed for them."""
    single = series.rule is None
    about = None
    if not single and say is Say.CANCELLATION and person.after and len(person.off) == 1:
        about = next(iter(person.off))
    elif (
        not single
        and say is Say.UPDATE
        and change.event is not None
        and person.before == person.after
    ):
        about = change.event.id
    return Message(person.attendee, say, about, frozenset(person.after), frozenset(person.off))


def _keep_invitations(session: Session, asked: Mapping[int, Asked], now: datetime) -> None:
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


def _keep_recipients(
    session: Session,
    series: Series,
    asked: Mapping[int, Asked],
    off: Sequence[Event],
    now: datetime,
) -> list[_Person]:
    """Make the recipients of each event what they should be; gives everybody, before and after."""
    wanted = {event_id: each.people for event_id, each in asked.items()}
    attendees = attendees_of.keep(
        session, series, {p for each in wanted.values() for p in each}, now
    )
    people = {each.id: _Person(each) for each in attendees.values()}
    called_off = {each.id for each in off}
    query = select(
        Recipient.id, Recipient.withdrawn_at, Recipient.event_id, Recipient.attendee_id
    ).where(Recipient.event_id.in_([*wanted, *called_off]))
    rows = session.execute(query)
    known = {(event_id, who): _Kept(own, gone) for own, gone, event_id, who in rows}
    for (event_id, attendee_id), row in known.items():
        if row.withdrawn_at is None:
            part = people[attendee_id]
            (part.off if event_id in called_off else part.before).add(event_id)
    should = {
        (event_id, attendees[person].id) for event_id, who in wanted.items() for person in who
    }
    for event_id, attendee_id in should:
        people[attendee_id].after.add(event_id)
    ours = {key: row for key, row in known.items() if key[0] not in called_off}
    _withdraw(session, Recipient, [row for key, row in ours.items() if key not in should], now)
    _take_back(session, Recipient, [row for key, row in ours.items() if key in should])
    new = [
        {"event_id": event_id, "attendee_id": attendee_id, "cards": 0, "since": now}
        for event_id, attendee_id in sorted(should - known.keys())
    ]
    insert_rows(session, Recipient, new)
    return sorted(people.values(), key=lambda each: each.attendee.id)


def _withdraw(session: Session, model: Any, rows: Iterable[Any], now: datetime) -> None:  # noqa: ANN401
    _set(session, model, [row for row in rows if row.withdrawn_at is None], now)


def _take_back(session: Session, model: Any, rows: Iterable[Any]) -> None:  # noqa: ANN401 - the same
    _set(session, model, [row for row in rows if row.withdrawn_at is not None], None)


def _set(session: Session, model: Any, rows: Sequence[Any], at: datetime | None) -> None:  # noqa: ANN401
    if rows:
        ids = [row.id for row in rows]
        session.execute(update(model).where(model.id.in_(ids)).values(withdrawn_at=at))


def recipients(session: Session, event_id: int) -> dict[int, list[Invitation]]:
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
