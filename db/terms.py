"""School terms of a partnership's area: typed in, or read from a calendar file."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db import audit
from db.models import Term
from domain import terms as rules
from domain.errors import Refused
from domain.language import gettext as _


def every(session: Session) -> list[Term]:
    """List all terms, the earliest first."""
    return list(session.scalars(select(Term).order_by(Term.first_day)))


def by_id(session: Session, term_id: int) -> Term:
    """Give a term. Raises `Refused` where it has been removed."""
    found = session.get(Term, term_id)
    if found is None:
        raise Refused(_("This term has been removed already."))
    return found


def add(session: Session, term: rules.Term, *, by: int | None, now: datetime) -> Term:
    """Add a term. Raises `Refused` where it shares a day with another."""
    rules.refuse_overlap(term, _known(session))
    row = Term(name=term.name, first_day=term.first_day, last_day=term.last_day)
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise Refused(
            _("There is a term that begins on this day already."), field="first_day"
        ) from error
    _record(session, "add", row.id, None, _facts(term), by, now)
    return row


def change(
    session: Session, term_id: int, term: rules.Term, *, by: int | None, now: datetime
) -> None:
    """Change a term. Raises `Refused` where it is gone, or shares a day with another."""
    row = by_id(session, term_id)
    rules.refuse_overlap(term, _known(session, but=term_id))
    before = _facts(_plain(row))
    row.name, row.first_day, row.last_day = term.name, term.first_day, term.last_day
    session.flush()
    _record(session, "change", row.id, before, _facts(term), by, now)


def remove(session: Session, term_id: int, *, by: int | None, now: datetime) -> None:
    """Remove a term. Raises `Refused` where it is gone."""
    row = by_id(session, term_id)
    session.delete(row)
    session.flush()
    _record(session, "remove", term_id, _facts(_plain(row)), {}, by, now)


def fitting(
    session: Session, found: Sequence[rules.Term]
) -> tuple[list[rules.Term], list[rules.Term]]:
    """Part terms read from a file into those to add and those that share days with known ones."""
    kept, known, held = list[rules.Term](), _known(session), list[rules.Term]()
    for term in found:
        clashes = any(term.overlaps(other) for other in (*known, *kept))
        (held if clashes else kept).append(term)
    return kept, held


def _known(session: Session, *, but: int | None = None) -> list[rules.Term]:
    return [_plain(row) for row in every(session) if row.id != but]


def _plain(row: Term) -> rules.Term:
    return rules.Term(row.name, row.first_day, row.last_day)


def _facts(term: rules.Term) -> dict[str, str]:
    return {
        "name": term.name,
        "first_day": term.first_day.isoformat(),
        "last_day": term.last_day.isoformat(),
    }


def _record(
    session: Session,
    verb: str,
    term_id: int,
    before: dict[str, str] | None,
    after: dict[str, str],
    by: int | None,
    now: datetime,
) -> None:
    audit.record(
        session,
        actor_id=by,
        verb=verb,
        subject_kind="term",
        subject_id=term_id,
        before=before,
        after=after,
        now=now,
    )
