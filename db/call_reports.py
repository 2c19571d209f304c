"""Reports of calls: read into the draft of an event's register, and undone as one.

Who is sure is ticked; all else waits for a coordinator (db/call_lines.py). Nothing is published
until the register is saved.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import (
    audit,
    call_report_drafts,
    call_report_lines,
    call_report_stays,
    events,
    register_drafts,
    registers,
)
from db.events import Shown
from db.models import CallLine, CallReport, Event, WalkIn
from domain.call_reports import TICKED, Report, Result, State, Vendor, key_of
from domain.errors import Refused
from domain.events import Status
from domain.language import gettext as _
from domain.outcomes import Source
from domain.registers import refuse_unready, summed_up

CHOICES = 100
"""Events that a form offers (Slack's limit)."""


def take(
    session: Session,
    shown: Shown,
    report: Report,
    file_name: str,
    minimum: int,
    *,
    by: int | None,
    now: datetime,
) -> CallReport:
    """Read a report into the draft of an event's register.

    Raises `Refused`, with nothing written, for an event whose register can't be filled in, and for
    a report that was read before.
    """
    events.locked(session, shown.series.id)
    session.refresh(shown.event)
    refuse_not_open(shown, now)
    _refuse_again(session, shown, report)
    row = _begun(session, shown, report, file_name, minimum, by, now)
    found = call_report_lines.of(session, shown, row, report)
    ticked = {fit.invitation_id for each in found for fit in call_report_drafts.fits_of(each)}
    call_report_drafts.write(session, shown, ticked, by=by, now=now)
    _note(session, row, "read report", {"people": len(found)}, by, now)
    return row


def _begun(
    session: Session,
    shown: Shown,
    report: Report,
    file_name: str,
    minimum: int,
    by: int | None,
    now: datetime,
) -> CallReport:
    row = CallReport(
        event_id=shown.event.id,
        file_name=file_name[:120],
        vendor=report.vendor,
        digest=report.digest,
        minimum=minimum,
        read_by=by,
        read_at=now,
    )
    session.add(row)
    session.flush()
    return row


def refuse_not_open(shown: Shown, now: datetime) -> None:
    """Raise `Refused` for an event whose register can't be filled in, or not yet."""
    status = Status(shown.event.status)
    try:
        refuse_unready(status, shown.event.begins_at, now)
    except Refused as no:
        raise Refused(no.sentence, field="event") from None
    if status is Status.ABANDONED:
        raise Refused(_("This event did not take place, so it has no register."), field="event")


def _refuse_again(session: Session, shown: Shown, report: Report) -> None:
    query = select(CallReport).where(
        CallReport.event_id == shown.event.id,
        CallReport.digest == report.digest,
        CallReport.undone_at.is_(None),
    )
    if (known := session.scalars(query.order_by(CallReport.id)).first()) is not None:
        raise Refused(
            _(
                "This report was read before, as “{file}”, so nothing was added. "
                "To read it with another minimum, undo that first."
            ).format(file=known.file_name),
            field="file",
        )


def by_id(session: Session, report_id: int) -> CallReport:
    """Find a report. Raises `Refused` where there is none of that number."""
    row = session.get(CallReport, report_id)
    if row is None:
        raise Refused(_("This report is no longer there."))
    return row


def read(session: Session, report_id: int) -> Result:
    """Give what became of a report's people, by now."""
    row = by_id(session, report_id)
    shown = events.by_id(session, row.event_id)
    assert shown is not None  # noqa: S101 - events are never deleted
    query = select(CallLine).where(CallLine.report_id == row.id).order_by(CallLine.id)
    found = list(session.scalars(query))
    states = [State(each.state) for each in found]
    lines = registers.lines(session, shown)
    saved = registers.attendance(session, shown.event.id)
    short = sum(each.state == State.LEFT_OUT and each.decided_at is None for each in found)
    return Result(
        report_id=row.id,
        file_name=row.file_name,
        vendor=Vendor(row.vendor),
        minimum=row.minimum,
        undone=row.undone_at is not None,
        event_id=shown.event.id,
        title=shown.event.title,
        span=events.span_of(shown.event),
        sum=summed_up(lines, registers.others(session, shown.event.id)),
        people=len(found),
        sure=sum(each in TICKED for each in states),
        waiting=states.count(State.WAITING),
        walk_ins=states.count(State.WALK_IN),
        short=short,
        left_out=states.count(State.LEFT_OUT) - short,
        otherwise=sum(each.state == State.WAITING and bool(each.fits) for each in found),
        nobody_known=not any(each.fits or each.offers for each in found),
        saved=saved is not None and saved.recorded_at >= row.read_at,
        besides=call_report_stays.besides(session, row),
    )


def undo(session: Session, report_id: int, *, by: int | None, now: datetime) -> CallReport:
    """Take back all that a report wrote, as one. Raises `Refused` where that was done.

    What another report says of the same people stays, and what was entered by hand.
    """
    row = by_id(session, report_id)
    shown = events.by_id(session, row.event_id)
    assert shown is not None  # noqa: S101 - events are never deleted
    events.locked(session, shown.series.id)
    session.refresh(row)
    if row.undone_at is not None:
        raise Refused(_("This report was undone already."))
    row.undone_at = now
    session.flush()
    lines = list(session.scalars(select(CallLine).where(CallLine.report_id == row.id)))
    ticked = {fit.invitation_id for each in lines for fit in call_report_drafts.fits_of(each)}
    ticked |= call_report_stays.leave_out_short(session, shown.event.id)
    call_report_drafts.take_back(session, shown, ticked, by=by, now=now)
    _take_out(session, shown, {each.walk_in_id for each in lines if each.walk_in_id}, by, now)
    _note(session, row, "undo report", {"people": len(lines)}, by, now)
    return row


def _take_out(
    session: Session, shown: Shown, walk_ins: set[int], by: int | None, now: datetime
) -> None:
    """Take walk-ins out whom only what was undone had put there."""
    query = call_report_stays.live(shown.event.id).where(CallLine.walk_in_id.in_(walk_ins))
    kept = {each.walk_in_id for each in session.scalars(query)}
    theirs = select(WalkIn.id).where(
        WalkIn.id.in_(walk_ins - kept), WalkIn.source == Source.REPORT, WalkIn.removed_at.is_(None)
    )
    for own in session.scalars(theirs.order_by(WalkIn.id)).all():
        register_drafts.remove(session, own, by=by, now=now)


def _note(
    session: Session,
    row: CallReport,
    verb: str,
    facts: Mapping[str, int],
    by: int | None,
    now: datetime,
) -> None:
    audit.record(
        session,
        actor_id=by,
        verb=verb,
        subject_kind="event",
        subject_id=row.event_id,
        before=None,
        after={"file": row.file_name, **facts},
        now=now,
    )


def choices(session: Session, *, now: datetime) -> list[Shown]:
    """List the events that a report may be of, the latest first."""
    query = (
        select(Event.id)
        .where(Event.begins_at <= now, Event.status.in_((Status.SCHEDULED, Status.HELD)))
        .order_by(Event.begins_at.desc(), Event.id)
        .limit(CHOICES)
    )
    found = events.by_ids(session, list(session.scalars(query)))
    return sorted(found, key=lambda each: (each.event.begins_at, -each.event.id), reverse=True)


def of_event(session: Session, event_id: int) -> list[CallReport]:
    """List the reports of an event that stand, the newest first."""
    query = select(CallReport).where(
        CallReport.event_id == event_id, CallReport.undone_at.is_(None)
    )
    return list(session.scalars(query.order_by(CallReport.id.desc())))


def count_waiting(session: Session) -> dict[int, int]:
    """Count the people of reports who wait for a coordinator, by event."""
    query = (
        select(CallReport.event_id, CallLine.name, CallLine.address)
        .join(CallReport, CallReport.id == CallLine.report_id)
        .where(CallReport.undone_at.is_(None), CallLine.state == State.WAITING)
        .order_by(CallReport.event_id)
    )
    people = {(event, key_of(name, address)) for event, name, address in session.execute(query)}
    found: dict[int, int] = {}
    for event, _key in people:
        found[event] = found.get(event, 0) + 1
    return found
