"""What the register lacks, seen in its own tables: a fixed number of queries, however large it is.

They give each gap with its partnership, so that a tick can look at all partnerships at once.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from db import heartbeats, leaves, merges
from db.models import (
    Address,
    Body,
    Event,
    Import,
    ImportQuestion,
    Introduction,
    Invitation,
    Membership,
    Merge,
    Organisation,
    Outcome,
    Partnership,
    Seat,
    SeatHolder,
    SectorHeld,
)
from domain.imports import State
from domain.outcomes import Source
from domain.seats import Part
from domain.worklist import Gap, Kind

Owned = tuple[int, Gap]
"""A gap, and whose it is: the partnership's id stands first."""


def found(session: Session, *, day: date, now: datetime) -> Iterator[Owned]:
    """Give the gaps of the session's partnership, or of all, as they are on a day."""
    yield from _introductions(session)
    yield from _questions(session)
    yield from _vacant(session, day, now)
    yield from _without_address(session, day)
    yield from _without_sector(session, day)


def of_partnerships(
    session: Session, partnerships: Collection[Partnership], *, now: datetime
) -> Iterator[Owned]:
    """Give the gaps of whole partnerships: nobody has set one up; live, and no mail can be sent."""
    for each in partnerships:
        if each.set_up_at is None:
            yield each.id, Gap(Kind.SET_UP, each.id)
    live = [each.id for each in partnerships if not each.in_rehearsal(now)]
    if live and heartbeats.lacks_mail(session):
        yield from ((each, Gap(Kind.NO_MAIL, each)) for each in live)


def _introductions(session: Session) -> Iterator[Owned]:
    query = select(Introduction.partnership_id, Introduction.id).where(
        Introduction.looked_up_at.is_not(None), Introduction.decided_at.is_(None)
    )
    for owner, each in session.execute(query):
        yield owner, Gap(Kind.INTRODUCTION, each)


def _questions(session: Session) -> Iterator[Owned]:
    query = (
        select(ImportQuestion.partnership_id, ImportQuestion.import_id, func.count())
        .join(Import, Import.id == ImportQuestion.import_id)
        .where(
            ImportQuestion.decision.is_(None),
            Import.undone_at.is_(None),
            Import.state.in_((State.READY, State.CONFIRMED, State.WRITTEN)),
        )
        .group_by(ImportQuestion.partnership_id, ImportQuestion.import_id)
    )
    for owner, each, count in session.execute(query):
        yield owner, Gap(Kind.QUESTIONS, each, {"count": count})


def _vacant(session: Session, day: date, now: datetime) -> Iterator[Owned]:
    """Find the seats without a lead on bodies that meet; those on leave wait for nobody.

    Nor does one that is known from an import of attendance alone, until an event to come asks it.
    """
    led = (
        select(SeatHolder.id)
        .where(SeatHolder.seat_id == Seat.id, SeatHolder.part == Part.LEAD, SeatHolder.holds(day))
        .exists()
    )
    meets = or_(Body.closed_at.is_(None), Body.closed_at > now)
    query = (
        select(Seat.partnership_id, Seat.id, Seat.organisation_id)
        .join(Body, Body.id == Seat.body_id)
        .where(Seat.holds(day), meets, ~led, ~_only_imported(now))
        .order_by(Seat.id)
    )
    away, onward = leaves.on(session, day), merges.redirects(session, day)
    for owner, each, organisation in session.execute(query):
        if not away.pauses(each, organisation, onward):
            yield owner, Gap(Kind.VACANT, each)


def _only_imported(now: datetime) -> ColumnElement[bool]:
    """Give the criterion of seats of which all that is known is who came, from an import."""
    held = select(SeatHolder.id).where(SeatHolder.seat_id == Seat.id).exists()
    invited = select(Invitation.id).where(
        Invitation.seat_id == Seat.id, Invitation.withdrawn_at.is_(None)
    )
    told = invited.join(Outcome, Outcome.invitation_id == Invitation.id)
    asked = invited.join(Event, Event.id == Invitation.event_id).where(Event.ends_at > now)
    return and_(told.where(Outcome.source == Source.IMPORT).exists(), ~held, ~asked.exists())


def _without_address(session: Session, day: date) -> Iterator[Owned]:
    """Find leads and deputies, planned ones too, to whom no mail can be sent."""
    reached = select(Address.id).where(Address.person_id == SeatHolder.person_id).exists()
    query = (
        select(SeatHolder.partnership_id, SeatHolder.person_id, func.min(SeatHolder.seat_id))
        .where(SeatHolder.not_over(day), ~reached)
        .group_by(SeatHolder.partnership_id, SeatHolder.person_id)
        .order_by(SeatHolder.person_id)
    )
    for owner, each, seat in session.execute(query):
        yield owner, Gap(Kind.NO_ADDRESS, each, {"seat": seat})


def _without_sector(session: Session, day: date) -> Iterator[Owned]:
    for owner, each in session.execute(_unsorted(day)):
        yield owner, Gap(Kind.NO_SECTOR, each)


def _unsorted(day: date) -> Select[int, int]:
    sorted_ = and_(SectorHeld.organisation_id == Organisation.id, SectorHeld.holds(day))
    merged = and_(
        Merge.organisation_id == Organisation.id, Merge.undone_at.is_(None), Merge.since <= day
    )
    return (
        select(Organisation.partnership_id, Organisation.id)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(
            Membership.holds(day),
            ~select(SectorHeld.id).where(sorted_).exists(),
            ~select(Merge.id).where(merged).exists(),
        )
        .order_by(Organisation.id)
    )
