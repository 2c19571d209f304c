"""An import is compared with the register, and what is clear of it is written: one run of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import import_plans, import_questions, import_writes
from db.import_contents import pack, unpack
from db.import_plans import Plan
from db.import_writes import Progress
from db.models import Body, Import, Organisation, Person
from domain.errors import Refused
from domain.imports import Reading
from domain.language import gettext as _

LARGE = 1_500
"""Rows that a request has no time for: a job writes them."""

CHANGES_KEPT = 30
"""Changes of what is known already that a preview names."""

PROBLEMS_KEPT = 500
"""Bad rows that are kept to be shown."""


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, and when: a person's id (None: the command line), the moment, and its day."""

    person_id: int | None
    now: datetime
    day: date


def look(session: Session, row: Import, *, by: By) -> Plan:
    """See what an import would do by now, with what has been decided; nothing is written."""
    reading = unpack(row.content)
    plan = import_plans.plan(
        session, reading, import_questions.decisions(session, row.id), day=by.day, now=by.now
    )
    import_questions.keep(session, row.id, plan.questions)
    _summarise(row, reading, plan)
    return plan


def write(
    session: Session,
    row: Import,
    *,
    by: By,
    plan: Plan | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Write what is clear; what waits is all that is kept of the file."""
    reading = unpack(row.content)
    decisions = import_questions.decisions(session, row.id)
    plan = plan or import_plans.plan(session, reading, decisions, day=by.day, now=by.now)
    import_writes.write(session, plan.register, row.id, progress)
    session.flush()
    first = not (row.summary or {}).get("written")
    row.content = pack(Reading(entries=plan.waiting))
    import_questions.keep(session, row.id, plan.questions)
    if first:
        _summarise(row, reading, plan)
    else:
        _add_to_summary(row, plan)
    row.summary = {**(row.summary or {}), "written": True, "sentence": ""}
    return plan


def _add_to_summary(row: Import, plan: Plan) -> None:
    """Note what an answer has led to: what waits still, and rows that can't be taken after all."""
    before: Mapping[str, Any] = row.summary or {}
    found = [*problems(row), *(each.as_json() for each in plan.problems)]
    row.summary = {
        **before,
        "unclear": plan.unclear,
        "problems": sorted(found)[:PROBLEMS_KEPT],
        "problem_count": before.get("problem_count", 0) + len(plan.problems),
    }


def _summarise(row: Import, reading: Reading, plan: Plan) -> None:
    before: Mapping[str, Any] = row.summary or {}
    unread = before.get("unread", [])
    problems = [*unread, *(each.as_json() for each in plan.problems)]
    row.summary = {
        **before,
        "rows": len(reading.rows),
        "clear": plan.clear,
        "unclear": plan.unclear,
        "counts": plan.touched,
        "problems": sorted(problems)[:PROBLEMS_KEPT],
        "problem_count": before.get("unread_count", 0) + len(plan.problems),
        "without_address": plan.without_address,
        "changes": plan.changes[:CHANGES_KEPT],
        "change_count": len(plan.changes),
    }


def problems(row: Import) -> list[list[Any]]:
    """List the rows that can't be taken, as they are shown: sheet, number, sentence."""
    found: list[list[Any]] = (row.summary or {}).get("problems", [])
    return found


def is_large(session: Session, row: Import) -> bool:
    """Say whether there is more to write, or to compare it with, than a request has time for."""
    read: int = (row.summary or {}).get("rows", 0)
    known = session.scalars(select(func.count()).select_from(Organisation)).one()
    return max(read, known) > LARGE


def refuse_samples(session: Session) -> None:
    """Raise `Refused` while samples are there: they would go, and what is built on them too."""
    for model in (Organisation, Person, Body):
        if session.scalars(select(model.id).where(model.sample.is_(True)).limit(1)).first():
            raise Refused(
                _("The sample data is still here. Please remove it first, then confirm again.")
            )
