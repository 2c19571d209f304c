"""The register of an event as it is read: every invited seat and guest with what it says of them.

db/register_drafts.py and db/register_saves.py write it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from db import answers, invited_seats, leaves, merges, sectors
from db.answers import Invited, lead_of
from db.events import Shown
from db.models import Attendance, DraftedOutcome, Event, Person, SeatHolder, WalkIn
from db.models import Outcome as Row
from db.named_rows import names_of
from domain.answers import IN_PLACE
from domain.check_in import OPENS
from domain.event_answers import Seat
from domain.outcomes import NOTHING, Code, Note, Outcome, Source, expected, expected_guest
from domain.registers import Another, Line, Stage
from domain.seats import Part

Read = Row | DraftedOutcome


def attendance(session: Session, event_id: int) -> Attendance | None:
    """Give that an event was recorded; None while its register is not filled in."""
    query = select(Attendance).where(Attendance.event_id == event_id)
    return session.scalars(query).one_or_none()


def read(row: Read) -> Outcome:
    """Give what a row says."""
    return Outcome(
        code=Code(row.code) if row.code else None,
        remote=row.remote,
        person_id=row.person_id,
        name=row.name,
        note=Note(row.note) if row.note else None,
        minutes=row.minutes,
        source=Source(row.source),
    )


def recorded(session: Session, invitation_ids: Collection[int]) -> dict[int, Row]:
    """Give what stands recorded for some invitations."""
    query = select(Row).where(Row.invitation_id.in_(invitation_ids), Row.is_current)
    fresh = query.order_by(Row.id).execution_options(populate_existing=True)
    return {each.invitation_id: each for each in session.scalars(fresh)}


def drafted(session: Session, invitation_ids: Collection[int]) -> dict[int, DraftedOutcome]:
    """Give what is drafted for some invitations, and not saved."""
    query = select(DraftedOutcome).where(DraftedOutcome.invitation_id.in_(invitation_ids))
    fresh = query.order_by(DraftedOutcome.id).execution_options(populate_existing=True)
    return {each.invitation_id: each for each in session.scalars(fresh)}


@dataclass(frozen=True, slots=True)
class _People:
    """Who may have come for a seat: its standing deputies by seat, those named by invitation."""

    names: dict[int, str]
    standing: dict[int, list[int]]


@dataclass(frozen=True, slots=True)
class _Known:
    """All that the lines of one register are made from."""

    drafts: Mapping[int, DraftedOutcome]
    records: Mapping[int, Row]
    people: _People
    codes: Mapping[int, str | None]
    away: leaves.Away
    onward: Mapping[int, int]
    once: bool


def lines(session: Session, shown: Shown) -> list[Line]:
    """List what an event's register says of all who are invited, by sector and name; guests last.

    What is drafted goes before what is recorded, and that before what is expected by the answers.
    A draft from before the check-in opens is of another time of the event, which was moved since.
    The number of queries is the same for any number of seats.
    """
    found = answers.invited(session, shown)
    seats = invited_seats.named(session, shown, found)
    own = [each for each in found if each.invitation.id in seats]
    ids = [each.invitation.id for each in own]
    day = shown.event.begins.date()
    opens = shown.event.begins_at - OPENS
    drafts = {own: row for own, row in drafted(session, ids).items() if row.drafted_at >= opens}
    records = recorded(session, ids)
    known = _Known(
        drafts=drafts,
        records=records,
        people=_people(session, day, own, [*drafts.values(), *records.values()]),
        codes={at: each.code for at, each in sectors.held(session, day).items()},
        away=leaves.on(session, day),
        onward=merges.redirects(session, day),
        once=attendance(session, shown.event.id) is not None,
    )
    made = [_line(seats[each.invitation.id], each, known) for each in own]
    return sorted(made, key=lambda each: invited_seats.order(each.seat))


def _people(session: Session, day: date, own: Sequence[Invited], rows: Sequence[Read]) -> _People:
    """Name who may have come, and who did."""
    ids = [each.seat.seat.id for each in own if each.seat is not None]
    query = select(SeatHolder.seat_id, SeatHolder.person_id).where(
        SeatHolder.seat_id.in_(ids), SeatHolder.part == Part.DEPUTY, SeatHolder.holds(day)
    )
    standing: dict[int, list[int]] = defaultdict(list)
    for seat, person in session.execute(query.order_by(SeatHolder.id)) if ids else ():
        standing[seat].append(person)
    wanted = {each for held in standing.values() for each in held}
    wanted |= {lead for each in own if each.seat and (lead := lead_of(each.seat)) is not None}
    wanted |= {each.deputy.person_id for each in own if each.deputy and each.deputy.person_id}
    wanted |= {each.person_id for each in rows if each.person_id is not None}
    return _People(names_of(session, Person, wanted), dict(standing))


def _line(seat: Seat, each: Invited, known: _Known) -> Line:
    own = each.invitation
    begins = _expected(each)
    row: Read | None = known.drafts.get(own.id) or known.records.get(own.id)
    stage = Stage.EXPECTED if row is None else Stage.RECORDED
    line = Line(
        seat,
        read(row) if row is not None else NOTHING if known.once else begins,
        Stage.DRAFTED if own.id in known.drafts else stage,
        each.standing,
        begins,
    )
    if each.seat is None:
        return line
    here, lead = each.seat.seat, lead_of(each.seat)
    return replace(
        line,
        seat_id=here.id,
        body_id=here.body_id,
        sector=known.codes.get(seat.organisation_id or 0),
        lead=(lead, known.people.names[lead]) if lead is not None else None,
        deputies=_deputies(each, known.people),
        on_leave=known.away.pauses(here.id, here.organisation_id, known.onward),
    )


def _expected(each: Invited) -> Outcome:
    if each.invitation.person_id is not None:
        return expected_guest(each.standing, each.invitation.person_id)
    deputy = each.deputy if each.deputy and each.deputy.state in IN_PLACE else None
    return expected(
        each.standing,
        lead=lead_of(each.seat) if each.seat is not None else None,
        deputy=deputy.person_id if deputy else None,
        name=deputy.name if deputy else "",
    )


def _deputies(each: Invited, people: _People) -> tuple[tuple[int, str], ...]:
    """List who may have come for a seat: who was named for this event, then standing deputies."""
    assert each.seat is not None  # noqa: S101 - a guest sends nobody
    named = [each.deputy.person_id] if each.deputy and each.deputy.person_id else []
    held = dict.fromkeys([*named, *people.standing.get(each.seat.seat.id, [])])
    return tuple((own, people.names[own]) for own in held)


def others(session: Session, event_id: int) -> list[Another]:
    """List who came to an event without being invited, in the order in which they were noted."""
    return [
        Another(each.id, each.name, each.organisation)
        for each in session.scalars(walk_ins(session, event_id).order_by(WalkIn.id))
    ]


def walk_ins(session: Session, event_id: int) -> Select[WalkIn]:
    """Select who came to an event without being invited, not to another time that it had once."""
    opens = session.get_one(Event, event_id).begins_at - OPENS
    return select(WalkIn).where(
        WalkIn.event_id == event_id, WalkIn.removed_at.is_(None), WalkIn.recorded_at >= opens
    )
