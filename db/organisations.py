"""The register of organisations: the partners of a partnership, as they are on a day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, bindparam, case, func, select
from sqlalchemy.orm import Session

from db import email_domains, merges, sectors, trail
from db import names as spelled
from db.models import Membership, Merge, Organisation, OrganisationName
from db.prepared import Prepared
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import MAX_NAME, clean_name, name_key
from domain.organisations import final, openings
from domain.spans import Span
from domain.spellings import unaccented


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation by its id, under the name it has on the day that was asked about."""

    id: int
    name: str


class Several(Refused):
    """A name that may mean more than one partner: `choices` are those that it may."""

    def __init__(self, typed: str, choices: Sequence[Named]) -> None:
        names = _(" or ").join(f"“{each.name}”" for each in choices)
        super().__init__(
            _("“{text}” may be {choices}. Please say which.").format(text=typed, choices=names)
        )
        self.choices = tuple(choices)


def register(  # noqa: PLR0913 - the facts of a partner
    session: Session,
    name: str,
    *,
    since: date,
    by: int | None,
    now: datetime,
    sector_id: int | None = None,
    aliases: Iterable[str] = (),
    domains: Iterable[str] = (),
    sample: bool = False,
) -> Organisation:
    """Add an organisation to the session's partnership, a member from a day on.

    Raises `Refused` for a name that is empty, too long or taken. Whether it is taken is the
    database's to say, so that of two clicks at once one is refused; the transaction is then over.
    """
    clean, known_since = clean_name(name), min(since, now.date())
    spelled.refuse_taken(session, clean, Span(known_since))
    organisation = Organisation(created_at=now, sample=sample)
    session.add(organisation)
    session.flush()
    own = organisation.id
    called = OrganisationName(
        organisation_id=own, name=clean, name_key=name_key(clean), since=known_since
    )
    session.add_all([called, Membership(organisation_id=own, since=since)])
    with trail.refusing(spelled.taken(clean).sentence, field="name"):
        session.flush()
    for alias in aliases:
        if name_key(alias) != called.name_key:
            spelled.add_alias(session, own, alias, known_since)
    after = {"name": clean, "since": since.isoformat()}
    trail.note(session, "register", own, None, after, by=by, now=now)
    if sector_id is not None:
        sectors.assign(session, own, sector_id, since, by=by, now=now)
    email_domains.set_to(session, own, domains, by=by, now=now)
    return organisation


def shown_name() -> ColumnElement[str]:
    """Give the name as it is shown everywhere: sample data is marked as such."""
    marked = OrganisationName.name + _(" (sample)")
    return case((Organisation.sample, marked), else_=OrganisationName.name)


def under_its_name(day: date) -> Select[int, str, str]:
    """Give the query of (id, name, name_key) of all organisations that have a name on a day."""
    return (
        select(Organisation.id, shown_name(), OrganisationName.name_key)
        .join(OrganisationName, OrganisationName.organisation_id == Organisation.id)
        .where(OrganisationName.alias.is_(False), OrganisationName.holds(day))
        .order_by(OrganisationName.name_key, Organisation.id)
    )


def merged_by(day: date) -> ColumnElement[bool]:
    """Give the criterion that an organisation is another on a day."""
    return (
        select(Merge.id)
        .where(
            Merge.organisation_id == Organisation.id,
            Merge.undone_at.is_(None),
            Merge.since <= day,
        )
        .exists()
    )


def on_register(day: date) -> Select[int, str, str]:
    """Give the query of (id, name, name_key) of those that are partners on a day, by name.

    One that was merged into another by then is left out: it is the other.
    """
    return (
        under_its_name(day)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.holds(day), ~merged_by(day))
    )


def called(session: Session, ids: Collection[int], *, day: date) -> dict[int, Named]:
    """Give organisations, closed and merged ones too, under the name nearest to a day.

    That is the name of the day, else the last before it, else the first.
    """
    given: dict[int, Named] = {}
    for each, name, sample, since in _CALLED.rows(session, ids=list(ids)):
        if each not in given or since <= day:
            given[each] = Named(each, name + _(" (sample)") if sample else name)
    return given


_CALLED = Prepared(
    select(Organisation.id, OrganisationName.name, Organisation.sample, OrganisationName.since)
    .join(OrganisationName, OrganisationName.organisation_id == Organisation.id)
    .where(
        OrganisationName.alias.is_(False),
        Organisation.id.in_(bindparam("ids", expanding=True)),
    )
    .order_by(OrganisationName.since)
)


def by_id(session: Session, organisation_id: int, *, day: date) -> Named | None:
    """Find a partner by its id: one that is on the register on a day."""
    found = session.execute(on_register(day).where(Organisation.id == organisation_id)).first()
    return Named(found[0], found[1]) if found else None


def named(session: Session, name: str, *, day: date) -> Named | None:
    """Find a partner by a name or alias it has or had, however it is spelled (`name_key`).

    A merged one leads to whom it is now; one that was closed is found too. What it is called now
    goes before what another was called. None where nobody, or more than one, had that name.
    """
    found = _meant(session, [name], day).get(name_key(name), [])
    return found[0] if len(found) == 1 else None


def named_in(session: Session, text: str, *, day: date) -> tuple[Named, str] | None:
    """Find the partner that a text begins with, and give the rest of the text.

    The longest name or alias counts, or one in quotes. Raises `Several` where only the past knows
    it and more than one had it.
    """
    offered = [each for each in openings(text) if len(each[0]) <= MAX_NAME]
    meant = _meant(session, [name for name, _rest in offered], day)
    for name, rest in offered:
        found = meant.get(name_key(name), [])
        if len(found) > 1:
            raise Several(name, found)
        if found:
            return found[0], rest
    return None


def _meant(session: Session, typed: Iterable[str], day: date) -> dict[str, list[Named]]:
    """Give whom each key may mean: who has it on the day, else all who had it or will."""
    keys = {name_key(each) for each in typed}
    found = session.scalars(
        select(OrganisationName).where(OrganisationName.name_key.in_(keys))
    ).all()
    onward = merges.redirects(session, day) if found else {}
    now: dict[str, set[int]] = defaultdict(set)
    ever: dict[str, set[int]] = defaultdict(set)
    for row in found:
        owner = final(onward, row.organisation_id)
        ever[row.name_key].add(owner)
        if row.span.holds(day):
            now[row.name_key].add(owner)
    owners = {key: now.get(key) or ever[key] for key in ever}
    given = called(session, set().union(*owners.values()), day=day) if owners else {}
    return {key: [given[each] for each in sorted(own)] for key, own in owners.items()}


def like(session: Session, text: str, *, day: date, limit: int) -> list[Named]:
    """List the partners that have, or had, a text in a name or alias, in the order of names."""
    wanted = having(session, text, merges.redirects(session, day))
    found = session.execute(on_register(day).where(Organisation.id.in_(wanted)).limit(limit))
    return [Named(each, name) for each, name, _key in found]


def having(session: Session, text: str, onward: Mapping[int, int]) -> set[int]:
    """Give the ids of those that have, or had, a text in a name or alias, after every merge.

    Accents don't count, which neither database's own comparison knows.
    """
    wanted = unaccented(text)
    found = session.execute(select(OrganisationName.organisation_id, OrganisationName.name_key))
    return {final(onward, each) for each, key in found if wanted in unaccented(key)}


def names(session: Session, *, day: date) -> list[str]:
    """List all names, in order."""
    return [name for _id, name, _key in session.execute(on_register(day))]


def page(session: Session, *, day: date, offset: int, limit: int) -> Sequence[Named]:
    """Give one page of the register, in the order of names."""
    found = session.execute(on_register(day).offset(offset).limit(limit))
    return [Named(each, name) for each, name, _key in found]


def count(session: Session, *, day: date) -> int:
    """Count the partners of the session's partnership."""
    counted = select(func.count()).select_from(on_register(day).order_by(None).subquery())
    return session.scalars(counted).one()


def surviving(session: Session, ids: Iterable[int], day: date) -> dict[int, int]:
    """Give who each organisation is on a day, after every merge; itself where there was none."""
    return merges.surviving(session, ids, day)
