"""Leave: which organisations and seats are away on a day, why, and until when."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db import dated, trail
from db.models import Leave, Membership, Seat
from db.models.base import Dated
from domain.days import said, span_said
from domain.errors import Refused
from domain.language import gettext as _
from domain.leaves import Reason
from domain.organisations import chain
from domain.spans import Span


@dataclass(frozen=True, slots=True)
class Away:
    """Who is on leave on a day: organisations and seats, by their ids."""

    organisations: dict[int, Leave]
    seats: dict[int, Leave]

    def pauses(self, seat_id: int, organisation_id: int, onward: Mapping[int, int]) -> bool:
        """Say whether a seat is paused: by itself, or with its organisation.

        After a merge that is also who its organisation is now; who was on leave before a merge
        takes its own seats along, and no others. `onward` are the merges of the day.
        """
        return seat_id in self.seats or any(
            each in self.organisations for each in chain(onward, organisation_id)
        )


def on(session: Session, day: date) -> Away:
    """Give who is on leave on a day."""
    return _away(session.scalars(select(Leave).where(Leave.holds(day))))


def on_days(session: Session, days: Collection[date]) -> dict[date, Away]:
    """Give who is on leave on each of some days."""
    held = session.scalars(select(Leave).where(Leave.not_over(min(days)))).all()
    return {day: _away(each for each in held if each.span.holds(day)) for day in days}


def _away(leaves: Iterable[Leave]) -> Away:
    held = list(leaves)
    return Away(
        {each.organisation_id: each for each in held if each.organisation_id is not None},
        {each.seat_id: each for each in held if each.seat_id is not None},
    )


def of(session: Session, ids: Collection[int], day: date) -> list[Leave]:
    """List the leaves of organisations and of their seats that are not over on a day."""
    own = select(Seat.id).where(Seat.organisation_id.in_(ids))
    return list(
        session.scalars(
            select(Leave)
            .where(or_(Leave.organisation_id.in_(ids), Leave.seat_id.in_(own)), Leave.not_over(day))
            .order_by(Leave.since, Leave.id)
        )
    )


def begin(
    session: Session,
    span: Span,
    reason: Reason,
    *,
    organisation_id: int | None = None,
    seat_id: int | None = None,
    by: int | None,
    now: datetime,
) -> Leave:
    """Let an organisation, or one of its seats, be on leave for some days.

    Raises `Refused` where it is on leave then already, and where it begins before or after the
    organisation is a partner, or the seat is one.
    """
    column, own = (
        (Leave.organisation_id, organisation_id) if seat_id is None else (Leave.seat_id, seat_id)
    )
    known = list(session.scalars(select(Leave).where(column == own)))
    _refuse_overlap(known, span)
    _refuse_outside(session, span, organisation_id, seat_id)
    leave = Leave(
        organisation_id=organisation_id if seat_id is None else None,
        seat_id=seat_id,
        reason=reason,
        since=span.since,
        until=span.until,
    )
    session.add(leave)
    with trail.refusing(_("It is on leave then already."), field="since"):
        session.flush()
    _note(session, "begin leave", leave, None, _facts(leave), by=by, now=now)
    return leave


def _refuse_outside(
    session: Session, span: Span, organisation_id: int | None, seat_id: int | None
) -> None:
    """Raise `Refused` where nobody is there to be away: it must begin within what it is a part of.

    A leave may last longer than is known: it ends with what it pauses.
    """
    if seat_id is not None:
        held: Sequence[Dated] = session.scalars(select(Seat).where(Seat.id == seat_id)).all()
    else:
        own = Membership.organisation_id == organisation_id
        held = session.scalars(select(Membership).where(own).order_by(Membership.since)).all()
    if not held or any(each.span.holds(span.since) for each in held):
        return
    first, last = held[0].since, held[-1].until
    if span.since < first or last is None:
        begins = first if span.since < first else held[-1].since
        sentence = _("It begins on {day}. Please choose that day or a later one.")
        raise Refused(sentence.format(day=said(begins)), field="since")
    ended = _("It ends on {day}. Please choose an earlier day.")
    raise Refused(ended.format(day=said(last)), field="since")


def cut(
    session: Session, ids: Collection[int], day: date, *, by: int | None, now: datetime
) -> None:
    """End the leaves of organisations and of their seats that last beyond a day: they are none."""
    for each in of(session, ids, day):
        end(session, each.id, day, by=by, now=now)


def _refuse_overlap(known: list[Leave], span: Span) -> None:
    for each in known:
        if each.span.overlaps(span):
            sentence = _("It is on leave {span} already. Please end that first.")
            days = span_said(each.since, each.until)
            dated.refuse_overlap([each], span, sentence.format(span=days))


def end(session: Session, leave_id: int, day: date, *, by: int | None, now: datetime) -> Leave:
    """End a leave: `day` is the first one back. One that has not begun by then is taken back.

    Raises `Refused` where there is no such leave, or it was over by then.
    """
    leave = session.scalars(
        select(Leave).where(Leave.id == leave_id).with_for_update()
    ).one_or_none()
    if leave is None:
        raise Refused(_("This leave is known no more. Please open the partner's page again."))
    if leave.until is not None and leave.until < day:
        raise Refused(
            _("This leave is {span}. Please choose an earlier day.").format(
                span=span_said(leave.since, leave.until)
            ),
            field="day",
        )
    before = _facts(leave)
    if day <= leave.since:
        session.delete(leave)
    else:
        leave.until = day
    session.flush()
    _note(session, "end leave", leave, before, {"until": day.isoformat()}, by=by, now=now)
    return leave


def _facts(leave: Leave) -> dict[str, object]:
    return {
        "leave": leave.id,
        "reason": leave.reason,
        "since": leave.since.isoformat(),
        "until": leave.until.isoformat() if leave.until else None,
    }


def _note(
    session: Session,
    verb: str,
    leave: Leave,
    before: dict[str, object] | None,
    after: dict[str, object],
    *,
    by: int | None,
    now: datetime,
) -> None:
    if leave.organisation_id is not None:
        trail.note(session, verb, leave.organisation_id, before, after, by=by, now=now)
    elif leave.seat_id is not None:
        trail.note_seat(session, verb, leave.seat_id, before, after, by=by, now=now)


def owner(session: Session, leave_id: int) -> int:
    """Give the id of the organisation that a leave is of, or whose seat it is of; 0 for none."""
    seat_of = select(Seat.organisation_id).where(Seat.id == Leave.seat_id).scalar_subquery()
    whose = select(func.coalesce(Leave.organisation_id, seat_of)).where(Leave.id == leave_id)
    return session.scalars(whose).one_or_none() or 0
