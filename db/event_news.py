"""What is new for somebody since the message that reached them last, and the thread of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import event_dates, events
from db.event_dates import Dates
from db.models import Attendee, Delivery, Event, Round, Series
from db.models.deliveries import State
from domain.askings import News
from domain.events import Calendar, Say, What
from domain.when import WallSpan

_GONE = (State.SENT, State.UNKNOWN)

_TELL = (Say.UPDATE, Say.INVITATION)

_Told = tuple[int | None, datetime | None]
"""The round somebody was told by last, and when that left them."""

_OTHERS = (What.AUDIENCE, What.DEPUTY, What.EXTENSION)
"""Rounds that change at which dates somebody is asked."""

_SAID = ("title", "place", "agenda", "answer_by")


def thread(session: Session, delivery: Delivery) -> str | None:
    """Give the Message-ID of the first letter of a stream that left before this one."""
    if delivery.revision == 1:
        return None
    query = (
        select(Delivery.provider_ref)
        .where(Delivery.key.in_(_earlier(delivery)), Delivery.provider_ref.is_not(None))
        .order_by(Delivery.revision)
    )
    return session.scalars(query.limit(1)).first()


def changes(session: Session, delivery: Delivery) -> Delivery | None:
    """Give the message of a card's stream that told last what changed of its event, or this one.

    A card that says what was answered says it with that; None: nobody was told of a change.
    """
    found: Delivery | None = delivery
    if delivery.round_id is None:
        query = select(Delivery).where(
            Delivery.stream == delivery.stream,
            Delivery.revision <= delivery.revision,
            Delivery.round_id.is_not(None),
            Delivery.state.in_(_GONE),
        )
        found = session.scalars(query.order_by(Delivery.revision.desc()).limit(1)).first()
    return found if found is not None and found.subject["say"] in _TELL else None


def told_by(session: Session, delivery: Delivery, event: Event) -> News | None:
    """Say what a message tells that is new; None: it only asks.

    An invitation to what stands in calendars already tells where it was moved.
    """
    if delivery.subject["say"] == Say.UPDATE:
        return since_told(session, delivery, event)
    series = session.get_one(Series, event.series_id)
    news = since_told(session, delivery, event) if _stands(series) else None
    return news if news is not None and news.was is not None else None


def since_told(session: Session, delivery: Delivery, event: Event) -> News | None:
    """Say what is new of an event for who was told by an earlier message of the same stream.

    None where nobody was told anything: then all of it is new. A time that nobody heard of is not
    named: what counts is what the last message that left said. Of what stands in calendars already
    people know since they are asked about it.
    """
    told = _last_told(session, delivery) or _known_before(session, delivery, event)
    if told is None:
        return None
    rounds = _since(session, delivery, told)
    mine = _heard(session, delivery, rounds)
    dates = _dates(session, delivery, mine)
    kept = [
        (round_.what, each)
        for round_ in rounds
        for each in [*(round_.undo or {}).get("events", ()), *(round_.undo or {}).get("said", ())]
        if each["event"] == event.id
    ]
    moved = [each for what, each in kept if what == What.MOVE]
    said = [each for what, each in kept if what == What.CHANGE and "title" in each]
    return News(
        was=_was(moved, event),
        changed=(*_changed(said, event, moved=bool(moved)), *_due(moved, event)),
        others=any(each.what in _OTHERS for each in mine),
        ended=any(_ends(each) for each in mine),
        came=dates.came,
        gone=dates.gone,
        last=dates.last,
        reason=_reason(mine),
    )


def _reason(mine: Sequence[Round]) -> str:
    """Give the last reason that was said for what a reader hears of."""
    said = [each.reason for each in mine if each.reason and each.what != What.CANCELLATION]
    return said[-1] if said else ""


def _ends(round_: Round) -> bool:
    """Say whether a series was ended for one that follows: one that is moved has another time."""
    undo = round_.undo or {}
    return "rule" in undo and "span" not in undo


def _heard(session: Session, delivery: Delivery, rounds: Sequence[Round]) -> list[Round]:
    """Give those of some rounds that had a message for the reader, too."""
    query = select(Delivery.round_id).where(Delivery.key.in_(_earlier(delivery)))
    had = {delivery.round_id, *session.scalars(query)}
    return [each for each in rounds if each.id in had]


def _dates(session: Session, delivery: Delivery, mine: Sequence[Round]) -> Dates:
    """Say which dates a letter about all of a series gives and takes."""
    if "event" in delivery.subject or not mine:
        return Dates()
    moments = {each.planned_at for each in mine}
    return event_dates.since(session, int(delivery.subject["attendee"]), moments)


def _last_told(session: Session, delivery: Delivery) -> _Told | None:
    query = (
        select(Delivery.round_id, Delivery.sent_at)
        .where(Delivery.key.in_(_earlier(delivery)))
        .where(Delivery.state.in_(_GONE), Delivery.round_id.is_not(None))
        .order_by(Delivery.revision.desc())
    )
    found = session.execute(query.limit(1)).first()
    return (found[0], found[1]) if found is not None else None


def _known_before(session: Session, delivery: Delivery, event: Event) -> _Told | None:
    """Give since when somebody has an event in their calendar that we did not send; None: not."""
    series = session.get_one(Series, event.series_id)
    if not _stands(series) or delivery.subject.get("joins"):
        return None
    since = series.scheduled_at
    if attendee := delivery.subject.get("attendee"):
        since = session.get_one(Attendee, int(attendee)).created_at
    return 0, since


def _stands(series: Series) -> bool:
    return series.calendar == Calendar.ELSEWHERE


def _earlier(delivery: Delivery) -> list[str]:
    """Give the keys of a stream's earlier messages: they are found by them, whatever their state.

    Only what is open is found by its stream: the ledger is long.
    """
    return [f"{delivery.stream}:{each}" for each in range(1, delivery.revision)]


def _since(session: Session, delivery: Delivery, told: _Told) -> Sequence[Round]:
    """List the rounds that somebody has not heard of, this one the last of them.

    What was planned before the last message left was in it, for it said what held then.
    """
    last, sent_at = told
    own = session.get_one(Round, delivery.round_id)
    query = select(Round).where(
        Round.series_id == own.series_id,
        Round.id > last,
        Round.id <= own.id,
        Round.stopped_at.is_(None),
    )
    if sent_at is not None:
        query = query.where(Round.planned_at >= sent_at)
    return session.scalars(query.order_by(Round.id)).all()


def _was(moved: Sequence[dict[str, Any]], event: Event) -> WallSpan | None:
    """Give when an event was before it was moved first; None where it is then again."""
    if not moved:
        return None
    first = moved[0]
    begins, ends = (datetime.fromisoformat(first[each]) for each in ("begins", "ends"))
    was = WallSpan(begins, ends, first["zone"])
    return was if was != events.span_of(event) else None


def _due(moved: Sequence[dict[str, Any]], event: Event) -> list[tuple[str, str]]:
    """Give until when answers were due before an event was moved, where that is another day now."""
    if not moved or moved[0]["answer_by"] == event.answer_by.isoformat():
        return []
    return [("answer_by", moved[0]["answer_by"])]


def _changed(
    said: Sequence[dict[str, Any]], event: Event, *, moved: bool
) -> tuple[tuple[str, str], ...]:
    """Give what an event says otherwise than before, and what it said."""
    if not said:
        return ()
    before = said[0]
    now = {**{each: getattr(event, each) for each in _SAID}, "answer_by": str(event.answer_by)}
    names = [each for each in _SAID if before[each] != now[each]]
    if moved and "answer_by" in names:
        names.remove("answer_by")
    changed = [(each, str(before[each])) for each in names]
    if (before["link"], before["joining"]) != (event.link, event.joining):
        changed.append(("joining", before["link"] or before["joining"]))
    return tuple(changed)
