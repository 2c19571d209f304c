"""How long people stayed in the calls of an event, by all of its reports that stand."""

from collections import defaultdict

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from db.models import CallLine, CallReport
from domain.call_report_stays import Stays, holds, together
from domain.call_reports import Beside, State, key_of


def live(event_id: int) -> Select[CallLine]:
    """Give the lines of an event's reports that were not undone."""
    return (
        select(CallLine)
        .join(CallReport, CallReport.id == CallLine.report_id)
        .where(CallReport.event_id == event_id, CallReport.undone_at.is_(None))
    )


def by_report(session: Session, event_id: int) -> dict[int, Stays]:
    """Give the minutes of each person, by report, the oldest first."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for each in session.scalars(live(event_id).order_by(CallLine.report_id, CallLine.id)):
        found[each.report_id][key_of(each.name, each.address)] = each.minutes
    return dict(found)


def totals(session: Session, event_id: int) -> dict[str, int]:
    """Sum the minutes of each person."""
    return together(list(by_report(session, event_id).values()))


def leave_out_short(session: Session, event_id: int) -> set[int]:
    """Leave out who no longer stayed long enough, once a report was undone.

    Gives the invitations that they were ticked for. What a coordinator decided stays.
    """
    stayed = totals(session, event_id)
    query = live(event_id).add_columns(CallReport.minimum).where(CallLine.decided_at.is_(None))
    query = query.where(CallLine.state.in_((State.SURE, State.WAITING)))
    found = set()
    for line, minimum in session.execute(query.order_by(CallLine.id)):
        if line.minutes and stayed[key_of(line.name, line.address)] < minimum:
            found |= {int(fit[0]) for fit in line.fits or ()}
            line.state, line.fits, line.invitation_id = State.LEFT_OUT, None, None
    session.flush()
    return found


def besides(session: Session, report: CallReport) -> tuple[Beside, ...]:
    """Give the other reports of its event that have somebody of it, and if of the same call."""
    stays = by_report(session, report.event_id)
    own = stays.pop(report.id, {})
    query = select(CallReport).where(CallReport.id.in_(stays)).order_by(CallReport.id)
    return tuple(
        Beside(each.file_name, holds(own, stays[each.id]) or holds(stays[each.id], own))
        for each in session.scalars(query)
        if report.undone_at is None and own.keys() & stays[each.id].keys()
    )
