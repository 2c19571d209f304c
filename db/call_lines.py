"""People of calls' reports who wait for a coordinator: who they may be, and what is decided."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from db import (
    audit,
    call_report_drafts,
    call_report_stays,
    call_reports,
    events,
    people,
    register_drafts,
    registers,
)
from db.events import Shown
from db.models import CallLine, CallReport
from domain.call_reports import Fit, State, Waiting, key_of
from domain.errors import Refused
from domain.language import gettext as _
from domain.outcomes import Code, Source
from domain.registers import Line
from domain.worklist import Gap, Kind, Unnamed


def waiting(session: Session, shown: Shown) -> list[Waiting]:
    """List who waits of an event's reports, by name; somebody in several reports once."""
    query = call_report_stays.live(shown.event.id).where(CallLine.state == State.WAITING)
    rows = session.scalars(query.order_by(CallLine.minutes.desc(), CallLine.id))
    found: dict[str, CallLine] = {}
    for each in rows:
        found.setdefault(key_of(each.name, each.address), each)
    lines = {each.seat.invitation_id: each for each in registers.lines(session, shown)}
    stayed = call_report_stays.totals(session, shown.event.id)
    return sorted(
        (
            Waiting(
                each.id,
                each.name,
                each.address,
                stayed[key],
                tuple(lines[own] for own in each.offers if own in lines),
            )
            for key, each in found.items()
        ),
        key=lambda each: (not each.offers, each.name.casefold(), each.id),
    )


def to_decide(session: Session, line_id: int, *, deciding: bool = True) -> tuple[CallLine, Shown]:
    """Give somebody who waits. If we are `deciding`, whoever else would waits until we are done.

    Raises `Refused` where they wait no more.
    """
    row = session.get(CallLine, line_id)
    report = session.get(CallReport, row.report_id) if row is not None else None
    shown = events.by_id(session, report.event_id) if report is not None else None
    if row is None or report is None or shown is None:
        raise Refused(_("This is no longer there. Please look at the list again."))
    if deciding:
        events.locked(session, shown.series.id)
        session.refresh(row)
        session.refresh(report)
    if row.state != State.WAITING or report.undone_at is not None:
        raise Refused(_("This was decided already."))
    return row, shown


def is_for(
    session: Session,
    line_id: int,
    invitation_id: int,
    *,
    member: bool,
    by: int | None,
    now: datetime,
) -> Shown:
    """Decide for whom somebody was in the call: as the member of a seat, or for them.

    Raises `Refused` for a seat that is not invited, and for a member of one that has no lead.
    """
    row, shown = to_decide(session, line_id)
    lines = {each.seat.invitation_id: each for each in registers.lines(session, shown)}
    line = lines.get(invitation_id)
    if line is None:
        raise Refused(_("This seat is no longer invited to this event."), field="seat")
    fit = Fit(invitation_id, _code(line, member=member), _person(session, row, line, member=member))
    for each in _same(session, shown, row):
        each.state, each.invitation_id, each.fits = State.DECIDED, invitation_id, [fit.as_json()]
        each.decided_by, each.decided_at = by, now
    session.flush()
    call_report_drafts.force(session, shown, row, by=by, now=now)
    _record(session, row, shown, fit.code, by, now)
    return shown


def _code(line: Line, *, member: bool) -> Code:
    if line.seat.guest:
        return Code.IN_ATTENDANCE
    if member and line.lead is None:
        raise Refused(
            _("This seat has no lead, so nobody is its member. They came for them."), field="seat"
        )
    return Code.MEMBER if member else Code.DEPUTY


def _person(session: Session, row: CallLine, line: Line, *, member: bool) -> int | None:
    """Give who it was, if the register knows them: the seat's lead, or who has the address."""
    if line.seat.guest:
        return line.seat.people[0]
    if member and line.lead is not None:
        return line.lead[0]
    found = people.by_address(session, row.address) if row.address else None
    return found.id if found is not None else None


def came_uninvited(session: Session, line_id: int, *, by: int | None, now: datetime) -> Shown:
    """Decide that somebody was in the call without being invited: in attendance."""
    row, shown = to_decide(session, line_id)
    stayed = call_report_stays.totals(session, shown.event.id)[key_of(row.name, row.address)]
    made = register_drafts.walk_in(
        session,
        shown,
        row.name,
        remote=True,
        minutes=stayed or None,
        source=Source.REPORT,
        by=by,
        now=now,
    )
    _settle(session, shown, row, State.WALK_IN, by, now, walk_in_id=made.id)
    return shown


def leave_out(session: Session, line_id: int, *, by: int | None, now: datetime) -> Shown:
    """Decide that somebody is left out: a second device, or who kept the minutes."""
    row, shown = to_decide(session, line_id)
    _settle(session, shown, row, State.LEFT_OUT, by, now)
    _record(session, row, shown, State.LEFT_OUT, by, now)
    return shown


def _settle(
    session: Session,
    shown: Shown,
    row: CallLine,
    state: State,
    by: int | None,
    now: datetime,
    walk_in_id: int | None = None,
) -> None:
    for each in _same(session, shown, row):
        each.state, each.walk_in_id, each.fits = state, walk_in_id, None
        each.decided_by, each.decided_at = by, now
    session.flush()


def _same(session: Session, shown: Shown, row: CallLine) -> list[CallLine]:
    """List the lines of one person that wait, in all reports of an event."""
    query = call_report_stays.live(shown.event.id).where(CallLine.state == State.WAITING)
    key = key_of(row.name, row.address)
    found = session.scalars(query.order_by(CallLine.id))
    return [each for each in found if key_of(each.name, each.address) == key]


def _record(
    session: Session, row: CallLine, shown: Shown, said: str, by: int | None, now: datetime
) -> None:
    audit.record(
        session,
        actor_id=by,
        verb="say who was in the call",
        subject_kind="event",
        subject_id=shown.event.id,
        before=None,
        after={"name": row.name, "outcome": said},
        now=now,
    )


def gaps(session: Session) -> list[Gap]:
    """Give for each event how many people of its reports wait: a line of the worklist each."""
    found = call_reports.count_waiting(session)
    return [Gap(Kind.CALL_LINES, own, {"count": count}) for own, count in found.items()]


def read(session: Session, counts: Mapping[int, int]) -> dict[int, Unnamed]:
    """Give what the worklist says of some events, by the number of people who wait for each."""
    return {
        each.event.id: Unnamed(each.event.title, events.span_of(each.event), counts[each.event.id])
        for each in _events(session, list(counts))
    }


def _events(session: Session, ids: Collection[int]) -> Sequence[Shown]:
    return events.by_ids(session, ids) if ids else []
