"""Cards in Slack after an answer: a person's own says so, a channel's counts who is coming.

Each change of a card is one row of its stream, rendered when it leaves; while one waits that can
tell of it, no other is planned.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Boolean, String, bindparam, func, literal, or_, select, update
from sqlalchemy.orm import Session

from db import deliveries, streams
from db.deliveries import Priority
from db.models import (
    Answer,
    Attendee,
    Body,
    Delivery,
    Event,
    Invitation,
    NamedDeputy,
    Recipient,
    Series,
)
from db.models.deliveries import OPEN, State
from db.plans import Plan
from db.prepared import Prepared
from domain.answers import Source
from domain.events import Say, Status

ANSWERED = "event.answered"
"""The kind of a card that says what its reader answered."""

COUNTED = "event.counted"
"""The kind of a channel's card that says how many are coming."""

SOON = timedelta(seconds=5)
"""How long a channel's card waits for more answers: Slack takes some fifty changes a minute."""

_DIGEST = 32
"""Characters of what is kept of very many seats (db/recipients.py): it may be any of them."""


def tell(session: Session, event: Event, given: Sequence[Answer], now: datetime) -> None:
    """Plan what cards say after an answer; whoever has just pressed one sees it there."""
    by = {each.given_by for each in given if each.source == Source.SLACK} - {None}
    counts = any(each.is_current for each in given)
    _planned(session, event, [each.invitation_id for each in given], by, counts=counts, now=now)


def about(
    session: Session,
    event: Event,
    invitation_ids: Sequence[int],
    *,
    but: Collection[int | None] = (),
    now: datetime,
) -> None:
    """Plan what cards say after a named deputy said whether they can, or may not be asked.

    `but` are those who have just pressed one.
    """
    _planned(session, event, invitation_ids, but, counts=True, now=now)


def _planned(
    session: Session,
    event: Event,
    invitation_ids: Sequence[int],
    but: Collection[int | None],
    *,
    counts: bool,
    now: datetime,
) -> None:
    if event.begins_at <= now or event.status != Status.SCHEDULED:
        return
    found = [row for own in invitation_ids for row in _ASKED.rows(session, **_about(session, own))]
    _own(session, event, found, but=but, now=now)
    if counts:
        _counted(session, event, now)


def refresh(session: Session, event: Event, person_id: int, *, now: datetime) -> None:
    """Plan that somebody's own card says what they answered elsewhere than there."""
    _own(session, event, _THEIRS.rows(session, event=event.id, person=person_id), but=(), now=now)


_CARDS = (
    select(Recipient.id, Attendee.id, Attendee.person_id)
    .join(Attendee, Attendee.id == Recipient.attendee_id)
    .where(
        Recipient.event_id == bindparam("event"),
        Recipient.cards > 0,
        Recipient.withdrawn_at.is_(None),
    )
)
_THEIRS = Prepared(_CARDS.where(Attendee.person_id == bindparam("person")))
_SEATS = literal(",") + Recipient.asked_for + literal(",")
_NAMED = select(NamedDeputy.person_id).where(NamedDeputy.invitation_id == bindparam("invitation"))
_ASKED = Prepared(
    _CARDS.where(
        or_(
            _SEATS.contains(bindparam("seat", type_=String)),
            bindparam("is_seat", type_=Boolean) & (func.length(Recipient.asked_for) == _DIGEST),
            Attendee.person_id == bindparam("person"),
            Attendee.person_id.in_(_NAMED),
        )
    )
)
"""The cards of who is asked for an invitation, and of who is named for it."""


def _about(session: Session, invitation_id: int) -> dict[str, object]:
    """Say by what the cards about an invitation are found."""
    row = session.get_one(Invitation, invitation_id)  # mostly at hand
    is_seat = row.seat_id is not None
    seat = f",{row.seat_id}," if is_seat else _NOBODYS
    which = {"event": row.event_id, "person": row.person_id, "invitation": row.id}
    return {**which, "seat": seat, "is_seat": is_seat}


_NOBODYS = ",,"
"""Stands for the seat of a guest, of whom nobody is asked for one."""


def _own(
    session: Session,
    event: Event,
    cards: Iterable[tuple[int, int, int]],
    *,
    but: Collection[int | None],
    now: datetime,
) -> None:
    """Plan a newer state of some people's cards."""
    found = {row[0]: row for row in cards}
    rows_open = _open(session, ANSWERED, [streams.card_stream(each) for each in found])
    wanted = [
        own
        for own, (_id, _attendee, person) in sorted(found.items())
        if not (state := rows_open.get(streams.card_stream(own), _NONE)).tells
        and (person not in but or state.on_its_way)
    ]
    counted = update(Recipient).where(Recipient.id.in_(wanted)).values(cards=Recipient.cards + 1)
    rows = session.execute(counted.returning(Recipient.id, Recipient.cards)) if wanted else ()
    plans = []
    for recipient, revision in rows:
        _id, attendee, person = found[recipient]
        subject = {"attendee": attendee, "recipient": recipient}
        made = _plan(ANSWERED, streams.card_stream(recipient), revision, event, subject, now)
        made["person_id"] = person
        plans.append(made)
    deliveries.plan_many(session, plans)


def _counted(session: Session, event: Event, now: datetime) -> None:
    """Plan a newer state of the card in the body's channel, where there is one."""
    series = session.get_one(Series, event.series_id)
    body = session.get(Body, series.body_id) if series.in_channel and series.body_id else None
    stream = streams.channel_stream(event.id)
    if body is None or body.channel_id is None:
        return
    if _open(session, COUNTED, [stream]).get(stream, _NONE).tells:
        return
    last = select(func.coalesce(func.max(Delivery.revision), 0)).where(
        Delivery.stream == stream, Delivery.body_id == body.id
    )
    revision = session.scalars(last).one()
    if not revision:  # there is no card
        return
    made = _plan(COUNTED, stream, revision + 1, event, {}, now)
    made["key"] = f"{made['key']}:counted"  # a change of the event has its own numbers
    made["body_id"], made["due_at"] = body.id, now + SOON
    deliveries.plan(session, **made)


class _Stream(NamedTuple):
    """What is open in a stream: whether a row `tells` of what is being written now, or any is."""

    tells: bool = False
    on_its_way: bool = False


_NONE = _Stream()


def _open(session: Session, kind: str, wanted: Collection[str]) -> dict[str, _Stream]:
    """Say of some streams what is open in them.

    It is kept until we are done, so that nobody renders it from what was before.
    """
    if not wanted:
        return {}
    found: dict[str, _Stream] = {}
    for stream, of_kind, state, unwritten in _OPEN.rows(session, streams=list(wanted)):
        tells = of_kind == kind and state == State.PLANNED and unwritten
        found[stream] = _Stream(found.get(stream, _NONE).tells or tells, on_its_way=True)
    return found


_OPEN = Prepared(
    select(Delivery.stream, Delivery.kind, Delivery.state, Delivery.payload.is_(None))
    .where(Delivery.stream.in_(bindparam("streams", expanding=True)), Delivery.state.in_(OPEN))
    .with_for_update(read=True)
)


def _plan(
    kind: str, stream: str, revision: int, event: Event, subject: dict[str, int], now: datetime
) -> Plan:
    about = {"series": event.series_id, "event": event.id, "say": Say.UPDATE.value}
    return Plan(
        key=f"{stream}:{revision}",
        kind=kind,
        subject={**about, **subject},
        stream=stream,
        revision=revision,
        priority=Priority.NOTICE,
        due_at=now,
        expires_at=event.begins_at,
        now=now,
    )
