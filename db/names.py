"""What organisations are called: one name at a time, aliases besides, and what they were called."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import dated, trail
from db.models import Membership, Merge, OrganisationName
from domain.days import said
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import clean_name, name_key
from domain.spans import Span
from domain.spellings import Close, close_to


class Taken(Refused):
    """A name that an organisation has: `owner` is whose, `closed` from when it is no partner."""

    def __init__(self, sentence: str, *, owner: int, closed: date | None, field: str) -> None:
        super().__init__(sentence, field=field)
        self.owner = owner
        self.closed = closed


def taken(name: str, *, field: str = "name") -> Refused:
    """Say that a name or alias is in use."""
    sentence = _("There is already a partner called “{name}”.").format(name=name)
    return Refused(sentence, field=field)


def of(session: Session, organisation_id: int) -> list[OrganisationName]:
    """List the names of an organisation over time, aliases left out, the earliest first."""
    return [
        each
        for each in dated.of(
            session, OrganisationName, OrganisationName.organisation_id, organisation_id
        )
        if not each.alias
    ]


def aliases(session: Session, organisation_id: int, day: date) -> list[OrganisationName]:
    """List the aliases of an organisation on a day, by name."""
    return list(
        session.scalars(
            select(OrganisationName)
            .where(
                OrganisationName.organisation_id == organisation_id,
                OrganisationName.alias.is_(True),
                OrganisationName.holds(day),
            )
            .order_by(OrganisationName.name_key)
        )
    )


def refuse_taken(
    session: Session, name: str, span: Span, *, besides: int | None = None, field: str = "name"
) -> None:
    """Raise `Refused` where another organisation has a name or alias on one of these days."""
    known = session.scalars(
        select(OrganisationName).where(OrganisationName.name_key == name_key(name))
    )
    others = [each for each in known if each.organisation_id != besides]
    row = next((each for each in others if each.span.overlaps(span)), None)
    if row is not None:
        raise _owned(session, row, field)


def _owned(session: Session, row: OrganisationName, field: str) -> Taken:
    """Say whose a name is: a partner's, or one's that was closed or merged."""
    own = row.organisation_id
    closed = session.scalars(
        select(Membership.until)
        .where(Membership.organisation_id == own)
        .order_by(Membership.since.desc())
    ).first()
    into = session.scalars(
        select(Merge.into_id).where(Merge.organisation_id == own, Merge.undone_at.is_(None))
    ).first()
    if into is not None:
        sentence = _("“{name}” is part of {other} already.").format(
            name=row.name, other=of(session, into)[-1].name
        )
    elif closed is not None:
        sentence = _("“{name}” is known, and closed from {day}. You can reopen it.").format(
            name=row.name, day=said(closed)
        )
    else:
        return Taken(taken(row.name).sentence, owner=own, closed=None, field=field)
    return Taken(sentence, owner=own, closed=closed if into is None else None, field=field)


def close(
    session: Session, name: str, *, besides: int | None = None
) -> list[tuple[int, str, Close]]:
    """List the names and aliases of other organisations, past ones too, that are close to one.

    Each comes with its organisation's id and how close it is, the closest first.
    """
    known = session.execute(select(OrganisationName.name, OrganisationName.organisation_id))
    owners: dict[str, int] = {each: owner for each, owner in known if owner != besides}
    return [(owners[each], each, how) for each, how in close_to(name, owners)]


def rename(
    session: Session,
    organisation_id: int,
    name: str,
    since: date,
    *,
    by: int | None,
    now: datetime,
) -> bool:
    """Give an organisation another name from a day on; the name before stays known.

    Gives False where it has that name then. Raises `Refused` for a name that is none or is taken,
    and for a day before the organisation was known.
    """
    clean = clean_name(name)
    known = of(session, organisation_id)
    held = next((each for each in known if each.span.holds(since)), None)
    if held is None:
        first = said(min(each.since for each in known))
        raise Refused(
            _("It has been known since {day}. Please choose that day or a later one.").format(
                day=first
            ),
            field="name_since",
        )
    if held.name == clean:
        return False
    refuse_taken(session, clean, Span(since, held.until), besides=organisation_id)
    _end_own_alias(session, organisation_id, clean, since)
    before = {"name": held.name}
    with trail.refusing(taken(clean).sentence, field="name"):
        _follow(session, known, organisation_id, clean, since)
    after = {"name": clean, "since": since.isoformat()}
    trail.note(session, "rename", organisation_id, before, after, by=by, now=now)
    return True


def _follow(
    session: Session,
    known: Sequence[OrganisationName],
    organisation_id: int,
    name: str,
    since: date,
) -> None:
    """Begin a name, or let the one before go on where it is the same."""
    planned = next((each for each in known if each.since == since), None)
    before = next((each for each in known if each.until == since), None)
    if planned is not None and before is not None and before.name == name:
        until = planned.until
        session.delete(planned)
        session.flush()
        before.until = until
        session.flush()
        return
    row = OrganisationName(organisation_id=organisation_id, name=name, name_key=name_key(name))
    dated.follow(session, known, row, since, field="name_since")


def mend(
    session: Session, organisation_id: int, name: str, day: date, *, by: int | None, now: datetime
) -> bool:
    """Mend a misspelled name, for the past too. Gives False where it is spelled so already."""
    clean = clean_name(name)
    held = next(each for each in reversed(of(session, organisation_id)) if each.since <= day)
    if held.name == clean:
        return False
    refuse_taken(session, clean, held.span, besides=organisation_id)
    _end_own_alias(session, organisation_id, clean, held.since)
    before = {"name": held.name}
    held.name, held.name_key = clean, name_key(clean)
    with trail.refusing(taken(clean).sentence, field="name"):
        session.flush()
    trail.note(session, "mend name", organisation_id, before, {"name": clean}, by=by, now=now)
    return True


def _end_own_alias(session: Session, organisation_id: int, name: str, since: date) -> None:
    """End an alias that becomes the name: one spelling stands once."""
    for alias in aliases(session, organisation_id, since):
        if alias.name_key == name_key(name):
            _end(session, alias, since)
    session.flush()


def _end(session: Session, row: OrganisationName, day: date) -> None:
    if row.since >= day:
        session.delete(row)
    else:
        row.until = day


def set_aliases(
    session: Session,
    organisation_id: int,
    wanted: Iterable[str],
    day: date,
    *,
    by: int | None,
    now: datetime,
) -> bool:
    """Let an organisation have these aliases from a day on, and no others. Says if any changed.

    Raises `Refused` for one that another organisation has.
    """
    held = aliases(session, organisation_id, day)
    own = {each.name_key for each in of(session, organisation_id) if each.span.holds(day)}
    keys = {name_key(each): each for each in wanted if name_key(each) not in own}
    gone = [each for each in held if each.name_key not in keys]
    new = [each for key, each in keys.items() if key not in {alias.name_key for alias in held}]
    if not gone and not new:
        return False
    for alias in gone:
        _end(session, alias, day)
    session.flush()
    for name in new:
        add_alias(session, organisation_id, name, day)
    before = {"aliases": sorted(each.name for each in held)}
    after = {"aliases": sorted(keys.values()), "since": day.isoformat()}
    trail.note(session, "set aliases", organisation_id, before, after, by=by, now=now)
    return True


def add_alias(session: Session, organisation_id: int, name: str, since: date) -> None:
    """Add an alias; the caller writes it down. Raises `Refused` where another has it."""
    refuse_taken(session, name, Span(since), besides=organisation_id, field="aliases")
    session.add(
        OrganisationName(
            organisation_id=organisation_id,
            name=name,
            name_key=name_key(name),
            alias=True,
            since=since,
        )
    )
    with trail.refusing(taken(name).sentence, field="aliases"):
        session.flush()


def nearest(known: Sequence[OrganisationName], day: date) -> OrganisationName:
    """Give the name of a day, else the last before it, else the first."""
    begun = [each for each in known if each.since <= day]
    return begun[-1] if begun else known[0]
