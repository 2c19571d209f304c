"""Arrangements: the dated versions of who sits where, one at a time."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db import audit, dated
from db.models import Arrangement
from domain.arrangements import neighbours, refuse_out_of_turn
from domain.days import said
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import clean_name


def every(session: Session) -> list[Arrangement]:
    """List all arrangements, past and planned ones too, the earliest first."""
    return list(session.scalars(select(Arrangement).order_by(Arrangement.since)))


def by_id(session: Session, arrangement_id: int) -> Arrangement | None:
    """Find an arrangement by its id."""
    found = select(Arrangement).where(Arrangement.id == arrangement_id)
    return session.scalars(found).one_or_none()


def on(session: Session, day: date) -> Arrangement | None:
    """Give the arrangement that holds on a day."""
    return session.scalars(select(Arrangement).where(Arrangement.holds(day))).one_or_none()


def add(session: Session, name: str, *, since: date, by: int | None, now: datetime) -> Arrangement:
    """Begin an arrangement on a day, which ends the one before.

    It lasts until the next that is known. Raises `Refused` where one begins on that very day.
    """
    new = Arrangement(name=clean_name(name))
    known = every(session)
    for each in known:
        if each.since == since:
            raise Refused(
                _(
                    "“{name}” begins on {day}. Please change that one, or choose another day."
                ).format(name=each.name, day=said(since)),
                field="since",
            )
    ended = next((each for each in known if each.span.holds(since)), None)
    try:
        dated.follow(session, known, new, since)
    except IntegrityError as error:
        raise Refused(_("Somebody else has just begun new arrangements.")) from error
    before = {"ended": ended.name} if ended is not None else None
    _record(session, "add", new, before=before, by=by, now=now)
    return new


def edit(
    session: Session,
    arrangement: Arrangement,
    name: str,
    *,
    since: date,
    by: int | None,
    now: datetime,
) -> None:
    """Correct an arrangement's name or first day; the one before it ends where it begins."""
    others = [each for each in every(session) if each.id != arrangement.id]
    before, after = neighbours([each.span for each in others], arrangement.span)
    refuse_out_of_turn(since, before, after)
    was = _facts(arrangement)
    for each in others:
        if before is not None and each.span == before:
            each.until = since
    arrangement.name, arrangement.since = clean_name(name), since
    session.flush()
    _record(session, "change", arrangement, before=was, by=by, now=now)


def _facts(arrangement: Arrangement) -> audit.Json:
    return {"name": arrangement.name, "since": arrangement.since.isoformat()}


def _record(
    session: Session,
    verb: str,
    arrangement: Arrangement,
    *,
    before: audit.Json | None,
    by: int | None,
    now: datetime,
) -> None:
    audit.record(
        session,
        actor_id=by,
        verb=verb,
        subject_kind="arrangement",
        subject_id=arrangement.id,
        before=before,
        after=_facts(arrangement),
        now=now,
    )
