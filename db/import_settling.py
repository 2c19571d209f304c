"""A question of an import that is no register's, decided: the same for each kind of file."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from db import import_runs, imports
from db.import_runs import By
from db.models import Import, ImportQuestion
from domain.imports import Decision, Problem, State

Run = Callable[[Session, Import, By], object]
"""A run through an import's file: to see what it would do, or to write what is clear."""


def settle(
    session: Session,
    question: ImportQuestion,
    decision: Decision,
    kind: str,
    *,
    write: Run,
    look: Run,
    by: By,
) -> list[Problem]:
    """Note what was decided of an import of some kind, and write or look at what that makes clear.

    Gives the rows that can't be taken all the same. Raises `Refused` as `imports.decide` does.
    """
    row = imports.to_change(session, question.import_id)
    imports.refuse_others(row, kind)
    imports.note(session, row, question, decision, by=by)
    before = import_runs.problems(row)
    if row.state == State.WRITTEN:
        write(session, row, by)
        imports.record(session, row, "decide", by=by)
    elif row.state == State.READY:
        look(session, row, by)
    return [Problem(*each) for each in import_runs.problems(row) if each not in before]
