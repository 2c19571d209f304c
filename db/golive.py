"""The end of a rehearsal: what is missing, who would hear of it, going live, and stopping that."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from db import audit, deliveries, gaps, rehearsal_copies, samples
from db.deliveries import Priority
from db.invitations import STOPPABLE
from db.models import (
    Address,
    Body,
    Delivery,
    DiaryContact,
    Event,
    Partnership,
    Person,
    SeatHolder,
    Series,
)
from db.models.deliveries import State
from db.named_rows import names_of
from db.plans import Plan
from domain.errors import Refused
from domain.events import AT_ONCE, Status
from domain.going_live import Heard, Hearing
from domain.language import gettext as _
from domain.worklist import Kind

SOON = timedelta(days=14)
"""How far ahead is looked at for who would hear."""

INTRODUCTION = "introduction"
"""The kind of the letter that goes to everybody first."""

_FIRST = Priority.INVITATION - 1
"""Letters of introduction leave before the invitations that were held."""

_PLACED = (Kind.NO_ADDRESS, Kind.VACANT)


@dataclass(frozen=True, slots=True)
class Going:
    """When a partnership is live, and how many people hear then."""

    at: datetime
    people: int


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing before going live: leads' addresses, leads, our own mailbox; and samples."""

    addresses: int
    leads: int
    mailbox: bool
    sample: bool


def missing(session: Session, owner: Partnership, *, day: date, now: datetime) -> Missing:
    """Say what the partnership should mend first; sample data it must take away."""
    kinds = [gap.kind for _owner, gap in gaps.found(session, day=day, now=now)]
    addresses, leads = (kinds.count(each) for each in _PLACED)
    return Missing(addresses, leads, not owner.reply_mailbox, samples.there(session))


def hearing(session: Session, owner: Partnership, *, now: datetime) -> list[Hearing]:
    """List by name who would hear within two weeks, were the partnership live; each once.

    Coordinators hear already.
    """
    aside = set(rehearsal_copies.coordinators(session, owner, now=now))
    heard: dict[tuple[bool, int], list[Heard]] = defaultdict(list)
    for person in _introduced(session, owner, now) - aside:
        heard[False, person].append(Heard(INTRODUCTION))
    rows = [each for each in _held(session, now) if each.person_id not in aside]
    titles = _titles(session, rows, now)
    for each in rows:
        key = (False, each.person_id) if each.person_id else (True, each.body_id or 0)
        heard[key].append(_told(each, titles))
    people = names_of(session, Person, [each for channel, each in heard if not channel])
    bodies = names_of(session, Body, [each for channel, each in heard if channel])
    found = [
        Hearing(
            each,
            (bodies if channel else people)[each],
            tuple(dict.fromkeys(heard[channel, each])),
            channel,
        )
        for channel, each in heard
    ]
    return sorted(found, key=lambda each: (each.channel, each.name.casefold()))


def people_in(those: Iterable[Hearing]) -> int:
    """Count the people among those who would hear."""
    return sum(not each.channel for each in those)


def audience(those: Iterable[Hearing]) -> str:
    """Give a digest of who would hear: another one means that it is others who would."""
    ids = sorted((each.channel, each.id) for each in those)
    return sha256(repr(ids).encode()).hexdigest()[:16]


def go(session: Session, owner: Partnership, *, by: int | None, now: datetime) -> Going:
    """Let a partnership be live: at once, or where many would hear in two minutes.

    The letters of introduction are planned. Raises `Refused` where it is live already or soon, and
    while sample data lies there.
    """
    owner = _locked(session, owner)
    if owner.live_at is not None:
        raise Refused(_("This has been done already: the partnership is live, or soon will be."))
    if samples.there(session):
        raise Refused(_("Please remove the sample data first: nobody in it is real."))
    people = people_in(hearing(session, owner, now=now))
    owner.live_at = now + STOPPABLE if people > AT_ONCE else now
    aside = set(rehearsal_copies.coordinators(session, owner, now=now))
    _introduce(session, _introduced(session, owner, now) - aside, owner.live_at, now)
    _record(session, owner, "go live", {"people": people}, by=by, now=now)
    return Going(owner.live_at, people)


def stop(session: Session, owner: Partnership, *, by: int | None, now: datetime) -> None:
    """Stay in rehearsal after all. Raises `Refused` where the partnership is live by now."""
    owner = _locked(session, owner)
    if owner.live_at is None:
        raise Refused(_("This is in rehearsal still. There is nothing to stop."))
    if owner.live_at <= now:
        raise Refused(_("It is too late to stop this: the partnership is live."))
    owner.live_at = None
    planned = (Delivery.kind == INTRODUCTION) & (Delivery.state == State.PLANNED)
    session.execute(update(Delivery).where(planned).values(state=State.CANCELLED))
    _record(session, owner, "stop going live", {}, by=by, now=now)


def _locked(session: Session, owner: Partnership) -> Partnership:
    query = select(Partnership).where(Partnership.id == owner.id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def _record(
    session: Session,
    owner: Partnership,
    verb: str,
    facts: audit.Json,
    *,
    by: int | None,
    now: datetime,
) -> None:
    session.flush()
    at = owner.live_at.isoformat() if owner.live_at else None
    audit.record(
        session,
        actor_id=by,
        verb=verb,
        subject_kind="partnership",
        subject_id=owner.id,
        before=None,
        after={"live_at": at, **facts},
        now=now,
    )


def introduces(session: Session, person_id: int, *, day: date) -> bool:
    """Say whether a letter of introduction is for somebody still, on the day that it leaves."""
    query = select(Person.id).where(Person.id == person_id, _seated(Person.id, day))
    return session.scalars(query).first() is not None


def _seated(person: InstrumentedAttribute[int], day: date) -> ColumnElement[bool]:
    """Say that somebody is a lead or deputy, now or later, or keeps the diary of one."""
    holders = select(SeatHolder.person_id).where(SeatHolder.not_over(day))
    keepers = select(DiaryContact.person_id).where(
        DiaryContact.not_over(day), DiaryContact.holder_id.in_(holders)
    )
    return or_(person.in_(holders), person.in_(keepers))


def _introduced(session: Session, owner: Partnership, now: datetime) -> set[int]:
    """Give who gets a letter of introduction: leads, deputies, those who keep their diaries."""
    told = select(Delivery.person_id).where(
        Delivery.kind == INTRODUCTION, Delivery.state.not_in((State.PLANNED, State.CANCELLED))
    )
    reached = (
        select(Address.person_id)
        .join(Person, Person.id == Address.person_id)
        .where(
            _seated(Address.person_id, owner.day(now)),
            Address.person_id.not_in(told.where(Delivery.person_id.is_not(None))),
            ~Person.sample,
        )
    )
    return set(session.scalars(reached.distinct()))


def _introduce(session: Session, people: Collection[int], due: datetime, now: datetime) -> None:
    """Plan a letter for each; those of a going live that was stopped are taken up, or dropped."""
    waiting = (Delivery.kind == INTRODUCTION) & Delivery.state.in_((State.PLANNED, State.CANCELLED))
    stale = update(Delivery).where(waiting, Delivery.person_id.not_in(people))
    session.execute(stale.values(state=State.CANCELLED))
    again = update(Delivery).where(waiting, Delivery.person_id.in_(people))
    session.execute(again.values(state=State.PLANNED, due_at=due))
    plans = [
        Plan(
            key=f"{INTRODUCTION}:{person}",
            kind=INTRODUCTION,
            channel_kind="mail",
            person_id=person,
            priority=_FIRST,
            due_at=due,
            now=now,
        )
        for person in sorted(people)
    ]
    deliveries.plan_many(session, plans)


def _held(session: Session, now: datetime) -> list[Delivery]:
    """List what waits for people and is due soon, but what is too late or has no address."""
    reached = select(Address.person_id)
    query = (
        select(Delivery)
        .where(Delivery.state == State.PLANNED, Delivery.due_at <= now + SOON)
        .where(or_(Delivery.expires_at.is_(None), Delivery.expires_at > now))
        .where(Delivery.kind != INTRODUCTION)
        .where(or_(Delivery.channel_kind != "mail", Delivery.person_id.in_(reached)))
        .order_by(Delivery.due_at, Delivery.id)
    )
    return list(session.scalars(query))


def _titles(
    session: Session, rows: Iterable[Delivery], now: datetime
) -> dict[int, tuple[str, date | None]]:
    """Give the title of each series that messages are about, and when it meets next."""
    ids = {int(each.subject["series"]) for each in rows if "series" in each.subject}
    if not ids:
        return {}
    next_at = (
        select(Event.series_id, func.min(Event.begins).label("begins"))
        .where(Event.status == Status.SCHEDULED, Event.ends_at > now, Event.series_id.in_(ids))
        .group_by(Event.series_id)
        .subquery()
    )
    query = (
        select(Series.id, Series.title, next_at.c.begins)
        .outerjoin(next_at, next_at.c.series_id == Series.id)
        .where(Series.id.in_(ids))
    )
    return {
        each: (title, begins.date() if begins else None)
        for each, title, begins in session.execute(query)
    }


def _told(row: Delivery, titles: dict[int, tuple[str, date | None]]) -> Heard:
    title, day = titles.get(int(row.subject.get("series", 0)), ("", None))
    return Heard(row.kind, title, day)
