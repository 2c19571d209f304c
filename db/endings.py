"""Dated facts that end: what held until then stays as it was."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from sqlalchemy.orm import Session

from db.models.base import Dated
from domain.days import said
from domain.errors import Refused
from domain.language import gettext as _

T = TypeVar("T", bound=Dated)


def cut(session: Session, rows: Iterable[T], day: date) -> list[T]:
    """End facts from a day on, and give those that would have lasted longer.

    What would have begun on that day or later never will, and is taken back; what has begun is
    refused before (`refuse_begun`).
    """
    changed = [each for each in rows if each.until is None or each.until > day]
    for each in changed:
        if each.since >= day:
            session.delete(each)
        else:
            each.until = day
    session.flush()
    return changed


def refuse_begun(
    rows: Iterable[Dated], day: date, *, today: date, name: str, field: str = "until"
) -> None:
    """Raise `Refused` where ending facts from a day on would take back one that has held."""
    begun = [each.since for each in rows if day <= each.since < today]
    if begun:
        raise Refused(
            _("{name} began on {day}. Please choose a day after that.").format(
                name=name, day=said(max(begun))
            ),
            field=field,
        )


def end(
    session: Session, row: T, day: date, *, others: Iterable[T], today: date, name: str
) -> None:
    """End a fact from a day on, or move an end that is still to come.

    It lasts no longer than until the next of `others`. Raises `Refused` where it is over, ends on
    that day anyway, or would be taken back though it has held.
    """
    refuse_begun([row], day, today=today, name=name)
    if row.until is None or day < row.until:
        cut(session, [row], day)
        return
    if row.until <= today:
        raise Refused(
            _("This has ended on {day} already.").format(day=said(row.until)), field="until"
        )
    if day == row.until:
        raise Refused(_("This ends on {day} already.").format(day=said(day)), field="until")
    following = min((each.since for each in others if each.since >= row.until), default=None)
    if following is not None and day > following:
        raise Refused(
            _("Something else begins on {day}. Please choose that day or an earlier one.").format(
                day=said(following)
            ),
            field="until",
        )
    row.until = day
    session.flush()
