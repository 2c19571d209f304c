"""Facts with dates: one ends where the next begins, and the past stays as it was."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.models.base import Dated
from domain.days import said
from domain.errors import Refused
from domain.language import gettext as _
from domain.spans import Span

T = TypeVar("T", bound=Dated)


def follow(
    session: Session,
    known: Sequence[Dated],
    new: Dated | None,
    since: date,
    *,
    field: str = "since",
) -> Dated | None:
    """Let a fact hold from a day on in place of what held, and give the row that it ends.

    `known` are all rows of one fact that can hold only once at a time (an organisation's names, a
    seat's leads), over or not. `new` without an end of its own lasts until the next that is known;
    None: nothing follows. A fact that began on that very day never held, and is taken back.
    Raises `Refused` where `new` would run into a later one.
    """
    later = min((each.since for each in known if each.since > since), default=None)
    before = next((each for each in known if each.span.holds(since)), None)
    if before is not None and before.since == since:
        session.delete(before)
    elif before is not None:
        before.until = since
    session.flush()
    if new is not None:
        new.since = since
        new.until = new.until or later
        _fits(new, later, field)
        session.add(new)
        session.flush()
    return before


def _fits(new: Dated, later: date | None, field: str) -> None:
    if new.until is not None and new.until <= new.since:
        raise Refused(_("This ends before it begins."), field=field)
    if later is not None and (new.until is None or new.until > later):
        raise Refused(
            _("Something else is planned from {day}. Please change that first.").format(
                day=said(later)
            ),
            field=field,
        )


def refuse_overlap(
    known: Iterable[Dated], span: Span, sentence: str, *, field: str = "since"
) -> None:
    """Raise `Refused` with a sentence where a span shares a day with one that is known."""
    if any(each.span.overlaps(span) for each in known):
        raise Refused(sentence, field=field)


def of(
    session: Session, model: type[T], column: InstrumentedAttribute[int], owner_id: int
) -> list[T]:
    """Give all rows of a fact of one owner, past and planned ones too, the earliest first."""
    return list(session.scalars(select(model).where(column == owner_id).order_by(model.since)))
