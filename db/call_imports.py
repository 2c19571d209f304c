"""Reports of calls that come as files through Slack: noted, fetched by a job, then taken."""

from typing import Any

from sqlalchemy.orm import Session

from db import call_reports, events, imports
from db.events import Shown
from db.import_runs import By
from db.models import Import
from domain.call_reports import Report, Result
from domain.errors import Refused
from domain.imports import State
from domain.language import gettext as _

KIND = imports.CALL


def begin(
    session: Session,
    source: dict[str, Any],
    shown: Shown,
    minimum: int,
    *,
    by: By,
) -> Import:
    """Note that somebody gave us a report of an event's call, which is still to be fetched.

    Raises `Refused` for an event whose register can't be filled in, or not yet.
    """
    call_reports.refuse_not_open(shown, by.now)
    asked = {"event": shown.event.id, "minimum": minimum}
    return imports.begin(session, _("report of a call"), {**source, **asked}, by=by, kind=KIND)


def event_of(session: Session, row: Import) -> Shown | None:
    """Give the event whose call a file reports; None for a file of another kind."""
    return events.by_id(session, int(row.source["event"])) if row.kind == KIND else None


def keep(session: Session, row: Import, report: Report, *, by: By) -> None:
    """Take a report that was read; one that can't be taken writes nothing, and says why."""
    shown = event_of(session, row)
    assert shown is not None  # noqa: S101 - events are never deleted
    try:
        made = call_reports.take(
            session,
            shown,
            report,
            row.file_name,
            int(row.source["minimum"]),
            by=by.person_id,
            now=by.now,
        )
    except Refused as no:
        imports.fail(row, no.sentence)
        return
    row.state = State.WRITTEN
    row.summary = {"report": made.id, "nameless": report.nameless, "waited": report.waited}


def of_import(session: Session, row: Import) -> Result | None:
    """Give what became of a file's people; None while it is read, or where it could not be."""
    report = (row.summary or {}).get("report")
    return call_reports.read(session, int(report)) if report is not None else None
