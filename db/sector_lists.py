"""The list of sectors that a partnership sorts its partners by: added, renamed, moved, retired."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db import audit
from db.models import Sector
from db.sectors import said
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import clean_name, name_key

MOST = 80
"""Sectors on the list: what a form can show, each with its button."""


def every(session: Session) -> list[Sector]:
    """List all sectors in the partnership's order, retired ones last."""
    return list(
        session.scalars(
            select(Sector).order_by(Sector.retired_at.is_not(None), Sector.place, Sector.id)
        )
    )


def by_id(session: Session, sector_id: int) -> Sector:
    """Give a sector. Raises `Refused` where there is none."""
    found = session.get(Sector, sector_id)
    if found is None:
        raise Refused(_("This sector is no longer on the list."))
    return found


def add(
    session: Session,
    name: str,
    *,
    place: int,
    keeps_terms: bool,
    by: int | None,
    now: datetime,
) -> Sector:
    """Add a sector at a place of the list, counted from 1.

    Raises `Refused` for a name that is none or taken, and where the list is full.
    """
    known = every(session)
    if len(known) >= MOST:
        raise Refused(_("The list is full: {n} sectors fit.").format(n=MOST))
    row = Sector(code=None, place=len(known), keeps_terms=keeps_terms)
    _name(row, name, known)
    session.add(row)
    _flush(session, row.name)
    _move(session, row, place)
    _record(session, "add", row, None, by, now)
    return row


def change(
    session: Session,
    row: Sector,
    *,
    name: str,
    place: int,
    keeps_terms: bool,
    retired: bool,
    by: int | None,
    now: datetime,
) -> None:
    """Rename, move, retire or bring back a sector; those who have a retired one keep it.

    Raises `Refused` for a name that is none or taken, and for the last one that is left.
    """
    before = _facts(row)
    known = every(session)
    others = [each for each in known if each.id != row.id]
    if clean_name(name) != said(row):
        _name(row, name, others)
    if retired and all(each.retired_at for each in others):
        raise Refused(_("One sector must stay in use."), field="ticks")
    row.keeps_terms = keeps_terms
    row.retired_at = (row.retired_at or now) if retired else None
    _flush(session, row.name)
    _move(session, row, place)
    if _facts(row) != before:
        _record(session, "change", row, before, by, now)


def _name(row: Sector, name: str, others: list[Sector]) -> None:
    row.name, row.name_key = clean_name(name), name_key(name)
    if any(row.name_key in {each.name_key, name_key(said(each))} for each in others):
        raise _taken(row.name)


def _move(session: Session, row: Sector, place: int) -> None:
    """Put a sector at a place, counted from 1, and number the list anew."""
    others = [each for each in every(session) if each.id != row.id]
    at = max(0, min(place - 1, len(others)))
    for number, each in enumerate([*others[:at], row, *others[at:]]):
        each.place = number
    session.flush()


def _flush(session: Session, name: str) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        raise _taken(name) from error


def _taken(name: str) -> Refused:
    return Refused(
        _("There is a sector “{name}” already, or a retired one.").format(name=name), field="name"
    )


def _facts(row: Sector) -> dict[str, object]:
    return {
        "name": row.name,
        "place": row.place + 1,
        "keeps_terms": row.keeps_terms,
        "retired": row.retired_at is not None,
    }


def _record(
    session: Session,
    verb: str,
    row: Sector,
    before: dict[str, object] | None,
    by: int | None,
    now: datetime,
) -> None:
    audit.record(
        session,
        actor_id=by,
        verb=verb,
        subject_kind="sector",
        subject_id=row.id,
        before=before,
        after=_facts(row),
        now=now,
    )
