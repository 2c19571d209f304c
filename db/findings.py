"""What was found of partners and is to be checked first: noticed, read and kept, a spell a row."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db import events, snoozes, standings, trail
from db.models import Finding, Partnership, Person
from db.named_rows import names_of
from domain.errors import Refused
from domain.findings import FOUND, Spell
from domain.language import gettext as _
from domain.standing import Level, Standing, thresholds

Key = tuple[int, int]
"""A partner at a body: their ids."""

NOTICED, DEEPENED, OVER = "notice finding", "deepen finding", "end finding"
"""What the record of changes calls what the clock does."""

UNSEEN = (NOTICED, DEEPENED, OVER, snoozes.PUT_OFF, snoozes.LIFTED)
"""Of these readers see nothing there: they would know of a finding before its facts are checked."""


def open_ones(session: Session) -> dict[Key, Finding]:
    """Give the spells that last, by partner and body."""
    query = select(Finding).where(Finding.ended_at.is_(None)).order_by(Finding.id)
    return {(each.organisation_id, each.body_id): each for each in session.scalars(query)}


def open_spells(session: Session, partnership: Partnership) -> dict[Key, Spell]:
    """Give the same as they are read, with who checked them."""
    found = open_ones(session)
    read = spells(session, partnership, found.values())
    return dict(zip(found, read, strict=True))


def of_partner(session: Session, partnership: Partnership, organisation_id: int) -> list[Spell]:
    """Give all spells of a partner, the latest first."""
    query = select(Finding).where(Finding.organisation_id == organisation_id)
    rows = session.scalars(query.order_by(Finding.noticed_at.desc(), Finding.id.desc()))
    return spells(session, partnership, rows)


def spells(session: Session, partnership: Partnership, rows: Iterable[Finding]) -> list[Spell]:
    """Give findings as they are read, their moments as days where the partnership is."""
    rows = list(rows)
    names = names_of(session, Person, {each.checked_by for each in rows if each.checked_by})
    return [
        Spell(
            each.id,
            each.organisation_id,
            each.body_id,
            Level(each.level),
            each.since,
            partnership.day(each.noticed_at),
            each.checked_at,
            partnership.day(each.checked_at) if each.checked_at else None,
            names.get(each.checked_by or 0, ""),
            partnership.day(each.ended_at) if each.ended_at else None,
        )
        for each in rows
    ]


def look(session: Session, now: datetime) -> int:
    """Note new spells, what deepened, and what is over; say how many. Twice is harmless."""
    own = events.partnership(session)
    day = own.day(now)
    watched = standings.by_body(session, day, thresholds=thresholds(early=own.warns_early))
    stands = {
        (partner, body): each
        for body, at in watched.items()
        if not at.is_thin
        for partner, each in at.partners.items()
        if each.told in FOUND
    }
    known = open_ones(session)
    done = sum(_over(session, row, now) for key, row in known.items() if key not in stands)
    for key, each in stands.items():
        row = known.get(key)
        done += (
            _noticed(session, key, each, now) if row is None else _deeper(session, row, each, now)
        )
    return done


def _noticed(session: Session, key: Key, found: Standing, now: datetime) -> int:
    """Begin a spell; where somebody else has just done so, it is theirs."""
    own = Finding(
        organisation_id=key[0],
        body_id=key[1],
        level=found.told,
        since=found.last_day,
        noticed_at=now,
    )
    try:
        with session.begin_nested():
            session.add(own)
    except IntegrityError:
        return 0
    _note(session, NOTICED, own, now)
    return 1


def _deeper(session: Session, row: Finding, found: Standing, now: datetime) -> int:
    if found.told is not Level.LAPSED or row.level == Level.LAPSED:
        return 0
    row.level = Level.LAPSED
    _note(session, DEEPENED, row, now)
    return 1


def _over(session: Session, row: Finding, now: datetime) -> int:
    row.ended_at = now
    _note(session, OVER, row, now)
    return 1


def get(session: Session, finding_id: int, *, deciding: bool = False) -> Finding:
    """Give a finding that lasts. Raises `Refused` where it is over, or there is none.

    Whoever else would decide it waits until we are done, if we are `deciding`.
    """
    query = select(Finding).where(Finding.id == finding_id)
    query = query.execution_options(populate_existing=True)
    row = session.scalars(query.with_for_update() if deciding else query).one_or_none()
    if row is None or row.ended_at is not None:
        raise Refused(_("This is over: nothing is left to check."))
    return row


def check(session: Session, finding_id: int, *, by: int, now: datetime) -> Finding:
    """Say that the facts behind a finding are right; readers see it from now on."""
    row = get(session, finding_id, deciding=True)
    if row.checked_at is not None:
        raise Refused(_("Somebody has checked this already."))
    row.checked_at, row.checked_by = now, by
    _note(session, "check finding", row, now, by=by)
    return row


def _note(
    session: Session, verb: str, row: Finding, now: datetime, *, by: int | None = None
) -> None:
    facts: Mapping[str, int] = {"body": row.body_id}
    trail.note(session, verb, row.organisation_id, None, dict(facts), by=by, now=now)
