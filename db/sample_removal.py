"""Takes sample data away: what somebody real has begun to use stays, and is real from then on."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from db import audit, sample_answers, sample_events, worklist
from db.models import (
    AccessNeed,
    Address,
    Answer,
    Arrangement,
    Attendance,
    Attendee,
    AudienceItem,
    Body,
    CallLine,
    CallReport,
    Contact,
    Correction,
    Delivery,
    DiaryContact,
    DigestSent,
    DraftedOutcome,
    EmailDomain,
    Finding,
    Import,
    Introduction,
    Invitation,
    Leave,
    Link,
    LoggedContact,
    Membership,
    Merge,
    NamedDeputy,
    OptOut,
    Organisation,
    OrganisationName,
    Outcome,
    Paper,
    PartnersUpdate,
    Person,
    Post,
    RoleHeld,
    Round,
    Seat,
    SeatHolder,
    SectorHeld,
    Series,
    SlackIdentity,
    Snooze,
    WalkIn,
    WorklistItem,
)
from domain.names import name_key
from domain.samples import unmarked
from domain.worklist import Kind

Column = InstrumentedAttribute[Any]

OF_SEATS: tuple[Column, ...] = (
    SeatHolder.seat_id,
    Leave.seat_id,
    AudienceItem.seat_id,
    Invitation.seat_id,
)
OF_ORGANISATIONS: tuple[Column, ...] = (
    Seat.organisation_id,
    Post.organisation_id,
    Leave.organisation_id,
    Contact.organisation_id,
    LoggedContact.organisation_id,
    Finding.organisation_id,
    Snooze.organisation_id,
    Merge.organisation_id,
    Merge.into_id,
    EmailDomain.organisation_id,
    SectorHeld.organisation_id,
    Membership.organisation_id,
    OrganisationName.organisation_id,
)
OF_PEOPLE: tuple[Column, ...] = (
    Attendee.person_id,
    AccessNeed.person_id,
    Address.person_id,
    OptOut.person_id,
    DiaryContact.person_id,
    DiaryContact.holder_id,
)
"""What goes with a sample seat, partner or person, in the order in which it must."""

REAL_SEATS: tuple[Column, ...] = (
    Seat.body_id,
    Series.body_id,
    AudienceItem.body_id,
    Delivery.body_id,
    Finding.body_id,
    Snooze.body_id,
    LoggedContact.body_id,
)
REAL_USE: tuple[Column, ...] = (
    SeatHolder.person_id,
    Post.person_id,
    RoleHeld.person_id,
    SlackIdentity.person_id,
    Delivery.person_id,
    Link.person_id,
    AudienceItem.person_id,
    Invitation.person_id,
    Answer.given_by,
    Answer.recorded_by,
    Answer.lead_id,
    NamedDeputy.person_id,
    NamedDeputy.named_by,
    NamedDeputy.decided_by,
    Attendance.recorded_by,
    Outcome.person_id,
    Outcome.recorded_by,
    DraftedOutcome.person_id,
    DraftedOutcome.drafted_by,
    WalkIn.recorded_by,
    Correction.asked_by,
    Correction.decided_by,
    CallReport.read_by,
    CallLine.decided_by,
    Series.created_by,
    Round.by_id,
    Round.stopped_by,
    Paper.added_by,
    Contact.noted_by,
    Import.asked_by,
    Introduction.guess_id,
    Introduction.person_id,
    WorklistItem.done_by,
    Finding.checked_by,
    Snooze.snoozed_by,
    LoggedContact.logged_by,
    DigestSent.asked_by,
    PartnersUpdate.sent_by,
    PartnersUpdate.dropped_by,
)
"""What makes a sample body or person a real one, if it is still there when the rest has gone."""

LET_GO: tuple[Column, ...] = (Membership.successor_id, WalkIn.organisation_id)
"""What merely mentions a sample, and then mentions nobody."""


@dataclass(frozen=True, slots=True)
class Removed:
    """How much went, and the names of what stays because somebody real uses it."""

    partners: int
    kept: tuple[str, ...]


def take_away(session: Session, *, by: int | None, now: datetime) -> Removed:
    """Remove all sample data of the session's partnership.

    Bodies with real partners' seats, and people with real posts, seats, roles or messages, stay.
    """
    sample_events.take_away(session)
    organisations = _ids(session, Organisation)
    seats = session.scalars(select(Seat.id).where(Seat.organisation_id.in_(organisations))).all()
    for column in LET_GO:
        _let_go(session, column, organisations)
    _close_told(session, seats, by=by, now=now)
    sample_answers.forget_seats(session, seats)
    _delete(session, OF_SEATS, seats)
    _delete(session, OF_ORGANISATIONS, organisations)
    _delete(session, (Organisation.id,), organisations)
    kept = [*_bodies(session), *_people(session)]
    _delete(session, (Arrangement.id,), _ids(session, Arrangement))
    session.expire_all()
    audit.record(
        session,
        actor_id=by,
        verb="remove",
        subject_kind="sample",
        subject_id=0,
        before={"partners": len(organisations)},
        after={"kept": len(kept)},
        now=now,
    )
    return Removed(len(organisations), tuple(kept))


def _close_told(session: Session, seats: Collection[int], *, by: int | None, now: datetime) -> None:
    """Take what partners told us of these seats off the worklist."""
    query = select(WorklistItem).where(
        WorklistItem.kind == Kind.TOLD,
        WorklistItem.subject_id.in_(seats),
        WorklistItem.done_at.is_(None),
    )
    for row in session.scalars(query).all():
        worklist.finish(session, row, by=by, now=now)


def _bodies(session: Session) -> Iterable[str]:
    every = _ids(session, Body)
    used = _used(session, REAL_SEATS, every)
    _delete(session, (Body.id,), [each for each in every if each not in used])
    for body in session.scalars(select(Body).where(Body.id.in_(used)).order_by(Body.name_key)):
        name = unmarked(body.name)
        body.sample = False
        if not session.scalars(select(Body.id).where(Body.name_key == name_key(name))).all():
            body.name, body.name_key = name, name_key(name)
        session.flush()
        yield body.name


def _people(session: Session) -> Iterable[str]:
    every = _ids(session, Person)
    used = _used(session, REAL_USE, every)
    gone = [each for each in every if each not in used]
    sample_events.forget_people(session, gone)
    _delete(session, OF_PEOPLE, gone)
    _delete(session, (Person.id,), gone)
    for person in session.scalars(select(Person).where(Person.id.in_(used)).order_by(Person.name)):
        person.name, person.sample = unmarked(person.name), False
        session.flush()
        yield person.name


def _ids(session: Session, model: type[Any]) -> list[int]:
    return list(session.scalars(select(model.id).where(model.sample)))


def _used(session: Session, columns: Iterable[Column], ids: Collection[int]) -> set[int]:
    found: set[int] = set()
    for column in columns:
        found |= set(session.scalars(select(column).where(column.in_(ids)).distinct()))
    return found


def _let_go(session: Session, column: Column, ids: Collection[int]) -> None:
    model: Any = column.class_
    session.execute(
        update(model).where(column.in_(ids)).values({column.key: None}),
        execution_options={"synchronize_session": False},
    )


def _delete(session: Session, columns: Iterable[Column], ids: Collection[int]) -> None:
    for column in columns:
        model: Any = column.class_
        session.execute(
            delete(model).where(column.in_(ids)), execution_options={"synchronize_session": False}
        )
