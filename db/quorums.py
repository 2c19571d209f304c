"""How the quorum of an event stands: by who came, and before that by who answered."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import organisations, sectors
from db.events import Shown
from db.models import Attendance, Body, RoleHeld, Seat, SeatHolder
from domain import quorum as rules
from domain.answers import Kind
from domain.event_pages import Decided
from domain.outcomes import Code, Quorate
from domain.quorum import Quorum
from domain.quorum_reached import Part, Reached, Seated, all_met, came, coming, reckon
from domain.registers import Line
from domain.roles import Role
from domain.seats import Part as Holds


def rule_of(session: Session, shown: Shown) -> Quorum | None:
    """Give the quorum of the body that meets; None where it has none, or no body meets."""
    body = shown.series.body_id
    found = session.scalar(select(Body.quorum).where(Body.id == body)) if body else None
    return rules.parse(found) if found else None


def rule_at(session: Session, shown: Shown) -> Quorum | None:
    """Give the quorum of an event's register: as it was recorded, before that as the body has it.

    So a rule that is changed later changes no meeting that was recorded.
    """
    row = _recorded(session, shown.event.id)
    if row is None:
        return rule_of(session, shown)
    return rules.parse(row.quorum) if row.quorum else None


def _recorded(session: Session, event_id: int) -> Attendance | None:
    query = select(Attendance).where(Attendance.event_id == event_id)
    return session.scalars(query).one_or_none()


def decided_otherwise(session: Session, event_id: int) -> Decided | None:
    """Give what a coordinator settled of a quorum, and whether that is as it is worked out."""
    row = _recorded(session, event_id)
    if row is None:
        return None
    reckoned = all_met(Quorate(each["met"]) for each in row.reached or ())
    own = Quorate(row.quorate)
    return Decided(own, row.quorum_lost_at, by_hand=own is not reckoned)


def decided(session: Session, event_id: int) -> Decided | None:
    """Say whether an event that was recorded could decide; None where its body has no quorum."""
    row = _recorded(session, event_id)
    if row is None or row.quorum is None:
        return None
    return Decided(Quorate(row.quorate), row.quorum_lost_at)


def at(session: Session, shown: Shown, lines: Sequence[Line]) -> Reached | None:
    """Say how an event's quorum stands by its register; None where its body has no quorum."""
    quorum = rule_at(session, shown)
    if quorum is None:
        return None
    standing = standing_deputies(session, shown)

    def seated(line: Line) -> Seated:
        deputy = (line.seat_id, line.outcome.person_id) in standing
        return came(line.seat_id or 0, line.sector, line.outcome, standing=deputy)

    chair = _chair(session, shown, lines, lambda line: _here(line.outcome.code))
    return reckon(quorum, _seats(session, shown, lines, seated), chair=chair)


def forecast(session: Session, shown: Shown, lines: Sequence[Line]) -> Reached | None:
    """Say how an event's quorum stands by the answers; None where its body has no quorum."""
    quorum = rule_of(session, shown)
    if quorum is None:
        return None
    standing = standing_deputies(session, shown)

    def seated(line: Line) -> Seated:
        deputy = (line.seat_id, line.expected.person_id) in standing
        return coming(line.seat_id or 0, line.sector, line.standing, standing=deputy)

    chair = _chair(session, shown, lines, _comes)
    return reckon(quorum, _seats(session, shown, lines, seated), chair=chair)


def _seats(
    session: Session, shown: Shown, lines: Iterable[Line], seated: Callable[[Line], Seated]
) -> list[Seated]:
    """Give all seats of the body on that day; one that was not invited is not there."""
    body, day = shown.series.body_id, shown.event.begins.date()
    own = {each.seat_id: each for each in lines if each.body_id == body}
    query = select(Seat.id, Seat.organisation_id).where(Seat.body_id == body, Seat.holds(day))
    found = session.execute(query.order_by(Seat.id)).all()
    onward = organisations.surviving(session, {each.organisation_id for each in found}, day)
    codes = {at: each.code for at, each in sectors.held(session, day).items()}
    return [
        seated(own[each.id])
        if each.id in own
        else Seated(each.id, codes.get(onward[each.organisation_id]), here=False)
        for each in found
    ]


def standing_deputies(session: Session, shown: Shown) -> set[tuple[int | None, int | None]]:
    """Give the seats of the body that meets with their standing deputies on that day, by ids."""
    query = select(SeatHolder.seat_id, SeatHolder.person_id).join(
        Seat, Seat.id == SeatHolder.seat_id
    )
    own = query.where(
        Seat.body_id == shown.series.body_id,
        SeatHolder.part == Holds.DEPUTY,
        SeatHolder.holds(shown.event.begins.date()),
    )
    return {(row.seat_id, row.person_id) for row in session.execute(own)}


def _chair(
    session: Session, shown: Shown, lines: Iterable[Line], here: Callable[[Line], bool | None]
) -> bool | None:
    """Say whether a chair is there, in a seat or as a guest; None where nobody knows."""
    chairs = chairs_of(session, shown)
    said = []
    for line in lines:
        lead = line.lead[0] if line.lead else None
        if line.outcome.person_id in chairs or line.expected.person_id in chairs:
            said.append(here(line))
        elif chairs & {lead, *line.seat.people}:
            said.append(False if here(line) else here(line))
    return True if True in said else None if None in said or not said else False


def chairs_of(session: Session, shown: Shown) -> set[int]:
    """Give who chairs on the day of an event, or stands in for the chair, by their ids."""
    day = shown.event.begins.date()
    query = select(RoleHeld.person_id).where(RoleHeld.role == Role.CHAIR, RoleHeld.holds(day))
    return set(session.scalars(query))


def _here(code: Code | None) -> bool | None:
    return None if code is None else code in {Code.MEMBER, Code.DEPUTY, Code.IN_ATTENDANCE}


def _comes(line: Line) -> bool | None:
    if line.standing.stale or line.standing.kind in {None, Kind.UNSURE}:
        return None
    return line.standing.is_coming


def as_json(reached: Reached) -> list[dict[str, Any]]:
    """Give how each rule was met as data that is kept with the event."""
    return [_part(each) for each in reached.parts]


def _part(part: Part) -> dict[str, Any]:
    return {
        "met": part.met,
        "there": part.there,
        "needed": part.needed,
        "lacking_sectors": list(part.lacking_sectors),
        "lacking_seats": list(part.lacking_seats),
    }


def settled(reached: Reached | None) -> Quorate:
    """Give what a register offers about its quorum: unknown where there is none."""
    return reached.met if reached is not None else Quorate.UNKNOWN


def names_in(
    session: Session, shown: Shown, reached: Reached
) -> tuple[dict[str, str], dict[int, str]]:
    """Name the sectors, by code, and the single seats, by id, that a quorum's rules speak of."""
    day = shown.event.begins.date()
    codes = {each.code: sectors.said(each) for each in sectors.in_use(session, day) if each.code}
    named = {
        own
        for each in reached.parts
        if isinstance(each.rule, rules.AllOf | rules.SomeOf)
        for own in each.rule.members.seats
    }
    query = select(Seat.id, Seat.organisation_id).where(Seat.id.in_(named))
    rows = dict(session.execute(query).all()) if named else {}
    called = organisations.called(session, set(rows.values()), day=day)
    return codes, {own: called[at].name for own, at in rows.items() if at in called}
