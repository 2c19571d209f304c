"""Imports, from a file that came in to rows that are written, or taken back: the whole way.

Nothing is written to the register until an import is confirmed. What is not clear becomes a
question, and each answer that comes later writes its rows.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import audit, hand_overs, import_events, import_questions, import_runs, import_undo
from db.import_contents import pack
from db.import_plans import Plan
from db.import_runs import By
from db.import_writes import Progress
from db.models import Import, ImportQuestion
from db.tenancy import across_partnerships
from domain.errors import Refused
from domain.imports import KEPT_DAYS, Decision, Problem, Reading, State
from domain.language import gettext as _

REGISTER = "register"
MEETINGS = "meetings"
ATTENDANCE = "attendance"
CALL = "call"
"""What is imported: the register, a year's meetings, who came to past ones, who was in a call."""

LISTED = 20

OPEN = (State.READY, State.CONFIRMED, State.WRITTEN)
"""The states in which a question can still be answered."""


def begin(
    session: Session, file_name: str, source: dict[str, Any], *, by: By, kind: str = REGISTER
) -> Import:
    """Note that somebody gave us a file, which is still to be fetched."""
    row = Import(
        kind=kind,
        file_name=file_name[:120],
        state=State.ASKED,
        asked_by=by.person_id,
        asked_at=by.now,
        source=source,
    )
    session.add(row)
    session.flush()
    return row


def keep(session: Session, row: Import, reading: Reading, *, by: By) -> Plan:
    """Keep what was read from the file, and what it would do; nothing is written yet."""
    row.content = pack(reading)
    row.state = State.READY
    row.summary = {
        "ignored": reading.ignored[:LISTED],
        "unread": [each.as_json() for each in reading.problems[: import_runs.PROBLEMS_KEPT]],
        "unread_count": len(reading.problems),
    }
    return _look(session, row, by=by)


def _look(session: Session, row: Import, *, by: By) -> Plan:
    """See what an import would do, to coming events too; nothing is written."""
    made = import_runs.look(session, row, by=by)
    import_events.foresee(session, row, made.register, by.now)
    return made


def hold_back(row: Import, sentence: str) -> None:
    """Wait for somebody again: what was confirmed could not be written; the sentence says why."""
    row.state = State.WRITTEN if (row.summary or {}).get("written") else State.READY
    row.summary = {**(row.summary or {}), "sentence": sentence}


def fail(row: Import, sentence: str) -> None:
    """Note that the file can't be taken, and the sentence that says why."""
    row.state = State.FAILED
    row.summary = {"sentence": sentence}
    row.content = None


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
    refuse_others(row)
    if row.state not in {State.READY, State.CONFIRMED}:
        raise not_open(row)
    import_runs.refuse_samples(session)
    made = import_runs.write(session, row, by=by, plan=plan, progress=progress)
    import_events.follow(session, row, made.register, by=by)
    row.state = State.WRITTEN
    row.confirmed_at = row.confirmed_at or by.now
    record(session, row, "confirm", by=by)
    return made


def confirm_later(row: Import, *, by: By) -> None:
    """Have a job write what is clear: there is too much of it for a request."""
    if row.state != State.READY:
        raise not_open(row)
    row.state, row.confirmed_at = State.CONFIRMED, by.now


def discard(session: Session, row: Import, *, by: By) -> None:
    """Forget a file that nobody wants written, or what still waits of one that was."""
    if row.state not in {State.READY, State.WRITTEN}:
        raise not_open(row)
    if row.state == State.READY:
        row.state = State.DISCARDED
    row.content = None
    for each in import_questions.waiting(session, row.id):
        session.delete(each)
    session.flush()
    record(session, row, "discard", by=by)


def undo(session: Session, row: Import, *, by: By) -> int:
    """Take back all that an import wrote, as one; gives how many rows.

    Raises `Refused`, naming what, where something has been built on it since.
    """
    if row.kind != ATTENDANCE:
        refuse_others(row)
    if row.state != State.WRITTEN:
        raise not_open(row)
    seats = import_events.written(session, row.id)
    count = import_undo.roll_back(session, row.id)
    hand_overs.follow(session, seats, by=by.person_id, now=by.now)
    row.state, row.undone_at, row.content = State.UNDONE, by.now, None
    for each in import_questions.waiting(session, row.id):
        session.delete(each)
    session.flush()
    record(session, row, "undo", by=by)
    return count


def decide(
    session: Session, question: ImportQuestion, decision: Decision, *, by: By
) -> list[Problem]:
    """Note what was decided; if the rest is written already, its rows are written now.

    Gives the rows that can't be taken all the same. Raises `Refused` where it was decided before,
    or the import is no more.
    """
    row = to_change(session, question.import_id)
    refuse_others(row)
    note(session, row, question, decision, by=by)
    if row.state == State.WRITTEN and import_runs.is_large(session, row):
        row.state = State.CONFIRMED  # a job writes it
    elif row.state == State.WRITTEN:
        plan = import_runs.write(session, row, by=by)
        import_events.follow(session, row, plan.register, by=by)
        record(session, row, "decide", by=by)
        return plan.problems
    elif row.state == State.READY and not import_runs.is_large(session, row):
        known = import_runs.problems(row)
        _look(session, row, by=by)
        return [Problem(*each) for each in import_runs.problems(row) if each not in known]
    return []


def note(
    session: Session, row: Import, question: ImportQuestion, decision: Decision, *, by: By
) -> None:
    """Note what was decided. Raises `Refused` where it was before, or the import is no more."""
    session.refresh(question)
    if question.decision is not None or row.state not in OPEN:
        raise Refused(_("This was decided already."))
    question.decision, question.decided_at = str(decision), by.now
    session.flush()


def refuse_others(row: Import, kind: str = REGISTER) -> None:
    """Raise `Refused` for an import of something else."""
    if row.kind != kind:
        raise Refused(_("This import is of another kind."))


def by_id(session: Session, import_id: int) -> Import:
    """Find an import. Raises `Refused` where there is none of that number."""
    row = session.get(Import, import_id)
    if row is None:
        raise Refused(_("There is no import {n}.").format(n=import_id))
    return row


def to_change(session: Session, import_id: int) -> Import:
    """Find an import and hold it: whoever else would change it waits for this transaction's end.

    Raises `Refused` where there is none of that number.
    """
    held = select(Import).where(Import.id == import_id).with_for_update()
    row = session.scalars(held, execution_options={"populate_existing": True}).one_or_none()
    return row or by_id(session, import_id)


def latest(session: Session, limit: int = LISTED) -> list[Import]:
    """List imports, the newest first."""
    return list(session.scalars(select(Import).order_by(Import.id.desc()).limit(limit)))


def in_state(session: Session, state: State) -> list[tuple[int, int]]:
    """List the imports of all partnerships in a state, the oldest first: (partnership, id)."""
    with across_partnerships(session):
        found = session.execute(
            select(Import.partnership_id, Import.id)
            .where(Import.state == state)
            .order_by(Import.id)
        )
        return [(partnership_id, import_id) for partnership_id, import_id in found]


def forget(session: Session, now: datetime) -> int:
    """Forget the rows of files that nobody has confirmed or answered for in 30 days."""
    before = now - timedelta(days=KEPT_DAYS)
    old = session.scalars(
        select(Import).where(Import.content.is_not(None), Import.asked_at < before)
    ).all()
    for row in old:
        row.content = None
        if row.state == State.READY:
            row.state = State.DISCARDED
        for each in import_questions.waiting(session, row.id):
            session.delete(each)
    return len(old)


def not_open(row: Import) -> Refused:
    """Give the refusal of what can't be done with an import as it stands."""
    said = {
        State.ASKED: _("This file is still being read. Please wait a moment."),
        State.FAILED: _("This file could not be read."),
        State.READY: _("This import has not been confirmed yet."),
        State.CONFIRMED: _("This import is being written. Please wait a moment."),
        State.WRITTEN: _("This import has been written already."),
        State.DISCARDED: _("This import was discarded."),
        State.UNDONE: _("This import was undone."),
    }
    return Refused(said[State(row.state)])


def record(session: Session, row: Import, verb: str, *, by: By) -> None:
    """Write down what was done with an import: one entry, however many rows it is about."""
    counts = (row.summary or {}).get("counts", {})
    audit.record(
        session,
        actor_id=by.person_id,
        verb=verb,
        subject_kind="import",
        subject_id=row.id,
        before=None,
        after={
            "name": row.file_name,
            **{f"{what} {how}": n for what, each in counts.items() for how, n in each.items()},
        },
        now=by.now,
    )
