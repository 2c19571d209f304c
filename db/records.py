"""A partner's own record: what is recorded of its seats, newest first, and nothing of others.

All of it in a fixed number of queries, however many events there are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from db import events, figures, merges, organisations, pauses, registers
from db.models import (
    Attendance,
    Body,
    Correction,
    Event,
    Invitation,
    Outcome,
    Person,
    Post,
    Seat,
    SeatHolder,
)
from db.named_rows import names_of
from domain.errors import Refused
from domain.event_answers import Seat as Named
from domain.events import Status
from domain.language import gettext as _
from domain.organisations import family, final
from domain.outcomes import NOTHING, Code
from domain.records import PAGE, Asked, Entry, Page, Said, State, Total, since
from domain.registers import Line, Stage
from domain.spans import Span


class _Row(NamedTuple):
    """A seat's invitation to an event that was recorded, with what is."""

    invitation: Invitation
    event: Event
    seat: Seat
    body: str
    outcome: Outcome | None


def whose(session: Session, person_id: int, *, day: date) -> frozenset[int]:
    """Give the organisations whose record somebody sees: whose seats they lead or deputise for.

    And of which they are the main contact.
    """
    posts = select(Post.organisation_id).where(
        Post.person_id == person_id, Post.main, Post.holds(day)
    )
    held = (
        select(Seat.organisation_id)
        .join(SeatHolder, SeatHolder.seat_id == Seat.id)
        .where(SeatHolder.person_id == person_id, SeatHolder.holds(day), Seat.holds(day))
    )
    ids = {*session.scalars(posts), *session.scalars(held)}
    return frozenset(organisations.surviving(session, ids, day).values())


def page(
    session: Session,
    own: Collection[int],
    *,
    day: date,
    offset: int = 0,
    every: bool = False,
) -> Page:
    """Give a page of the record of some organisations, with how often each seat was represented."""
    seats = _seats(session, own, day)
    query = _recorded().where(Invitation.seat_id.in_(seats))
    if not every:
        query = query.where(Event.begins >= datetime.combine(since(day), time()))
    total = session.scalars(select(func.count()).select_from(query.subquery())).one()
    offset = offset if 0 <= offset < total else 0
    rows = session.execute(query.offset(offset).limit(PAGE)).all()
    called = organisations.called(session, set(own), day=day)
    names = sorted(each.name for each in called.values())
    shown = _entries(session, rows, day)
    totals = _totals(session, own, seats, day)
    return Page(tuple(shown), offset, total, every, names, totals)


def entry(session: Session, own: Collection[int] | None, invitation_id: int, *, day: date) -> Entry:
    """Give what is recorded of one seat at one event; `own` None: of anybody's.

    Raises `Refused` for what is none of these organisations', as for what is not recorded.
    """
    query = _recorded().where(Invitation.id == invitation_id)
    if own is not None:
        query = query.where(Invitation.seat_id.in_(_seats(session, own, day)))
    found = _entries(session, session.execute(query).all(), day)
    if not found:
        raise Refused(_("This is not on the record of your organisation, or not any more."))
    return found[0]


def entries(session: Session, invitation_ids: Collection[int], *, day: date) -> list[Entry]:
    """Give what is recorded for some invitations, whosever they are."""
    query = _recorded().where(Invitation.id.in_(invitation_ids))
    return _entries(session, session.execute(query).all(), day) if invitation_ids else []


def _seats(session: Session, own: Collection[int], day: date) -> dict[int, Seat]:
    """Give the seats of some organisations, and of what was merged into them, ended ones too."""
    onward = merges.redirects(session, day)
    everybody = {each for one in own for each in family(onward, one)}
    query = select(Seat).where(Seat.organisation_id.in_(everybody)).order_by(Seat.id)
    return {each.id: each for each in session.scalars(query)}


def _recorded() -> Select[Invitation, Event, Seat, str, Outcome]:
    """Select invitations of seats to events that were held and recorded, the newest first."""
    return (
        select(Invitation, Event, Seat, Body.name.label("body_name"), Outcome)
        .join(Event, Event.id == Invitation.event_id)
        .join(Attendance, Attendance.event_id == Event.id)
        .join(Seat, Seat.id == Invitation.seat_id)
        .join(Body, Body.id == Seat.body_id)
        .outerjoin(Outcome, (Outcome.invitation_id == Invitation.id) & Outcome.is_current)
        .where(Invitation.withdrawn_at.is_(None), Event.status == Status.HELD)
        .order_by(Event.begins.desc(), Event.id.desc(), Invitation.id)
        .execution_options(populate_existing=True)
    )


def _entries(session: Session, found: Iterable[Any], day: date) -> list[Entry]:
    rows = [_Row(*each) for each in found]
    onward = merges.redirects(session, day)
    owners = {final(onward, each.seat.organisation_id) for each in rows}
    called = organisations.called(session, owners, day=day)
    asked = _asked(session, [each.invitation.id for each in rows])
    people = names_of(session, Person, _people(rows))
    away = pauses.all_of(session)
    return [
        Entry(
            each.invitation.id,
            each.event.title,
            events.span_of(each.event),
            (name := called[final(onward, each.seat.organisation_id)].name),
            _place(each.body, each.seat),
            _line(each, name, people),
            recorded_by=people.get(each.outcome.recorded_by or 0, "") if each.outcome else "",
            counted=_counts(away, each),
            asked=tuple(asked[each.invitation.id]),
        )
        for each in rows
    ]


def _people(rows: Sequence[_Row]) -> set[int]:
    found = {each.outcome.person_id for each in rows if each.outcome}
    found |= {each.outcome.recorded_by for each in rows if each.outcome}
    return {each for each in found if each is not None}


def _place(body: str, seat: Seat) -> str:
    return f"{body}, {seat.title}" if seat.title else body


def _counts(away: pauses.Pauses, row: _Row) -> bool:
    day = row.event.begins.date()
    return row.seat.span.holds(day) and not pauses.holds(away, row.seat.id, day)


def _line(row: _Row, partner: str, people: dict[int, str]) -> Line:
    said = registers.read(row.outcome) if row.outcome is not None else NOTHING
    own = said.person_id
    return Line(
        Named(row.invitation.id, partner),
        said,
        Stage.RECORDED,
        seat_id=row.seat.id,
        body_id=row.seat.body_id,
        deputies=((own, people[own]),) if own is not None else (),
    )


def _asked(session: Session, ids: Collection[int]) -> dict[int, list[Asked]]:
    """Give by invitation what partners asked, the latest last."""
    query = (
        select(Correction, Outcome.code)
        .join(Outcome, Outcome.id == Correction.outcome_id)
        .where(Correction.invitation_id.in_(ids))
        .order_by(Correction.id)
        .execution_options(populate_existing=True)
    )
    rows = session.execute(query).all()
    people = {each for row, _code in rows for each in (row.asked_by, row.decided_by) if each}
    names, owner = names_of(session, Person, people), events.partnership(session)
    found: dict[int, list[Asked]] = defaultdict(list)
    for row, code in rows:
        found[row.invitation_id].append(
            Asked(
                row.id,
                State(row.state),
                Said(Code(row.code), row.name, row.comment or ""),
                Code(code) if code else None,
                owner.day(row.asked_at),
                names.get(row.asked_by or 0, ""),
                row.source,
                owner.day(row.decided_at) if row.decided_at else None,
                names.get(row.decided_by or 0, ""),
                row.reply or "",
            )
        )
    return found


def _totals(
    session: Session, own: Collection[int], seats: dict[int, Seat], day: date
) -> tuple[Total, ...]:
    """Count for each seat how often it was represented in the last two years."""
    over = figures.Over(Span(since(day), day + timedelta(days=1)), organisations=frozenset(own))
    found = figures.by_seat(session, over)
    bodies = names_of(session, Body, {each.body_id for each in seats.values()})
    onward = merges.redirects(session, day)
    called = organisations.called(session, set(own), day=day)
    totals = [
        Total(
            called[final(onward, seats[at].organisation_id)].name,
            _place(bodies[seats[at].body_id], seats[at]),
            each.represented,
            each.opportunities,
        )
        for at, each in found.items()
        if at in seats
    ]
    return tuple(sorted(totals, key=lambda each: (each.partner, each.body)))
