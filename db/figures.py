"""How often seats were represented, counted from what is recorded: a fixed number of queries.

What counts is one query's (`opportunities`), for every figure there is; how counts are put
together is domain/figures.py. Nothing is kept beside the outcomes, so nothing can go stale.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Select, case, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from db import organisations, pauses, sectors
from db.models import Attendance, Event, Invitation, Outcome, Seat
from db.pauses import Pauses
from domain.events import Status
from domain.figures import NONE, Figures, Reach
from domain.outcomes import COUNTED, Code
from domain.spans import Span


@dataclass(frozen=True, slots=True)
class Over:
    """Which opportunities are asked about: of some days, of a body, or of some organisations.

    `organisations` are meant as the register has them today: what they took over by merges counts
    with them. None means any.
    """

    span: Span | None = None
    body_id: int | None = None
    organisations: frozenset[int] | None = None


ALL = Over()


class SeatOf(NamedTuple):
    """Whose seat it is today, on what body, and of which sector its organisation is today."""

    organisation_id: int
    body_id: int
    sector_id: int | None


def by_seat(session: Session, over: Over = ALL) -> dict[int, Figures]:
    """Count what each seat's opportunities came to, by the seat; those without any are left out."""
    return _counted(session, over, Seat.id)


def by_event(session: Session, over: Over = ALL) -> dict[int, Figures]:
    """Count what each event's invited seats came to, by the event."""
    return _counted(session, over, Invitation.event_id)


def seats(session: Session, day: date) -> dict[int, SeatOf]:
    """Give whose every seat is that ever was, as the register has it on a day."""
    rows = session.execute(select(Seat.id, Seat.organisation_id, Seat.body_id)).all()
    onward = organisations.surviving(session, {row.organisation_id for row in rows}, day)
    held = {own: each.id for own, each in sectors.held(session, day).items()}
    return {
        row.id: SeatOf(owner := onward[row.organisation_id], row.body_id, held.get(owner))
        for row in rows
    }


def folded(
    found: Mapping[int, Figures], of: Callable[[int], int | None]
) -> dict[int | None, Figures]:
    """Put figures together by what each belongs to: seats by their body, or whatever is asked."""
    made: dict[int | None, Figures] = defaultdict(Figures)
    for key, each in found.items():
        made[of(key)] += each
    return dict(made)


def total(found: Collection[Figures]) -> Figures:
    """Put figures together."""
    return sum(found, NONE)


def reach(session: Session, over: Over = ALL, *, day: date) -> Reach:
    """Count the organisations that could be represented, and those that were, at least once."""
    known = seats(session, day)
    own = folded(by_seat(session, over), lambda seat: known[seat].organisation_id)
    return Reach(len(own), sum(each.represented > 0 for each in own.values()))


def reach_of_events(session: Session, over: Over = ALL, *, day: date) -> dict[int, Reach]:
    """Give the same for each event by itself: how many organisations it reached.

    The database counts them; those that merged, or were on leave, are looked at row by row.
    """
    away = pauses.all_of(session)
    onward, apart = _apart(session, away, day)
    came = case((Outcome.code.in_(_CAME), Seat.organisation_id))
    own = (func.count(Seat.organisation_id.distinct()), func.count(came.distinct()))
    whole = opportunities(session, over, Invitation.event_id, *own)
    if apart:
        whole = whole.where(Seat.organisation_id.not_in(apart))
    found = {
        event: Reach(invited, represented)
        for event, invited, represented in session.execute(whole.group_by(Invitation.event_id))
    }
    if apart:
        for event, owners in _row_by_row(session, over, away, onward, apart).items():
            found[event] = found.get(event, Reach()) + Reach(len(owners), sum(owners.values()))
    return found


def _apart(session: Session, away: Pauses, day: date) -> tuple[dict[int, int], set[int]]:
    """Give who every organisation is, and those that merged or had a seat on leave."""
    rows = session.execute(select(Seat.id, Seat.organisation_id)).all()
    onward = organisations.surviving(session, {row.organisation_id for row in rows}, day)
    merged = {onward[own] for own in onward if onward[own] != own}
    paused = {onward[row.organisation_id] for row in rows if row.id in away}
    return onward, {own for own in onward if onward[own] in merged | paused}


def _row_by_row(
    session: Session, over: Over, away: Pauses, onward: Mapping[int, int], apart: Collection[int]
) -> dict[int, dict[int, bool]]:
    """Say for each event which of some organisations could come, and whether they did."""
    found: dict[int, dict[int, bool]] = defaultdict(dict)
    days = _days(session)
    columns = (Invitation.event_id, Seat.organisation_id, Seat.id, Outcome.code)
    query = opportunities(session, over, *columns).where(Seat.organisation_id.in_(apart))
    for event, own, seat, code in session.execute(query):
        if not pauses.holds(away, seat, days[event]):
            owners, owner = found[event], onward[own]
            owners[owner] = owners.get(owner, False) or code in _CAME
    return found


_CAME = {Code.MEMBER, Code.DEPUTY}
_DAY = type_coerce(func.date(Event.begins), Date)
"""The day of an event where it takes place; both databases know `date()` of a timestamp."""


def _counted(session: Session, over: Over, key: Any) -> dict[int, Figures]:  # noqa: ANN401 - a column
    """Count by a key and code, where seats that were on leave are looked at day by day."""
    away = pauses.all_of(session)
    made: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    whole = opportunities(session, over, key, Outcome.code, func.count())
    if away:
        whole = whole.where(Seat.id.not_in(away))
    for own, code, n in session.execute(whole.group_by(key, Outcome.code)):
        made[own][code] += n
    if away:
        days = _days(session)
        for own, code, seat, event in _of_paused(session, over, key, away):
            if not pauses.holds(away, seat, days[event]):
                made[own][code] += 1
    return {own: _figures(codes) for own, codes in made.items()}


def _of_paused(session: Session, over: Over, key: Any, away: Pauses) -> Any:  # noqa: ANN401 - rows
    query = opportunities(session, over, key, Outcome.code, Seat.id, Event.id)
    return session.execute(query.where(Seat.id.in_(away)))


def _days(session: Session) -> dict[int, date]:
    """Give the day of every event that was held: read once, where each of its rows would say it."""
    held = select(Event.id, _DAY).where(Event.status == Status.HELD)
    return dict(session.execute(held).all())


def _figures(codes: Mapping[str, int]) -> Figures:
    return Figures(
        codes.get(Code.MEMBER, 0),
        codes.get(Code.DEPUTY, 0),
        codes.get(Code.APOLOGIES, 0),
        codes.get(Code.NO_CONTACT, 0),
    )


def opportunities(session: Session, over: Over, *columns: Any) -> Select[Any]:
    """Select of what counts: held and recorded, invited, on a seat that existed that day.

    A day stands for its first moment beside a time, on either database: so an event of the day on
    which a seat ends is not before its end.
    """
    query = (
        select(*columns)
        .select_from(Outcome)
        .join(Invitation, Invitation.id == Outcome.invitation_id)
        .join(Seat, Seat.id == Invitation.seat_id)
        .join(Event, Event.id == Invitation.event_id)
        .join(Attendance, Attendance.event_id == Event.id)
        .where(
            Outcome.is_current,
            Outcome.code.in_(COUNTED),
            Invitation.withdrawn_at.is_(None),
            Event.status == Status.HELD,
            Seat.since <= Event.begins,
            or_(Seat.until.is_(None), Seat.until > Event.begins),
        )
    )
    return query.where(*_within(session, over))


def _within(session: Session, over: Over) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if over.span is not None:
        found.append(Event.begins >= datetime.combine(over.span.since, time()))
        if over.span.until is not None:
            found.append(Event.begins < datetime.combine(over.span.until, time()))
    if over.body_id is not None:
        found.append(Seat.body_id == over.body_id)
    if over.organisations is not None:
        found.append(Seat.organisation_id.in_(_families(session, over.organisations)))
    return found


def _families(session: Session, wanted: Collection[int]) -> set[int]:
    """Give some organisations with all that ever were merged into them."""
    known = set(session.scalars(select(Seat.organisation_id).distinct()))
    onward = organisations.surviving(session, known | set(wanted), date.max)
    return {each for each in known if onward[each] in wanted} | set(wanted)


def events_of_bodies(
    session: Session, over: Over = ALL, *, bodies: Collection[int] | None = None
) -> dict[int, set[int]]:
    """Give the recorded events that seats of each body were invited to, or of some, by body."""
    found: dict[int, set[int]] = defaultdict(set)
    query = opportunities(session, over, Seat.body_id, Invitation.event_id).distinct()
    if bodies is not None:
        query = query.where(Seat.body_id.in_(bodies))
    for body, event in session.execute(query):
        found[body].add(event)
    return found
