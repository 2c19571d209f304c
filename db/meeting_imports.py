"""Imports of meetings, from what was read to events that are written, or taken back.

The file's way until here, its states and its questions are the register's (db/imports.py). Nothing
is written until an import is confirmed, and nobody hears of what is.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import (
    bodies,
    events,
    import_questions,
    import_runs,
    import_settling,
    imports,
    meeting_undo,
    meeting_writes,
)
from db.import_contents import pack_meetings, unpack_meetings
from db.import_runs import By
from db.meeting_facts import Facts
from db.meeting_plans import Plan, Wanted, plan
from db.models import Import, ImportQuestion
from domain.errors import Refused
from domain.events import Calendar
from domain.imports import Decision, Problem, State
from domain.language import gettext as _
from domain.meeting_files import Meetings

LARGE = 300
"""Meetings that a request has time for: a job writes more."""

KIND = imports.MEETINGS
KEPT = import_runs.PROBLEMS_KEPT


def begin(
    session: Session, file_name: str, source: Mapping[str, Any], wanted: Wanted, *, by: By
) -> Import:
    """Note that somebody gave us a file of meetings. Raises `Refused` for a body that is none."""
    if wanted.body_id is not None:
        body = bodies.by_id(session, wanted.body_id)
        if body is None or body.sample or not bodies.is_open(body, by.now):
            raise Refused(_("Please choose a body that still meets."), field="body")
    asked = {"body": wanted.body_id, "calendar": str(wanted.calendar)}
    return imports.begin(session, file_name, {**source, **asked}, by=by, kind=KIND)


def keep(session: Session, row: Import, meetings: Meetings, *, by: By) -> Plan:
    """Keep what was read from the file, and what it would do; nothing is written yet."""
    row.content = pack_meetings(meetings)
    row.state = State.READY
    row.summary = {
        "read": len(meetings.found) + len(meetings.problems),
        "ignored": meetings.ignored[: imports.LISTED],
        "cancelled": meetings.cancelled,
        "no_year": sum(each.no_year for each in meetings.found),
        "unread": [each.as_json() for each in meetings.problems[:KEPT]],
        "unread_count": len(meetings.problems),
        "shortened": [each.as_json() for each in meetings.left_out[:KEPT]],
        "contents": sha256(row.content or b"").hexdigest(),
    }
    _remember(session, row)
    return look(session, row, by=by)


def _remember(session: Session, row: Import) -> None:
    """Take over what was decided when the same meetings were written before."""
    assert row.summary is not None  # noqa: S101 - it was read
    query = select(Import.id).where(
        Import.kind == KIND,
        Import.state == State.WRITTEN,
        Import.id != row.id,
        Import.summary["contents"].as_string() == row.summary["contents"],
    )
    before = session.scalars(query.order_by(Import.id.desc()).limit(1)).first()
    if before is not None:
        import_questions.carry(session, before, row.id)


def look(session: Session, row: Import, *, by: By) -> Plan:
    """See what an import would do by now, with what has been decided; nothing is written."""
    made = _plan(session, row, by=by)
    import_questions.keep(session, row.id, made.questions)
    _summarise(row, made)
    return made


def refuse_others(row: Import) -> None:
    """Raise `Refused` for an import of something else."""
    imports.refuse_others(row, KIND)


def is_large(row: Import) -> bool:
    """Say whether there is more to write than a request has time for."""
    return int((row.summary or {}).get("new", 0)) > LARGE


def confirm(session: Session, row: Import, *, by: By) -> Plan:
    """Write what is clear, with one entry in the record.

    Raises `Refused` where it was confirmed, discarded or undone already, or samples are in the way.
    """
    refuse_others(row)
    if row.state not in {State.READY, State.CONFIRMED}:
        raise imports.not_open(row)
    import_runs.refuse_samples(session)
    made = _write(session, row, by=by)
    row.state = State.WRITTEN
    row.confirmed_at = row.confirmed_at or by.now
    imports.record(session, row, "confirm", by=by)
    return made


def decide(
    session: Session, question: ImportQuestion, decision: Decision, *, by: By
) -> list[Problem]:
    """Note what was decided; if the rest is written already, its meetings are written now.

    Gives the rows that can't be taken all the same. Raises `Refused` as `imports.decide` does.
    """
    return import_settling.settle(
        session,
        question,
        decision,
        KIND,
        write=lambda session, row, by: _write(session, row, by=by),
        look=lambda session, row, by: look(session, row, by=by),
        by=by,
    )


def undo(session: Session, row: Import, *, by: By) -> tuple[int, int]:
    """Take back the meetings that nobody has touched; gives how many went, and how many stay."""
    refuse_others(row)
    if row.state != State.WRITTEN:
        raise imports.not_open(row)
    gone, kept = meeting_undo.roll_back(session, row.id)
    row.state, row.undone_at, row.content = State.UNDONE, by.now, None
    row.summary = {**(row.summary or {}), "gone": gone, "kept": kept}
    for each in import_questions.waiting(session, row.id):
        session.delete(each)
    session.flush()
    imports.record(session, row, "undo", by=by)
    return gone, kept


def _plan(session: Session, row: Import, *, by: By) -> Plan:
    owner = events.partnership(session)
    facts = Facts(session, owner, now=by.now)
    chosen = row.source.get("body")  # one that was closed meanwhile is asked for again
    body_id = chosen if chosen in facts.bodies else None
    wanted = Wanted(body_id, Calendar(row.source["calendar"]))
    decisions = import_questions.decisions(session, row.id)
    return plan(unpack_meetings(row.content), facts, wanted, decisions, now=by.now)


def _write(session: Session, row: Import, *, by: By) -> Plan:
    """Write what is clear; what waits is all that is kept of the file."""
    read = unpack_meetings(row.content)
    made = _plan(session, row, by=by)
    meeting_writes.write(session, made, row.id, by=by.person_id, now=by.now)
    first = not (row.summary or {}).get("written")
    row.content = pack_meetings(Meetings(made.waiting, month_first=read.month_first))
    import_questions.keep(session, row.id, made.questions)
    if first:
        _summarise(row, made)
    else:
        _add_to_summary(row, made)
    row.summary = {**(row.summary or {}), "written": True, "sentence": ""}
    return made


def _summarise(row: Import, made: Plan) -> None:
    before: Mapping[str, Any] = row.summary or {}
    problems = [*before.get("unread", []), *(each.as_json() for each in made.problems)]
    row.summary = {
        **before,
        "problems": sorted(problems)[:KEPT],
        "problem_count": before.get("unread_count", 0) + len(made.problems),
        "notes": [*before.get("shortened", []), *(each.as_json() for each in made.left_out)][:KEPT],
        "counts": {"meetings": _counts(made)},
        "new": len(made.new),
        "unclear": len(made.waiting),
        "skipped": made.skipped,
        "lines": [each.as_json() for each in made.lines],
    }


def _add_to_summary(row: Import, made: Plan) -> None:
    """Note what an answer has led to, beside what was written before."""
    before: Mapping[str, Any] = row.summary or {}
    counts = before["counts"]["meetings"]
    more = _counts(made)
    problems = [*import_runs.problems(row), *(each.as_json() for each in made.problems)]
    lines = [*before["lines"], *(each.as_json() for each in made.lines)]
    row.summary = {
        **before,
        "problems": sorted(problems)[:KEPT],
        "problem_count": before["problem_count"] + len(made.problems),
        "counts": {"meetings": {how: counts[how] + n for how, n in more.items()}},
        "unclear": len(made.waiting),
        "skipped": before["skipped"] + made.skipped,
        "lines": sorted(lines, key=lambda line: str(line[1])),
    }


def _counts(made: Plan) -> dict[str, int]:
    return {"added": len(made.new), "changed": len(made.shifts), "same": made.known}
