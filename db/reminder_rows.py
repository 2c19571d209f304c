"""Reminders in the ledger: who was told what of an event, what waits, and withdrawing it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from db import deliveries
from db.models import Answer, Attendee, Delivery, Event, Recipient, Round, Series
from db.models.deliveries import OPEN, State
from db.prepared import Prepared
from domain.answers import Kind
from domain.chasing_facts import Ask, Told
from domain.events import Status, What

KIND = "reminder."
"""What the kinds of reminders begin with; what they ask follows."""

ROUNDS = (What.REMINDER, What.NUDGE)
"""The rounds of messages that reminders are of."""

CARRIER = "carrier"
"""What a message names the one by that tells of its event too (db/shared_reminders.py)."""

NEVER_LEFT = (State.SUPERSEDED, State.CANCELLED, State.EXPIRED)
_HALF_A_DAY = timedelta(hours=12)


def stream(person_id: int) -> str:
    """Name the stream of what one person is reminded of, whatever the event."""
    return f"reminder:{person_id}"


def key(event_id: int, person_id: int, revision: int) -> str:
    """Name one message of such a stream, about one event."""
    return f"{stream(person_id)}:{event_id}:{revision}"


def thread(session: Session, row: Delivery) -> str | None:
    """Give the Message-ID of the first reminder of an event that left for somebody before one."""
    event, person = int(row.subject["event"]), row.person_id or 0
    before = [key(event, person, each) for each in range(1, row.revision)]
    query = select(Delivery.provider_ref).where(
        Delivery.key.in_(before), Delivery.provider_ref.is_not(None)
    )
    return session.scalars(query.order_by(Delivery.revision).limit(1)).first()


def told_of(
    session: Session, events: Sequence[Event], *, now: datetime, but: Collection[int] = ()
) -> dict[int, list[Told]]:
    """Give by event who was reminded of it as it is now, and who heard anything just now.

    What waits counts as told. What was planned later than the messages `but`, and those
    themselves, do not.
    """
    own = {each.id: each for each in events}
    at = func.coalesce(Delivery.sent_at, Delivery.due_at)
    query = (
        select(
            Delivery.person_id,
            Delivery.kind,
            at,
            Delivery.subject["begins"].as_string(),
            Round.series_id,
            Round.event_id,
        )
        .join(Round, Round.id == Delivery.round_id)
        .where(
            Round.series_id.in_({each.series_id for each in events}),
            Delivery.person_id.is_not(None),
            Delivery.state.not_in(NEVER_LEFT),
            or_(
                and_(Round.event_id.in_(own), Round.what.in_(ROUNDS)),
                at >= now - _HALF_A_DAY,
            ),
        )
        .order_by(Delivery.id)
    )
    if but:
        query = query.where(Delivery.id < max(but), Delivery.id.not_in(but))
    found: dict[int, list[Told]] = defaultdict(list)
    for person, kind, when, begins, series_id, event_id in session.execute(query):
        for event in [own[event_id]] if event_id in own else events:
            if event.series_id == series_id and (event_id in {None, event.id}):
                ask = Ask(kind.removeprefix(KIND)) if kind.startswith(KIND) else None
                if ask is None or begins == event.begins.isoformat():
                    found[event.id].append(Told(person, when, ask))
    return found


def waiting(session: Session, series_id: int, event_id: int | None = None) -> list[Delivery]:
    """List the reminders of a series, or of one of its events, that have not left."""
    query = (
        select(Delivery)
        .join(Round, Round.id == Delivery.round_id)
        .where(
            Round.series_id == series_id,
            Round.what.in_(ROUNDS),
            Delivery.state.in_(OPEN),
            Delivery.kind.startswith(KIND),
        )
        .order_by(Delivery.id)
    )
    if event_id is not None:
        query = query.where(Round.event_id == event_id)
    return list(session.scalars(query))


def supersede(session: Session, rows: Iterable[Delivery], *, now: datetime) -> None:
    """Withdraw reminders; one that is on its way is not sent if it is still held back.

    What was to carry one is written anew, or as far as it may be on its way held back as well.
    """
    gone = list(rows)
    carriers = [each.subject[CARRIER] for each in gone if CARRIER in each.subject]
    deliveries.supersede(session, [each.id for each in gone], now=now)
    deliveries.unsay(session, carriers, now=now)


def revisions(session: Session, streams: Collection[str]) -> dict[str, int]:
    """Give how many messages each of some streams has had."""
    query = (
        select(Delivery.stream, func.max(Delivery.revision))
        .where(Delivery.stream.in_(streams))
        .group_by(Delivery.stream)
    )
    return dict(session.execute(query).all())


def end(session: Session, event: Event, given: Sequence[Answer], now: datetime) -> None:
    """Withdraw what waits for who owes it no more, after an answer."""
    if not _WAIT.column(session, series=event.series_id, event=event.id):
        return
    about = {each.invitation_id for each in given}
    rows = [
        each
        for each in waiting(session, event.series_id, event.id)
        if about.intersection(each.subject["invitations"])
    ]
    if not rows:
        return
    ids = {own for each in rows for own in each.subject["invitations"]}
    query = select(Answer).where(Answer.invitation_id.in_(ids), Answer.is_current)
    current = {each.invitation_id: each for each in session.scalars(query)}
    needless = [each for each in rows if not _is_owed(each, current)]
    supersede(session, needless, now=now)


_WAIT = Prepared(
    select(Delivery.id)
    .join(Round, Round.id == Delivery.round_id)
    .where(
        Round.series_id == bindparam("series"),
        Round.event_id == bindparam("event"),
        Round.what.in_(ROUNDS),
        Delivery.state.in_(OPEN),
        Delivery.kind.startswith(KIND),
    )
    .limit(1)
)
"""Whether there is any of what `waiting` lists: most answers end none."""


def _is_owed(row: Delivery, current: Mapping[int, Answer]) -> bool:
    """Say whether a message is owed for any of its invitations, by the answers that stand."""
    found = [current.get(own) for own in row.subject["invitations"]]
    match Ask(row.kind.removeprefix(KIND)):
        case Ask.COMING:
            return any(each is not None and each.kind in _COMES for each in found)
        case Ask.QUORUM:
            return any(each is None or each.received_at < row.created_at for each in found)
        case Ask.UNSURE | Ask.NUDGE:
            return any(each is None or _was_unsure(each, row) for each in found)
        case _:
            return any(each is None for each in found)


_COMES = (Kind.ATTENDING, Kind.DEPUTY)


def _was_unsure(answer: Answer, row: Delivery) -> bool:
    return answer.kind == Kind.UNSURE and answer.received_at < row.created_at


def keep(session: Session, series: Series, *, now: datetime) -> None:
    """Withdraw what waits about events that are off or moved, and for who is asked no more."""
    rows = waiting(session, series.id)
    if not rows:
        return
    ids = {int(each.subject["event"]) for each in rows}
    own = {each.id: each for each in session.scalars(select(Event).where(Event.id.in_(ids)))}
    query = (
        select(Recipient.event_id, Attendee.person_id)
        .join(Attendee, Attendee.id == Recipient.attendee_id)
        .where(Recipient.event_id.in_(ids), Recipient.withdrawn_at.is_(None))
    )
    asked = {(event, person) for event, person in session.execute(query)}
    needless = [
        each
        for each in rows
        if not _stands(each, own[int(each.subject["event"])])
        or (int(each.subject["event"]), each.person_id) not in asked
    ]
    supersede(session, needless, now=now)


def _stands(row: Delivery, event: Event) -> bool:
    is_on = event.status == Status.SCHEDULED
    return is_on and row.subject["begins"] == event.begins.isoformat()
