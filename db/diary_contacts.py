"""Diary contacts: who keeps whose diary, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db import audit, dated, endings
from db.models import DiaryContact, Person
from domain.errors import Refused
from domain.language import gettext as _
from domain.spans import read_span


@dataclass(frozen=True, slots=True)
class Kept:
    """That a person keeps a diary, and the person at the other end of it."""

    row: DiaryContact
    person: Person


def add(
    session: Session,
    holder: Person,
    person: Person,
    *,
    since: date,
    until: date | None = None,
    by: int | None,
    now: datetime,
) -> DiaryContact:
    """Let a person keep the diary of `holder` for some days.

    Raises `Refused` where both are one, and where the person keeps it then already.
    """
    span = read_span(since, until)
    if person.id == holder.id:
        raise Refused(_("This is the same person. Please choose somebody else."), field="person")
    known = session.scalars(
        select(DiaryContact).where(
            DiaryContact.holder_id == holder.id, DiaryContact.person_id == person.id
        )
    )
    already = _("{name} keeps this diary then already.").format(name=person.name)
    dated.refuse_overlap(known, span, already, field="person")
    row = DiaryContact(person_id=person.id, holder_id=holder.id, since=since, until=until)
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise Refused(already, field="person") from error
    _record(session, "add diary contact", row, since, by=by, now=now)
    return row


def by_id(session: Session, row_id: int) -> DiaryContact | None:
    """Find by its id that somebody keeps a diary."""
    return session.scalars(select(DiaryContact).where(DiaryContact.id == row_id)).one_or_none()


def of(session: Session, holder_id: int, *, day: date) -> list[Kept]:
    """List who keeps a person's diary on a day or later."""
    at_the_other_end = Person.id == DiaryContact.person_id
    return _kept(session, at_the_other_end, DiaryContact.holder_id == holder_id, day)


def kept_by(session: Session, person_id: int, *, day: date) -> list[Kept]:
    """List whose diaries a person keeps on a day or later."""
    at_the_other_end = Person.id == DiaryContact.holder_id
    return _kept(session, at_the_other_end, DiaryContact.person_id == person_id, day)


def _kept(
    session: Session, other: ColumnElement[bool], own: ColumnElement[bool], day: date
) -> list[Kept]:
    found = session.execute(
        select(DiaryContact, Person)
        .join(Person, other)
        .where(own, DiaryContact.not_over(day))
        .order_by(Person.name, DiaryContact.since)
    )
    return [Kept(row, person) for row, person in found]


def end(
    session: Session, row: DiaryContact, day: date, *, today: date, by: int | None, now: datetime
) -> None:
    """Let a person keep a diary no more from a day on, or move an end that is still to come.

    Raises `Refused` as `endings.end` does.
    """
    known = session.scalars(
        select(DiaryContact).where(
            DiaryContact.holder_id == row.holder_id,
            DiaryContact.person_id == row.person_id,
            DiaryContact.id != row.id,
        )
    ).all()
    name = session.get_one(Person, row.person_id).name
    endings.end(session, row, day, others=known, today=today, name=name)
    _record(session, "end diary contact", row, day, by=by, now=now)


def end_all(
    session: Session, person_id: int, day: date, *, today: date, by: int | None, now: datetime
) -> None:
    """End from a day on what a person keeps of others' diaries, and others of theirs.

    Raises `Refused` where one would be taken back though it has held.
    """
    own = or_(DiaryContact.person_id == person_id, DiaryContact.holder_id == person_id)
    rows: Sequence[DiaryContact] = session.scalars(select(DiaryContact).where(own)).all()
    name = _("A diary contact")
    endings.refuse_begun(rows, day, today=today, name=name, field="day")
    for each in endings.cut(session, rows, day):
        _record(session, "end diary contact", each, day, by=by, now=now)


def _record(
    session: Session, verb: str, row: DiaryContact, day: date, *, by: int | None, now: datetime
) -> None:
    audit.record(
        session,
        actor_id=by,
        verb=verb,
        subject_kind="person",
        subject_id=row.holder_id,
        before=None,
        after={"person": row.person_id, "from": day.isoformat()},
        now=now,
    )
