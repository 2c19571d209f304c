"""Lines of a call's report: who each of its people is, as far as that is sure or was decided."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from db import call_report_people, call_report_stays, registers
from db.events import Shown
from db.models import CallLine, CallReport
from domain.call_report_matches import Match, match
from domain.call_reports import InCall, Report, State, disagrees, key_of
from domain.registers import Line


def of(session: Session, shown: Shown, row: CallReport, report: Report) -> list[CallLine]:
    """Keep who was in the call of an event; what was decided of them in another report, holds."""
    before = _decided(session, shown.event.id)
    lines = registers.lines(session, shown)
    known = call_report_people.known(session, shown, lines)
    places = call_report_people.places(session, lines)
    own = {each.seat.invitation_id: each for each in lines}
    found = [
        _line(row.id, each, before.get(each.key), _checked(match(each, known, places), own))
        for each in report.people
    ]
    session.add_all(found)
    session.flush()
    _leave_out(session, row, found, report)
    return found


def _decided(session: Session, event_id: int) -> Mapping[str, CallLine]:
    """Give what was decided of people in earlier reports of an event, by who they are."""
    query = (
        call_report_stays.live(event_id)
        .where(CallLine.decided_at.is_not(None))
        .order_by(CallLine.id)
    )
    return {key_of(each.name, each.address): each for each in session.scalars(query)}


def _checked(found: Match, lines: Mapping[int, Line]) -> Match:
    """Let wait of whom the register says something else: it is shown, and not written over."""
    if any(disagrees(lines[each.invitation_id], each.code) for each in found.fits):
        offers = tuple(each.invitation_id for each in found.fits)
        return Match(State.WAITING, found.fits, offers)
    return found


def _line(report_id: int, person: InCall, before: CallLine | None, found: Match) -> CallLine:
    row = CallLine(
        report_id=report_id,
        name=person.name[:120],
        address=person.address,
        minutes=person.minutes or 0,
        state=found.state,
        offers=list(found.offers),
        fits=[each.as_json() for each in found.fits] or None,
        invitation_id=found.fits[0].invitation_id if found.fits else None,
    )
    if before is not None:
        row.state, row.fits, row.invitation_id = before.state, before.fits, before.invitation_id
        row.walk_in_id, row.offers = before.walk_in_id, before.offers
        row.decided_by, row.decided_at = before.decided_by, before.decided_at
    return row


def _leave_out(
    session: Session, report_row: CallReport, found: Sequence[CallLine], report: Report
) -> None:
    """Leave out who did not stay long enough by all of an event's reports."""
    untold = {each.key for each in report.people if each.minutes is None}
    stayed = call_report_stays.totals(session, report_row.event_id)
    for row in found:
        key = key_of(row.name, row.address)
        if key not in untold and stayed[key] < report_row.minimum:
            row.state, row.fits, row.invitation_id = State.LEFT_OUT, None, None
            row.walk_in_id, row.decided_by, row.decided_at = None, None, None
    session.flush()
