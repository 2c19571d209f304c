"""The record of changes as it is read: filtered, by pages, with names for ids."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from db import merges, organisations
from db.models import (
    Arrangement,
    AuditDetail,
    AuditEntry,
    Body,
    Event,
    Import,
    Invitation,
    Partnership,
    Person,
    Seat,
    Sector,
    Series,
    Term,
)
from db.named_rows import names_of
from db.sectors import said
from domain.changes import Change, Wanted
from domain.organisations import family

_NAMED = {
    "person": "person",
    "holder": "person",
    "told_by": "person",
    "organisation": "organisation",
    "into": "organisation",
    "successor": "organisation",
    "sector": "sector",
    "body": "body",
    "seat": "seat",
    "arrangement": "arrangement",
    "invited": "person",
    "withdrawn": "person",
}
"""Which keys of a detail hold an id or a list of ids, and of what."""

_PLAIN: dict[str, type[Any]] = {
    "person": Person,
    "body": Body,
    "arrangement": Arrangement,
    "term": Term,
}

Ids = dict[str, set[int]]
Names = Mapping[tuple[str, int], str]


@dataclass(slots=True)
class _Wants:
    """The ids on a page that are to be named, by kind."""

    ids: Ids = field(default_factory=dict)

    def add(self, kind: str, each: object) -> None:
        """Note an id, or each of a list, if it is one."""
        if isinstance(each, list):
            for one in each:
                self.add(kind, one)
        elif isinstance(each, int) and not isinstance(each, bool):
            self.ids.setdefault(kind, set()).add(each)


def page(
    session: Session,
    partnership: Partnership,
    wanted: Wanted,
    *,
    limit: int,
    day: date,
    besides: Collection[str] = (),
) -> tuple[list[Change], bool]:
    """Give a page of changes, the newest first, and whether there are more.

    `besides` are verbs that the reader may not see. The number of queries does not depend on how
    many changes there are.
    """
    found = session.execute(
        select(AuditEntry, AuditDetail)
        .outerjoin(AuditDetail, AuditDetail.entry_id == AuditEntry.id)
        .where(*_criteria(session, partnership, wanted, day))
        .where(AuditEntry.verb.not_in(besides))
        .order_by(AuditEntry.id.desc())
        .offset(wanted.offset)
        .limit(limit + 1)
    ).all()
    rows = [(entry, detail) for entry, detail in found[:limit]]
    names = _names(session, rows, day)
    return [_change(entry, detail, names) for entry, detail in rows], len(found) > limit


def _criteria(
    session: Session, partnership: Partnership, wanted: Wanted, day: date
) -> Iterable[ColumnElement[bool]]:
    if wanted.actor_id:
        yield AuditEntry.actor_id == wanted.actor_id
    if wanted.kind:
        yield AuditEntry.subject_kind == wanted.kind
    if wanted.since:
        yield AuditEntry.at >= _begins(partnership, wanted.since)
    if wanted.until:
        yield AuditEntry.at < _begins(partnership, wanted.until + timedelta(days=1))
    if wanted.organisation_id:
        own = family(merges.redirects(session, day), wanted.organisation_id)
        seats = select(Seat.id).where(Seat.organisation_id.in_(own))
        yield or_(
            and_(AuditEntry.subject_kind == "organisation", AuditEntry.subject_id.in_(own)),
            and_(AuditEntry.subject_kind == "seat", AuditEntry.subject_id.in_(seats)),
        )


def _begins(partnership: Partnership, day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(partnership.zone))


def _names(
    session: Session, rows: Iterable[tuple[AuditEntry, AuditDetail | None]], day: date
) -> Names:
    """Name everything on a page, one query for each kind of thing."""
    wants = _wanted(rows)
    seats = _seats(session, wants.ids.get("seat", set()))
    invited = _invited(session, wants.ids.get("invitation", set()))
    for owner, _what in (*seats.values(), *invited.values()):
        wants.add("organisation", owner)
    names: dict[tuple[str, int], str] = {}
    for kind, model in _PLAIN.items():
        found = names_of(session, model, wants.ids.get(kind, set()))
        names |= {(kind, each): name for each, name in found.items()}
    partners = organisations.called(session, wants.ids.get("organisation", set()), day=day)
    names |= {("organisation", each): named.name for each, named in partners.items()}
    names |= _sectors(session, wants.ids.get("sector", set()))
    names |= _files(session, wants.ids.get("import", set()))
    names |= _titles(session, "series", Series, wants.ids.get("series", set()))
    names |= _titles(session, "event", Event, wants.ids.get("event", set()))
    for kind, of in (("seat", seats), ("invitation", invited)):
        for each, (owner, what) in of.items():
            partner = names.get(("organisation", owner or 0))
            names[kind, each] = f"{partner}, {what}" if partner else what
    return names


def _wanted(rows: Iterable[tuple[AuditEntry, AuditDetail | None]]) -> _Wants:
    wants = _Wants()
    for entry, detail in rows:
        wants.add(entry.subject_kind, entry.subject_id)
        wants.add("person", entry.actor_id)
        for facts in (detail.before, detail.after) if detail else ():
            for key, each in (facts or {}).items():
                if key in _NAMED:
                    wants.add(_NAMED[key], each)
    return wants


def _titles(
    session: Session, kind: str, model: type[Series | Event], ids: Collection[int]
) -> dict[tuple[str, int], str]:
    query = select(model.id, model.title).where(model.id.in_(ids))
    found = session.execute(query) if ids else ()
    return {(kind, each): title for each, title in found}


def _seats(session: Session, ids: Collection[int]) -> dict[int, tuple[int, str]]:
    if not ids:
        return {}
    found = session.execute(
        select(Seat.id, Seat.organisation_id, Body.name)
        .join(Body, Body.id == Seat.body_id)
        .where(Seat.id.in_(ids))
    )
    return {each: (owner, body) for each, owner, body in found}


def _invited(session: Session, ids: Collection[int]) -> dict[int, tuple[int | None, str]]:
    """Give by invitation whose seat it is for (None: a guest's), and to what."""
    if not ids:
        return {}
    found = session.execute(
        select(Invitation.id, Seat.organisation_id, Event.title)
        .join(Event, Event.id == Invitation.event_id)
        .outerjoin(Seat, Seat.id == Invitation.seat_id)
        .where(Invitation.id.in_(ids))
    )
    return {each: (owner, title) for each, owner, title in found}


def _sectors(session: Session, ids: Collection[int]) -> dict[tuple[str, int], str]:
    if not ids:
        return {}
    found = session.scalars(select(Sector).where(Sector.id.in_(ids)))
    return {("sector", each.id): said(each) for each in found}


def _files(session: Session, ids: Collection[int]) -> dict[tuple[str, int], str]:
    if not ids:
        return {}
    found = session.execute(select(Import.id, Import.file_name).where(Import.id.in_(ids)))
    return {("import", each): name for each, name in found}


def _change(entry: AuditEntry, detail: AuditDetail | None, names: Names) -> Change:
    who = names.get(("person", entry.actor_id), "") if entry.actor_id is not None else None
    return Change(
        at=entry.at,
        who=who,
        verb=entry.verb,
        kind=entry.subject_kind,
        what=names.get((entry.subject_kind, entry.subject_id), ""),
        before=_named(detail.before, names) if detail else None,
        after=_named(detail.after, names) if detail else None,
    )


def _named(facts: Mapping[str, Any] | None, names: Names) -> dict[str, Any]:
    return {
        key: _name(_NAMED[key], each, names) if key in _NAMED else each
        for key, each in (facts or {}).items()
    }


def _name(kind: str, fact: object, names: Names) -> object:
    """Give the name of what a fact means by its id, or the names of several; else the fact."""
    if isinstance(fact, list):
        return [_name(kind, each, names) for each in fact]
    return names.get((kind, fact), fact) if isinstance(fact, int) else fact
