"""Imports of attendance: what was read becomes meetings that were held, with who came to each.

The file's way, its states, questions and undoing are the register's (db/imports.py). Nothing is
written until an import is confirmed, and nobody hears of what is.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db import (
    attendance_plans,
    events,
    import_questions,
    import_runs,
    import_settling,
    import_writes,
    imports,
)
from db.attendance_drafts import Plan
from db.attendance_plans import Wanted
from db.import_contents import pack_attended, unpack_attended
from db.import_runs import By
from db.import_writes import Progress, batches, digest, loaded
from db.models import Event, Import, ImportChange, ImportQuestion, Organisation, Outcome, Seat
from db.rows import columns
from domain.attendance_files import Attended
from domain.errors import Refused
from domain.events import Status
from domain.imports import Decision, Problem, State
from domain.language import gettext as _
from domain.outcomes import CODES

KIND = imports.ATTENDANCE
KEPT = import_runs.PROBLEMS_KEPT

Facts = Mapping[str, Any]
"""Columns of a row, with what they are to say."""


def begin(session: Session, file_name: str, body: str, *, as_spelt: bool, by: By) -> Import:
    """Note that somebody gave us a file of attendance, of a body where it doesn't say."""
    asked = {"body": body, "as_spelt": as_spelt}
    return imports.begin(session, file_name, asked, by=by, kind=KIND)


def keep(session: Session, row: Import, attended: Attended, *, by: By) -> Plan:
    """Keep what was read from the file, and what it would do; nothing is written yet."""
    row.content = pack_attended(attended)
    row.state = State.READY
    row.summary = {
        "rows": attended.rows,
        "hosts": attended.hosts,
        "ticks": attended.ticks,
        "ignored": attended.ignored[: imports.LISTED],
        "unread": [each.as_json() for each in attended.problems[:KEPT]],
        "unread_count": len(attended.problems),
    }
    return _look(session, row, by=by)


def adds_nothing(session: Session, row: Import) -> bool:
    """Say whether all of a file is recorded, or was asked about when it came before."""
    summary: Mapping[str, Any] = row.summary or {}
    counts = summary["counts"]
    if counts["outcomes"]["added"] or counts["meetings"]["added"]:
        return False
    before = select(ImportQuestion.key).join(Import, Import.id == ImportQuestion.import_id)
    before = before.where(
        Import.id != row.id,
        Import.kind == KIND,
        Import.state == State.WRITTEN,
        ImportQuestion.decision.is_(None),
    )
    return {each.key for each in import_questions.waiting(session, row.id)} <= set(
        session.scalars(before)
    )


def confirm(
    session: Session,
    row: Import,
    *,
    by: By,
    plan: Plan | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Write what is clear, with one entry in the record.

    A `plan` made in this very transaction needn't be made again. Raises `Refused` where it was
    confirmed, discarded or undone already, or samples are in the way.
    """
    imports.refuse_others(row, KIND)
    if row.state != State.READY:
        raise imports.not_open(row)
    import_runs.refuse_samples(session)
    made = _write(session, row, plan or _plan(session, row, by=by), progress)
    row.state, row.confirmed_at = State.WRITTEN, by.now
    imports.record(session, row, "confirm", by=by)
    return made


def decide(
    session: Session, question: ImportQuestion, decision: Decision, *, by: By
) -> list[Problem]:
    """Note what was decided; if the rest is written already, what it makes clear is written now.

    Gives the rows that can't be taken all the same. Raises `Refused` as `imports.decide` does.
    """
    return import_settling.settle(
        session,
        question,
        decision,
        KIND,
        write=lambda session, row, by: _write(session, row, _plan(session, row, by=by)),
        look=lambda session, row, by: _look(session, row, by=by),
        by=by,
    )


def _plan(session: Session, row: Import, *, by: By) -> Plan:
    asked: Mapping[str, Any] = row.source
    zone = events.partnership(session).zone
    wanted = Wanted(asked["body"], zone, as_spelt=asked["as_spelt"])
    decisions = import_questions.decisions(session, row.id)
    attended = unpack_attended(row.content)
    return attendance_plans.plan(session, attended, wanted, decisions, by=by)


def _look(session: Session, row: Import, *, by: By) -> Plan:
    """See what an import would do by now, with what has been decided; nothing is written."""
    made = _plan(session, row, by=by)
    import_questions.keep(session, row.id, made.questions)
    _summarise(row, made)
    return made


def _write(session: Session, row: Import, made: Plan, progress: Progress | None = None) -> Plan:
    """Write what is clear; the file is kept until all of it is."""
    told = progress or (lambda _count: None)
    import_writes.write(session, made.register, row.id, told)
    try:
        with session.begin_nested():
            _mark(session, row, Outcome, made.instead, {"is_current": False})
            _mark(session, row, Event, made.held, {"status": str(Status.HELD)})
            for drafts in made.history.rows.values():
                import_writes.add(session, drafts, row.id, told)
    except IntegrityError as error:
        raise Refused(
            _("The register has changed meanwhile. Nothing was written. Please try again.")
        ) from error
    import_questions.keep(session, row.id, made.questions)
    if not made.questions:
        row.content = None
    _summarise(row, made)
    row.summary = {**(row.summary or {}), "written": True}
    return made


def _mark(
    session: Session, row: Import, model: type[Outcome | Event], ids: list[int], values: Facts
) -> None:
    """Change rows that are known, and note what they were."""
    for batch in batches(ids):
        before = {
            own: {name: getattr(each, name) for name in values}
            for own, each in loaded(session, model, batch).items()
        }
        session.execute(update(model).where(model.id.in_(batch)).values(**values))
        session.expire_all()
        noted = {
            str(own): [
                digest(model, {name: getattr(each, name) for name in columns(model)}),
                before[own],
            ]
            for own, each in loaded(session, model, batch).items()
        }
        session.add(ImportChange(import_id=row.id, table=model.__tablename__, rows=noted))
        session.flush()


def _summarise(row: Import, made: Plan) -> None:
    before: Mapping[str, Any] = row.summary or {}
    problems = [*before.get("unread", []), *(each.as_json() for each in made.problems)]
    written = before["counts"] if before.get("written") else {}
    row.summary = {
        **before,
        "problems": sorted(problems)[:KEPT],
        "problem_count": before.get("unread_count", 0) + len(made.problems),
        "counts": counts(made, written),
        "codes": {str(each): made.codes[each] for each in CODES if made.codes[each]},
        "bodies": sorted(str(each["name"]) for each in made.bodies),
        "differing": [each.as_json() for each in made.differing[:KEPT]],
        "meetings": dict(made.meetings),
        "waiting": made.waiting,
        "before": made.before,
        "never": made.never,
        "earlier": made.earlier,
    }


def counts(made: Plan, written: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """Count what is new, changed and there already; what was written before counts as new."""
    new = made.register.new
    partners = sum(each.model is Organisation for each in new)
    outcomes = made.outcomes
    found = {
        "meetings": {"added": made.meetings["added"], "same": made.meetings["known"]},
        "partners": {"added": partners, "same": len(made.partners) - partners},
        "seats": {"added": sum(each.model is Seat for each in new)},
        "outcomes": {each: outcomes[each] for each in ("added", "changed", "same")},
    }
    for what, own in found.items():
        for how in own.keys() - {"same"}:
            own[how] += written.get(what, {}).get(how, 0)
    return found
