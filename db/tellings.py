"""Who was told what of an event: its rounds of messages, counted, and each message of one."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db import events, forecasts, rounds
from db.events import Shown
from db.models import Attendee, Delivery, Person, Recipient, Round
from db.models.deliveries import OPEN, State
from db.named_rows import names_of
from domain.event_pages import Effect, OneTold, Reach, Telling, Told, Ways
from domain.events import Say, What

REACHED = {
    State.SENT: Reach.SENT,
    State.UNKNOWN: Reach.UNKNOWN,
    State.FAILED: Reach.FAILED,
    State.EXPIRED: Reach.LATE,
    State.CANCELLED: Reach.STOPPED,
    State.SUPERSEDED: Reach.REPLACED,
}

_MISSED = (Reach.FAILED, Reach.LATE)

Row = tuple[int | None, str, str]
"""Of one message: whom it is for, its way, and its state."""


def round_by_id(session: Session, round_id: int) -> Round | None:
    """Find a round to read it."""
    return session.scalars(select(Round).where(Round.id == round_id)).one_or_none()


def rounds_of(session: Session, shown: Shown) -> list[Round]:
    """List the rounds that told of an event, the latest first: its own, and its whole series'."""
    query = select(Round).where(
        Round.series_id == shown.series.id,
        or_(Round.event_id.is_(None), Round.event_id == shown.event.id),
        Round.what != What.EXTENSION,
    )
    return list(session.scalars(query.order_by(Round.id.desc())))


def gather(session: Session, found: Sequence[Round], *, now: datetime) -> tuple[Telling, ...]:
    """Count how some rounds went."""
    ids = [each.id for each in found]
    query = select(
        Delivery.round_id, Delivery.person_id, Delivery.channel_kind, Delivery.state
    ).where(Delivery.round_id.in_(ids))
    own: dict[int, list[Row]] = defaultdict(list)
    for round_id, person, way, state in session.execute(query) if ids else ():
        own[round_id or 0].append((person, way, state))
    names = names_of(session, Person, {each.by_id for each in found if each.by_id is not None})
    rehearsing = bool(found) and events.partnership(session).in_rehearsal(now)
    return tuple(
        _telling(each, own[each.id], names.get(each.by_id or 0, ""), rehearsing=rehearsing)
        for each in found
    )


def _telling(round_: Round, rows: Sequence[Row], by: str, *, rehearsing: bool) -> Telling:
    return Telling(
        round_.id,
        What(round_.what),
        len({person for person, _way, _state in rows if person}),
        round_.planned_at,
        round_.goes_at,
        round_.stopped_at is not None,
        _ways(rows),
        round_.reason or "",
        by,
        rehearsing,
    )


def _ways(rows: Sequence[Row]) -> Ways:
    """Count people by how they were reached; who was reached by one way was not missed."""
    got: dict[Reach, set[int]] = defaultdict(set)
    by: dict[str, set[int]] = defaultdict(set)
    channel = 0
    for person, way, state in rows:
        reach = reach_of(state)
        if person is None:
            channel += reach is Reach.SENT
            continue
        got[reach].add(person)
        if reach is Reach.SENT:
            by[way].add(person)
    there = got[Reach.SENT]
    waiting = got[Reach.WAITING] - there
    missed = {each for reach in _MISSED for each in got[reach]} - there - waiting
    unknown = got[Reach.UNKNOWN] - there - waiting - missed
    replaced = got[Reach.REPLACED] - there - waiting - missed - unknown
    return Ways(
        len(by["mail"]),
        len(by["slack"]),
        channel,
        len(waiting),
        len(missed),
        len(unknown),
        len(replaced),
    )


def effect(session: Session, found: Sequence[Round | None], *, now: datetime) -> Effect:
    """Count what some rounds of one change will tell people, before any of it has left."""
    made = [each for each in found if each is not None]
    rows = session.execute(
        select(Delivery.person_id, Delivery.channel_kind).where(
            Delivery.round_id.in_([each.id for each in made])
        )
    ).all()
    by: dict[str, set[int]] = defaultdict(set)
    for person, way in rows:
        if person is not None:
            by[way].add(person)
    waits = [each.goes_at for each in made if each.goes_at > now]
    return Effect(
        len({person for each in by.values() for person in each}),
        len(by["mail"]),
        len(by["slack"]),
        sum(person is None for person, _way in rows),
        max(waits, default=None),
        next((each.id for each in made if each.goes_at > now), None),
        events.partnership(session).in_rehearsal(now),
    )


def by_say(session: Session, round_: Round | None) -> dict[Say, set[str]]:
    """Name the people whom a round tells, by what they are told."""
    query = (
        select(Delivery.subject["say"].as_string(), Person.name)
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.round_id == (round_.id if round_ is not None else 0))
        .order_by(Person.name, Delivery.id)
    )
    found: dict[Say, set[str]] = defaultdict(set)
    for say, name in session.execute(query) if round_ is not None else ():
        found[Say(say)].add(name)
    return found


def asked(session: Session, shown: Shown) -> int:
    """Count the people who are asked about an event, made-up ones left aside."""
    query = (
        select(func.count(Attendee.person_id.distinct()))
        .join(Recipient, Recipient.attendee_id == Attendee.id)
        .join(Person, Person.id == Attendee.person_id)
        .where(
            Recipient.event_id == shown.event.id,
            Recipient.withdrawn_at.is_(None),
            ~Person.sample,
        )
    )
    return session.scalars(query).one()


def reach_of(state: str) -> Reach:
    """Say what the state of a message means to people."""
    known = State(state)
    return Reach.WAITING if known in OPEN else REACHED[known]


def told(session: Session, round_: Round, *, offset: int, limit: int, now: datetime) -> Told:
    """Give a page of the messages of a round, by whom they are for.

    What waits is expected by when the forecast has the whole round gone; in rehearsal nobody knows.
    """
    [telling] = gather(session, [round_], now=now)
    every = rounds.told(session, [round_.id])[round_.id]
    last = max(len(every) - 1, 0) // limit * limit
    offset = min(offset // limit * limit, last)
    ahead = forecasts.of(session, round_, now)
    by = ahead.ends if ahead is not None else None
    known = not telling.rehearsing
    lines = tuple(_line(each, by, known=known) for each in every[offset : offset + limit])
    return Told(telling, lines, offset, len(every), about(session, round_))


def about(session: Session, round_: Round) -> int | None:
    """Give the event that a round was about; of a whole series its next one then, or its first."""
    if round_.event_id is not None:
        return round_.event_id
    own = events.of(session, round_.series_id)
    coming = [each for each in own if each.begins_at > round_.planned_at]
    return next((each.id for each in (*coming, *own)), None)


def _line(each: rounds.Told, by: datetime | None, *, known: bool) -> OneTold:
    delivery = each.delivery
    reach = reach_of(delivery.state)
    expected = (by or delivery.due_at) if known else None
    return OneTold(
        each.name,
        "channel" if delivery.body_id is not None else delivery.channel_kind,
        reach,
        expected if reach is Reach.WAITING else delivery.sent_at,
        delivery.sent_to or "",
        delivery.last_error or "",
    )
