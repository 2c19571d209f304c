"""Lists of partners: narrowed by sector, body, status and text, a page at a time."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from db import leaves, merges, organisations, sectors
from db.models import Body, Membership, Organisation, Seat, SeatHolder, SectorHeld
from domain.organisations import Status, Wanted, final
from domain.partner_pages import Line, Listed
from domain.seats import Part


@dataclass(frozen=True, slots=True)
class _Day:
    """The seats and leaves of a day, each counted for who the organisation is after merges."""

    onward: Mapping[int, int]
    seats: Counter[int]
    vacant: Counter[int]
    seats_away: Counter[int]
    away: Mapping[int, date | None]
    on_body: frozenset[int]


def find(session: Session, wanted: Wanted, *, day: date, offset: int, limit: int) -> Listed:
    """Give a part of the partners that are wanted, with what a list says of each.

    The number of queries does not grow with the register.
    """
    facts = _facts(session, wanted, day)
    query = _narrowed(session, wanted, facts, day)
    counted = select(func.count()).select_from(query.order_by(None).subquery())
    total = session.scalars(counted).one()
    begin = min(offset, max(total - 1, 0) // limit * limit)
    found = session.execute(query.offset(begin).limit(limit)).all()
    ids = [row[0] for row in found]
    of_sector = _sectors(session, ids, day)
    ends = _ends(session, wanted.status, ids, facts.onward, day)
    lines = tuple(
        _line(each, name, of_sector.get(each), facts, ends.get(each)) for each, name, _key in found
    )
    offered = tuple((each.id, sectors.marked(each)) for each in sectors.in_use(session, day))
    return Listed(lines, begin, total, offered, _bodies(session, day))


def _line(
    organisation_id: int,
    name: str,
    sector: str | None,
    facts: _Day,
    end: tuple[date, str | None] | None,
) -> Line:
    return Line(
        id=organisation_id,
        name=name,
        sector=sector,
        seats=facts.seats[organisation_id],
        vacant=facts.vacant[organisation_id],
        on_leave=organisation_id in facts.away,
        back=facts.away.get(organisation_id),
        seats_on_leave=facts.seats_away[organisation_id],
        day=end[0] if end else None,
        other=end[1] if end else None,
    )


def _facts(session: Session, wanted: Wanted, day: date) -> _Day:
    led = Seat.id.in_(
        select(SeatHolder.seat_id).where(SeatHolder.part == Part.LEAD, SeatHolder.holds(day))
    )
    found = session.execute(
        select(Seat.id, Seat.organisation_id, Seat.body_id, led).where(Seat.holds(day))
    ).all()
    onward = merges.redirects(session, day)
    away = leaves.on(session, day)
    owners = {seat: final(onward, owner) for seat, owner, _body, _led in found}
    paused = {seat for seat, owner, _body, _led in found if away.pauses(seat, owner, onward)}
    return _Day(
        onward=onward,
        seats=Counter(owners.values()),
        vacant=Counter(
            owners[seat]
            for seat, _owner, _body, has_lead in found
            if not has_lead and seat not in paused
        ),
        seats_away=Counter(owners[seat] for seat in paused),
        away={
            each: leave.until for each, leave in away.organisations.items() if each not in onward
        },
        on_body=frozenset(
            owners[seat] for seat, _owner, body, _led in found if body == wanted.body_id
        ),
    )


def _narrowed(session: Session, wanted: Wanted, facts: _Day, day: date) -> Select[int, str, str]:
    query = _of_status(wanted.status, facts, day)
    if wanted.sector_id is not None:
        query = query.where(
            select(SectorHeld.id)
            .where(
                SectorHeld.organisation_id == Organisation.id,
                SectorHeld.sector_id == wanted.sector_id,
                SectorHeld.holds(day),
            )
            .exists()
        )
    if wanted.body_id is not None:
        query = query.where(Organisation.id.in_(facts.on_body))
    if wanted.text:
        having = organisations.having(session, wanted.text, facts.onward)
        query = query.where(Organisation.id.in_(having))
    return query


def _of_status(status: Status, facts: _Day, day: date) -> Select[int, str, str]:
    match status:
        case Status.LEAVE:
            away = {*facts.away, *facts.seats_away}
            return organisations.on_register(day).where(Organisation.id.in_(away))
        case Status.VACANT:
            return organisations.on_register(day).where(Organisation.id.in_(facts.vacant))
        case Status.CLOSED | Status.LATER:
            return _not_members(status, day)
        case Status.MERGED:
            return organisations.under_its_name(day).where(organisations.merged_by(day))
    return organisations.on_register(day)


def _not_members(status: Status, day: date) -> Select[int, str, str]:
    own = Membership.organisation_id == Organisation.id
    member = select(Membership.id).where(own, Membership.holds(day)).exists()
    later = select(Membership.id).where(own, Membership.since > day).exists()
    listed = later if status is Status.LATER else ~later
    return organisations.under_its_name(day).where(~member, listed, ~organisations.merged_by(day))


def _sectors(session: Session, ids: Collection[int], day: date) -> dict[int, str]:
    held = sectors.held(session, day, ids)
    return {each: sectors.said(sector) for each, sector in held.items()}


def _ends(
    session: Session,
    status: Status,
    ids: Collection[int],
    onward: Mapping[int, int],
    day: date,
) -> dict[int, tuple[date, str | None]]:
    """Give the day that matters in a list, with another's name: who succeeds, or who it is now."""
    if status is Status.MERGED:
        now = {each: final(onward, each) for each in ids}
        called = organisations.called(session, set(now.values()), day=day)
        return {each: (day, called[into].name) for each, into in now.items()}
    if status not in {Status.CLOSED, Status.LATER}:
        return {}
    found = session.scalars(
        select(Membership).where(Membership.organisation_id.in_(ids)).order_by(Membership.since)
    ).all()
    heirs = {each.successor_id for each in found if each.successor_id is not None}
    called = organisations.called(session, heirs, day=day)
    given: dict[int, tuple[date, str | None]] = {}
    for row in found:
        heir = called.get(row.successor_id or 0)
        at = row.since if status is Status.LATER else row.until
        given[row.organisation_id] = (at or row.since, heir.name if heir else None)
    return given


def _bodies(session: Session, day: date) -> tuple[tuple[int, str], ...]:
    """List the bodies that somebody may sit on, and those that close later than a day."""
    filled = select(Seat.id).where(Seat.body_id == Body.id, Seat.holds(day)).exists()
    found = session.execute(
        select(Body.id, Body.name)
        .where(or_(Body.closed_at.is_(None), filled))
        .order_by(Body.name_key)
    )
    return tuple((each, name) for each, name in found)
