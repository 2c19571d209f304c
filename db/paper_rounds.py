"""Those invited to an event are told of its papers: once, and of all that are new together."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, case, func, select, update
from sqlalchemy.orm import Session, defer

from db import channels, deliveries, events, ledgers
from db.deliveries import Priority
from db.events import Shown
from db.models import (
    Address,
    Attendee,
    Delivery,
    Event,
    Paper,
    Person,
    Recipient,
    Round,
    SlackIdentity,
)
from db.models.deliveries import State
from db.plans import Plan
from db.tenancy import across_partnerships
from domain.events import Status, What
from domain.papers import announcement
from domain.people import Channel
from domain.when import WallTime
from domain.working_days import Region

KIND = "event.papers"

_AHEAD = timedelta(days=30)
"""An announcement is never earlier: five working days take less, whatever the holidays."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An event with papers that nobody was told of, and when the last of them came."""

    event_id: int
    begins: WallTime
    last_added: datetime


def waiting(session: Session, *, now: datetime) -> list[tuple[int, Waiting]]:
    """List the coming events with papers that nobody was told of, with their partnerships' ids."""
    with across_partnerships(session):
        return [
            (owner, Waiting(event_id, WallTime(begins, zone), last))
            for owner, event_id, begins, zone, last in session.execute(_waiting(now))
        ]


def announce_due(session: Session, papers: Waiting, *, now: datetime) -> Round | None:
    """Tell everybody of an event's new papers where that is due, and its partnership is live."""
    owner = events.partnership(session)
    if owner.in_rehearsal(now):
        return None
    if announcement(papers.begins, Region(owner.region), papers.last_added) > now:
        return None
    return announce(session, papers.event_id, now=now)


def _waiting(now: datetime) -> Select[int, int, datetime, str, datetime]:
    fetched = case((Paper.source.is_(None), 1), else_=0)
    return (
        select(Event.partnership_id, Event.id, Event.begins, Event.zone, func.max(Paper.added_at))
        .join(Paper, Paper.event_id == Event.id)
        .where(
            Event.status == Status.SCHEDULED,
            Event.begins_at > now,
            Event.begins_at <= now + _AHEAD,
            Paper.announced_at.is_(None),
            Paper.removed_at.is_(None),
        )
        .group_by(Event.partnership_id, Event.id, Event.begins, Event.zone)
        .having(func.sum(fetched) > 0)
        .order_by(Event.id)
    )


def announce(session: Session, event_id: int, *, now: datetime) -> Round | None:
    """Tell everybody who is asked of an event's new papers; None where there is nothing to tell.

    Nobody is told while anything about the event can still be stopped: the next tick tells. What an
    earlier round has not told yet is told by this one.
    """
    shown = events.by_id(session, event_id)
    if shown is None or _must_wait(session, shown, now):
        return None
    new = _new(session, event_id)
    asked = _asked(session, event_id)
    if not new or not asked:
        return None
    for each in new:
        each.announced_at = now
    number = (
        1
        + session.scalars(
            select(func.count(Round.id)).where(
                Round.event_id == event_id, Round.what == What.PAPERS
            )
        ).one()
    )
    untold = _superseded(session, event_id)
    round_ = _round(session, shown, len(asked), now)
    ids = [each.id for each in new]
    deliveries.plan_many(
        session,
        [
            _plan(shown, round_, each, sorted({*ids, *untold.get(each.stream, ())}), number, now)
            for each in asked
        ],
    )
    return round_


def _must_wait(session: Session, shown: Shown, now: datetime) -> bool:
    """Say whether people hear of an event only later, or no more; from here on that stays so."""
    events.locked(session, shown.series.id)
    session.refresh(shown.event)
    leaves = ledgers.leaves(session, shown.series.id)
    return shown.event.status != Status.SCHEDULED or (leaves is not None and leaves > now)


def _new(session: Session, event_id: int) -> list[Paper]:
    query = select(Paper).where(
        Paper.event_id == event_id,
        Paper.announced_at.is_(None),
        Paper.removed_at.is_(None),
        Paper.source.is_(None),
    )
    fresh = query.options(defer(Paper.content)).order_by(Paper.id)
    return list(session.scalars(fresh.execution_options(populate_existing=True)))


@dataclass(frozen=True, slots=True)
class _Asked:
    """Somebody who is asked about an event, and the channel they are told of papers by."""

    recipient_id: int
    attendee_id: int
    person_id: int
    channel: Channel

    @property
    def stream(self) -> str:
        return f"papers:{self.recipient_id}"


def _asked(session: Session, event_id: int) -> list[_Asked]:
    query = (
        select(Recipient.id, Attendee.id, Person.id, channels.wished())
        .join(Attendee, Attendee.id == Recipient.attendee_id)
        .join(Person, Person.id == Attendee.person_id)
        .where(Recipient.event_id == event_id, Recipient.withdrawn_at.is_(None))
        .order_by(Recipient.id)
    )
    found = session.execute(query).all()
    people = {person for _recipient, _attendee, person, _channel in found}
    in_slack = _having(session, SlackIdentity, people)
    by_mail = _having(session, Address, people)
    return [
        _Asked(recipient, attendee, person, _channel(person, wish, in_slack, by_mail))
        for recipient, attendee, person, wish in found
    ]


def _having(
    session: Session, model: type[SlackIdentity] | type[Address], people: Iterable[int]
) -> set[int]:
    return set(session.scalars(select(model.person_id).where(model.person_id.in_(people))))


def _channel(
    person: int, wish: str | None, in_slack: Collection[int], by_mail: Collection[int]
) -> Channel:
    """Give the channel that somebody chose, if it reaches them; mail where none was chosen."""
    slack = person in in_slack and (wish == Channel.SLACK or person not in by_mail)
    return Channel.SLACK if slack else Channel.MAIL


def _superseded(session: Session, event_id: int) -> dict[str, list[int]]:
    """Withdraw what earlier rounds have not sent; gives by stream the papers it told of."""
    before = select(Round.id).where(Round.event_id == event_id, Round.what == What.PAPERS)
    waiting = Delivery.round_id.in_(before) & (Delivery.state == State.PLANNED)
    still = session.scalars(select(Delivery).where(waiting, Delivery.attempts == 0)).all()
    ids = [each.id for each in still]
    gone = update(Delivery).where(Delivery.id.in_(ids), Delivery.state == State.PLANNED)
    session.execute(gone.values(state=State.SUPERSEDED))
    return {each.stream: list(each.subject["papers"]) for each in still}


def _round(session: Session, shown: Shown, people: int, now: datetime) -> Round:
    round_ = Round(
        series_id=shown.series.id,
        event_id=shown.event.id,
        what=What.PAPERS,
        people=people,
        planned_at=now,
        goes_at=now,
    )
    session.add(round_)
    session.flush()
    return round_


def _plan(
    shown: Shown, round_: Round, asked: _Asked, papers: list[int], number: int, now: datetime
) -> Plan:
    subject = {
        "series": shown.series.id,
        "attendee": asked.attendee_id,
        "recipient": asked.recipient_id,
        "event": shown.event.id,
        "papers": papers,
    }
    return Plan(
        key=f"{asked.stream}:{number}",
        kind=KIND,
        channel_kind=asked.channel,
        person_id=asked.person_id,
        subject=subject,
        stream=asked.stream,
        revision=number,
        priority=Priority.NOTICE,
        due_at=now,
        expires_at=shown.event.begins_at,
        round_id=round_.id,
        now=now,
    )
