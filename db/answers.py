"""Answers: the one way in for all of them, whoever gives them and by whichever way they come.

None is ever changed. Which of an invitation's stands is kept with it, in the same transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Date, bindparam, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from db import answer_effects, audiences, audit, bulk, named_deputies
from db.audiences import Because, SeatAsked
from db.events import Shown
from db.models import Answer, Event, Invitation, NamedDeputy, SeatHolder
from db.prepared import Prepared
from domain import answers
from domain.answers import Deputising as State
from domain.answers import Given, Kind, Source, Standing
from domain.errors import Refused
from domain.events import Status
from domain.language import gettext as _
from domain.seats import Part
from domain.when import WallSpan


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation, who is asked for its seat (None: a guest), and how it stands.

    `answer` is the one that stands, `deputy` whom it names.
    """

    invitation: Invitation
    seat: SeatAsked | None
    standing: Standing
    answer: Answer | None = None
    deputy: NamedDeputy | None = None


def give(
    session: Session,
    event: Event,
    invitations: Sequence[Invitation],
    given: Given,
    *,
    now: datetime,
) -> list[Answer]:
    """Record one answer for some invitations to an event, with all that follows from it.

    Two at once wait for each other. Given earlier than what stands, it is kept and changes nothing.
    Raises `Refused` for an event that was cancelled, or had begun when it was given, and for who is
    no longer invited to it.
    """
    given_at = min(given.at, now)
    ids = sorted(each.id for each in invitations)
    named_deputies.wait_for(session, event)
    answers.refuse_closed(Status(event.status), event.begins_at, given_at)
    seats = _locked(session, ids)
    before = _before(session, ids)
    leads = _leads(session, event, seats)
    rank = answers.order(whole=given.whole, given_at=given_at, number=_LATEST)
    standing = [own for own in ids if own not in before or _rank(before[own]) < rank]
    _put_back(session, [before[own].id for own in standing if own in before])
    rows = [
        _row(event, own, given, leads.get(seats[own]), given_at, now, stands=own in standing)
        for own in ids
    ]
    session.add_all(rows)
    session.flush()
    for row in rows:
        _record(session, row, before.get(row.invitation_id), given, now)
    answer_effects.after(session, event, rows, now=now)
    return rows


_LATEST = 2**62
"""Stands for the number of an answer that is not written down yet."""


class _Before(NamedTuple):
    """What stands for an invitation before an answer."""

    invitation_id: int
    id: int
    kind: str
    whole: bool
    given_at: datetime


def _rank(answer: Answer | _Before) -> tuple[bool, datetime, int]:
    return answers.order(whole=answer.whole, given_at=answer.given_at, number=answer.id)


_LOCKED = Prepared(
    select(Invitation.id, Invitation.seat_id, Invitation.withdrawn_at)
    .where(Invitation.id.in_(bindparam("ids", expanding=True)))
    .order_by(Invitation.id)
    .with_for_update()
)
_BEFORE = Prepared(
    select(Answer.invitation_id, Answer.id, Answer.kind, Answer.whole, Answer.given_at).where(
        Answer.invitation_id.in_(bindparam("ids", expanding=True)), Answer.is_current
    )
)
_PUT_BACK = Prepared(
    update(Answer).where(Answer.id.in_(bindparam("ids", expanding=True))).values(is_current=False)
)


def _locked(session: Session, ids: Sequence[int]) -> dict[int, int | None]:
    """Keep some invitations for this transaction; gives their seats.

    Raises `Refused` where one was withdrawn meanwhile.
    """
    rows = _LOCKED.rows(session, ids=ids)
    if any(row.withdrawn_at is not None for row in rows):
        raise Refused(_("This seat is no longer invited. Please look at the event again."))
    return {row.id: row.seat_id for row in rows}


def _before(session: Session, ids: Sequence[int]) -> dict[int, _Before]:
    return {row[0]: _Before(*row) for row in _BEFORE.rows(session, ids=ids)}


def current(session: Session, invitation_id: int) -> Answer | None:
    """Give the answer to an invitation that stands."""
    query = select(Answer).where(Answer.invitation_id == invitation_id, Answer.is_current)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def _put_back(session: Session, ids: Sequence[int]) -> None:
    """Let answers stand no more, also where the session knows them."""
    if not ids:
        return
    _PUT_BACK.change(session, ids=ids)
    for own in ids:
        known = session.identity_map.get(identity_key(Answer, own))
        if known is not None:
            set_committed_value(known, "is_current", value=False)


def _leads(
    session: Session, event: Event, seats: Mapping[int, int | None]
) -> dict[int | None, int]:
    """Give who leads some seats on the day of an event, by seat."""
    wanted = [seat for seat in seats.values() if seat is not None]
    if not wanted:
        return {}
    found: dict[int | None, int] = {}
    for seat, person in _LEADS.rows(session, seats=wanted, day=event.begins.date()):
        found.setdefault(seat, person)
    return found


_LEADS = Prepared(
    select(SeatHolder.seat_id, SeatHolder.person_id)
    .where(
        SeatHolder.seat_id.in_(bindparam("seats", expanding=True)),
        SeatHolder.part == Part.LEAD,
        SeatHolder.holds(bindparam("day", type_=Date)),
    )
    .order_by(SeatHolder.id)
)


def lead_of(seat: SeatAsked) -> int | None:
    """Give who leads a seat; None where it is vacant."""
    return seat.people[0] if seat.because is Because.LEAD else None


def _row(
    event: Event,
    invitation_id: int,
    given: Given,
    lead: int | None,
    given_at: datetime,
    now: datetime,
    *,
    stands: bool,
) -> Answer:
    span = given.span
    return Answer(
        invitation_id=invitation_id,
        kind=given.kind,
        reason=given.reason,
        deputy_id=given.deputy_id,
        comment=given.comment or None,
        source=given.source,
        given_by=given.by,
        given_at=given_at,
        received_at=now,
        revision=event.sequence,
        begins=span.begins if span else None,
        ends=span.ends if span else None,
        zone=span.zone if span else None,
        lead_id=lead,
        recorded_by=given.recorded_by,
        told_by=given.told_by,
        whole=given.whole,
        is_current=stands,
    )


def _record(
    session: Session, row: Answer, before: _Before | None, given: Given, now: datetime
) -> None:
    told = {"told_by": row.told_by} if row.told_by else {}
    audit.record(
        session,
        actor_id=given.recorded_by or given.by,
        verb="answer",
        subject_kind="invitation",
        subject_id=row.invitation_id,
        before={"answer": before.kind} if before else None,
        after={"answer": row.kind, "source": row.source} | told,
        now=now,
    )


def invited(session: Session, shown: Shown) -> list[Invited]:
    """List the invitations to an event that hold, seats first, each with how it stands."""
    asked = audiences.resolve(session, shown.series, [shown.event])[shown.event.id]
    by_seat = {each.seat.id: each for each in asked.seats}
    query = (
        select(Invitation, Answer, NamedDeputy)
        .outerjoin(Answer, (Answer.invitation_id == Invitation.id) & Answer.is_current)
        .outerjoin(NamedDeputy, NamedDeputy.id == Answer.deputy_id)
        .where(Invitation.event_id == shown.event.id, Invitation.withdrawn_at.is_(None))
        .order_by(Invitation.seat_id.is_(None), Invitation.id)
    )
    found = []
    for invitation, answer, deputy in session.execute(query):
        seat = by_seat.get(invitation.seat_id or 0)
        standing = standing_of(shown.event, seat, answer, deputy)
        found.append(Invited(invitation, seat, standing, answer, deputy))
    return found


def standing_of(
    event: Event, seat: SeatAsked | None, answer: Answer | None, deputy: NamedDeputy | None
) -> Standing:
    """Say how an invitation stands by the answer that is current, and whom that names."""
    return how_it_stands(event, lead_of(seat) if seat else None, answer, deputy)


def how_it_stands(
    event: Event, lead: int | None, answer: Answer | None, deputy: NamedDeputy | None
) -> Standing:
    """Say the same for a seat by who leads it, None: nobody does, or it is a guest."""
    if answer is None:
        return answers.NOT_KNOWN
    state = State(deputy.state) if deputy else None
    known = state is None or state in answers.IN_PLACE
    now = WallSpan(event.begins, event.ends, event.zone)
    return Standing(
        kind=Kind(answer.kind) if known else None,
        stale=answers.is_stale(span_of(answer), now, was=answer.lead_id, lead=lead),
        given_at=answer.given_at,
        source=Source(answer.source),
        by=answer.given_by,
        deputising=state,
    )


def span_of(answer: Answer) -> WallSpan | None:
    """Give the time of the event that was answered for; None: an unknown one."""
    if answer.begins is None or answer.ends is None or answer.zone is None:
        return None
    return WallSpan(answer.begins, answer.ends, answer.zone)


def history(session: Session, invitation_id: int) -> list[Answer]:
    """List all that was ever answered to an invitation, in the order in which it counts."""
    query = select(Answer).where(Answer.invitation_id == invitation_id)
    return sorted(session.scalars(query.order_by(Answer.id)), key=_rank)


def forget(session: Session, before: datetime) -> int:
    """Delete why apologies were sent before a moment, and what else was said; say of how many."""
    told = Answer.reason.is_not(None) | Answer.comment.is_not(None)
    old = update(Answer).where(Answer.given_at < before, told)
    return bulk.changed(session, old.values(reason=None, comment=None))
