"""What reports of calls write into the draft of a register, and take back with an undo."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db import call_report_stays, register_drafts, registers
from db.events import Shown
from db.models import CallLine, CallReport, DraftedOutcome
from domain.call_reports import TICKED, Fit, best, disagrees, key_of
from domain.outcomes import NOTHING, Code, Note, Outcome, Source
from domain.registers import Line, Stage


def write(
    session: Session, shown: Shown, invitations: Collection[int], *, by: int | None, now: datetime
) -> None:
    """Draft who was in the calls for some invitations, by all reports of an event that stand.

    What a register says otherwise stays; so does what agrees.
    """
    claims = _claims(session, shown.event.id)
    said = {}
    for line in registers.lines(session, shown):
        own = line.seat.invitation_id
        found = best(claims.get(own, ())) if own in invitations else None
        if found is not None and found.code is not None and _gives_way(line, found.code):
            said[own] = found
    register_drafts.keep(session, shown, said, by=by, now=now)


def _gives_way(line: Line, code: Code) -> bool:
    if disagrees(line, code):
        return False
    by_hand = line.stage is not Stage.EXPECTED and line.outcome.source is not Source.REPORT
    return not by_hand


def force(session: Session, shown: Shown, row: CallLine, *, by: int | None, now: datetime) -> None:
    """Draft what a coordinator decided of a line, whatever the register said; that is kept."""
    lines = {each.seat.invitation_id: each for each in registers.lines(session, shown)}
    fits = fits_of(row)
    before = {own: _kept(lines[own]) for own in (each.invitation_id for each in fits)}
    row.before = {str(own): each for own, each in before.items() if each is not None} or None
    session.flush()
    claims = _claims(session, shown.event.id)
    said = {each.invitation_id: best(claims[each.invitation_id]) for each in fits}
    found = {own: each for own, each in said.items() if each is not None}
    register_drafts.keep(session, shown, found, by=by, now=now)


def _kept(line: Line) -> dict[str, Any] | None:
    """Give what was said of a seat by hand, as it can be put back; None where nothing was."""
    by_hand = line.stage is not Stage.EXPECTED and line.outcome.source is not Source.REPORT
    return asdict(line.outcome) if by_hand else None


def take_back(
    session: Session, shown: Shown, invitations: Collection[int], *, by: int | None, now: datetime
) -> None:
    """Take back what a report drafted that no longer stands; what it took the place of is back.

    In a register that was saved meanwhile, it is drafted as not recorded, to be saved again.
    """
    claims = _claims(session, shown.event.id)
    drafts, saved = (each(session, invitations) for each in (registers.drafted, registers.recorded))
    before = _before(session, shown.event.id)
    said: dict[int, Outcome] = {}
    gone = []
    for own in sorted(invitations):
        draft, row = drafts.get(own), saved.get(own)
        if draft is not None and draft.source != Source.REPORT:
            continue
        reported = row is not None and row.source == Source.REPORT
        if (found := best(claims.get(own, ()))) is not None:
            if draft is not None or reported:
                said[own] = found
        elif own in before and (draft is not None or reported):
            said[own] = before[own]
        elif reported:
            said[own] = NOTHING
        elif draft is not None:
            gone.append(draft.id)
    session.execute(delete(DraftedOutcome).where(DraftedOutcome.id.in_(gone)))
    register_drafts.keep(session, shown, said, by=by, now=now)


def fits_of(row: CallLine) -> list[Fit]:
    """Give what a line says somebody was there for."""
    return [Fit.read(each) for each in row.fits or ()]


def _claims(session: Session, event_id: int) -> Mapping[int, list[tuple[Fit, str, int]]]:
    """Give who was in the calls for each invitation, by all reports that stand."""
    query = call_report_stays.live(event_id).where(CallLine.state.in_(TICKED))
    stayed = call_report_stays.totals(session, event_id)
    found: dict[int, list[tuple[Fit, str, int]]] = defaultdict(list)
    for row in session.scalars(query.order_by(CallLine.id)):
        for fit in fits_of(row):
            minutes = stayed[key_of(row.name, row.address)]
            found[fit.invitation_id].append((fit, row.name, minutes))
    return found


def _before(session: Session, event_id: int) -> dict[int, Outcome]:
    """Give what was drafted by hand before reports took its place, the oldest of each."""
    query = (
        select(CallLine.before)
        .join(CallReport, CallReport.id == CallLine.report_id)
        .where(CallReport.event_id == event_id, CallLine.before.is_not(None))
        .order_by(CallLine.decided_at, CallLine.id)
    )
    found: dict[int, Outcome] = {}
    for kept in session.scalars(query):
        for own, said in kept.items():
            found.setdefault(int(own), _read(said))
    return found


def _read(kept: Mapping[str, Any]) -> Outcome:
    return Outcome(
        **{
            **kept,
            "code": Code(kept["code"]) if kept["code"] else None,
            "note": Note(kept["note"]) if kept["note"] else None,
            "source": Source(kept["source"]),
        }
    )
