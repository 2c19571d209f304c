"""Answers of an event as coordinators look at them: a fixed number of queries for any size."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, case, func, literal, or_, select
from sqlalchemy.orm import Session

from db import answers, events, invited_seats
from db.answers import Invited
from db.events import Shown
from db.models import Answer, Event, Invitation, NamedDeputy, Person, SeatHolder
from db.named_rows import names_of
from domain.answers import IN_PLACE, Deputising, Kind, Reason, Source, Teller
from domain.errors import Refused
from domain.event_answers import Counts, Line, Past, Seat
from domain.language import gettext as _
from domain.seats import Part

MOST_PAST = 15
"""Answers of one seat that its history shows: the latest."""


def lines(session: Session, shown: Shown) -> list[Line]:
    """List the invited seats with how they stand, by sector and name; guests come last."""
    found = answers.invited(session, shown)
    seats = invited_seats.named(session, shown, found)
    made = [_line(seats[each.invitation.id], each) for each in found if each.invitation.id in seats]
    return sorted(made, key=lambda each: invited_seats.order(each.seat))


def _line(seat: Seat, each: Invited) -> Line:
    answer = each.answer
    if answer is None:
        return Line(seat, each.standing)
    return Line(
        seat,
        each.standing,
        answers.span_of(answer),
        each.deputy.name if each.deputy is not None else "",
        Reason(answer.reason) if answer.reason else None,
        answer.comment or "",
    )


def invitation(
    session: Session, invitation_id: int, *, field: str | None = None
) -> tuple[Invitation, Shown]:
    """Find an invitation that holds, with its event. Raises `Refused` for any other."""
    row = session.scalars(select(Invitation).where(Invitation.id == invitation_id)).one_or_none()
    shown = events.by_id(session, row.event_id) if row is not None else None
    if row is None or shown is None or row.withdrawn_at is not None:
        raise Refused(_("This seat is no longer invited. Please choose again."), field=field)
    return row, shown


def counts(session: Session, event_ids: Collection[int]) -> dict[int, Counts]:
    """Count in one query how the invited seats of some events stand; guests are never counted."""
    off = NamedDeputy.state.not_in(IN_PLACE)
    known = case((off, None), else_=Answer.kind)
    stale = case((known.is_(None), literal(value=False)), else_=_is_stale())
    query = (
        select(Invitation.event_id, known, stale, func.count())
        .join(Event, Event.id == Invitation.event_id)
        .outerjoin(Answer, (Answer.invitation_id == Invitation.id) & Answer.is_current)
        .outerjoin(NamedDeputy, NamedDeputy.id == Answer.deputy_id)
        .where(
            Invitation.event_id.in_(event_ids),
            Invitation.withdrawn_at.is_(None),
            Invitation.seat_id.is_not(None),
        )
        .group_by(Invitation.event_id, known, stale)
    )
    found: dict[int, Counter[str | None]] = defaultdict(Counter)
    confirm: Counter[int] = Counter()
    for event, kind, is_stale, n in session.execute(query) if event_ids else ():
        found[event][kind] += n
        confirm[event] += n if is_stale else 0
    return {event: _counts(own, confirm[event]) for event, own in found.items()}


def _is_stale() -> ColumnElement[bool]:
    """Give the criterion that an answer must be confirmed, as `answers.is_stale` says it."""
    lead = (
        select(SeatHolder.person_id)
        .where(SeatHolder.seat_id == Invitation.seat_id, SeatHolder.part == Part.LEAD)
        .where(
            SeatHolder.since <= Event.begins,
            or_(SeatHolder.until.is_(None), SeatHolder.until > Event.begins),
        )
        .order_by(SeatHolder.id)
        .limit(1)
        .scalar_subquery()
    )
    return or_(
        Answer.begins.is_distinct_from(Event.begins),
        Answer.ends.is_distinct_from(Event.ends),
        Answer.zone.is_distinct_from(Event.zone),
        lead.is_not(None) & lead.is_distinct_from(Answer.lead_id),
    )


def _counts(own: Counter[str | None], stale: int) -> Counts:
    return Counts(
        own[Kind.ATTENDING],
        own[Kind.DEPUTY],
        own[Kind.APOLOGIES],
        own[Kind.UNSURE],
        own[None],
        stale,
    )


def history(session: Session, invitation_id: int) -> tuple[list[Past], int]:
    """List the latest answers of a seat or guest, the last first, and say how many there are."""
    found = answers.history(session, invitation_id)
    latest = list(reversed(found))[:MOST_PAST]
    who = {own for each in latest for own in (each.given_by, each.recorded_by) if own is not None}
    people = names_of(session, Person, who)
    deputies = _deputies(session, [each.deputy_id for each in latest if each.deputy_id is not None])
    return [_past(each, people, deputies) for each in latest], len(found)


def _deputies(session: Session, ids: Sequence[int]) -> dict[int, NamedDeputy]:
    query = select(NamedDeputy).where(NamedDeputy.id.in_(ids))
    return {each.id: each for each in session.scalars(query)} if ids else {}


def _past(answer: Answer, people: dict[int, str], deputies: dict[int, NamedDeputy]) -> Past:
    deputy = deputies.get(answer.deputy_id or 0)
    return Past(
        Kind(answer.kind),
        Source(answer.source),
        answer.given_at,
        answer.is_current,
        answers.span_of(answer),
        Reason(answer.reason) if answer.reason else None,
        answer.comment or "",
        people.get(answer.given_by or 0, ""),
        people.get(answer.recorded_by or 0, ""),
        Teller(answer.told_by) if answer.told_by else None,
        deputy.name if deputy is not None else "",
        Deputising(deputy.state) if deputy is not None else None,
    )


def line(session: Session, shown: Shown, invitation_id: int) -> Line | None:
    """Give how one seat or guest stands; None where it is no longer invited."""
    found = lines(session, shown)
    return next((each for each in found if each.seat.invitation_id == invitation_id), None)


def like(session: Session, shown: Shown, text: str, *, limit: int) -> list[Seat]:
    """List who is invited whose name has a text in it, by name."""
    wanted = text.strip().casefold()
    found = [each.seat for each in lines(session, shown) if wanted in each.seat.called.casefold()]
    return sorted(found, key=lambda each: (each.guest, each.called.casefold()))[:limit]
