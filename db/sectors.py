"""The sectors of a partnership, and which one an organisation is of."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db import dated, trail
from db.models import Sector, SectorHeld
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import name_key
from domain.sectors import SHIPPED


def ship(session: Session) -> None:
    """Give a new partnership the sectors that every one begins with."""
    session.add_all(
        Sector(
            code=each.code,
            name=each.name,
            name_key=name_key(each.name),
            place=place,
            keeps_terms=each.keeps_terms,
        )
        for place, each in enumerate(SHIPPED)
    )
    session.flush()


def offered(session: Session) -> list[Sector]:
    """List the sectors that can be chosen, in the partnership's order."""
    return list(
        session.scalars(select(Sector).where(Sector.retired_at.is_(None)).order_by(Sector.place))
    )


def in_use(session: Session, day: date) -> list[Sector]:
    """List the sectors that can be chosen, then the retired ones that somebody is of on a day."""
    used = (
        select(SectorHeld.id)
        .where(SectorHeld.sector_id == Sector.id, SectorHeld.holds(day))
        .exists()
    )
    return list(
        session.scalars(
            select(Sector)
            .where(or_(Sector.retired_at.is_(None), used))
            .order_by(Sector.retired_at.is_not(None), Sector.place, Sector.id)
        )
    )


def said(sector: Sector) -> str:
    """Give a sector's name as the reader reads it: those we ship are translated."""
    return _(sector.name) if sector.code else sector.name


def marked(sector: Sector) -> str:
    """Give a sector's name as menus have it: one that is retired says so."""
    name = said(sector)
    return _("{name} (retired)").format(name=name) if sector.retired_at is not None else name


def held(session: Session, day: date, ids: Collection[int] | None = None) -> dict[int, Sector]:
    """Give each organisation's sector on a day, by the organisation's id; of some, or of all."""
    query = (
        select(SectorHeld.organisation_id, Sector)
        .join(Sector, Sector.id == SectorHeld.sector_id)
        .where(SectorHeld.holds(day))
    )
    if ids is not None:
        query = query.where(SectorHeld.organisation_id.in_(ids))
    found = session.execute(query)
    return dict(found.all())


def offered_by_id(session: Session, sector_id: int, *, field: str = "sector") -> Sector:
    """Find a sector that can be chosen. Raises `Refused` for one that is unknown or retired."""
    sector = session.get(Sector, sector_id)
    if sector is None or sector.retired_at is not None:
        raise Refused(_("I don't know this sector. Please choose one of the list."), field=field)
    return sector


def named(session: Session, name: str) -> Sector | None:
    """Find a sector that can be chosen by its name, in English or in the reader's language."""
    wanted = name_key(name)
    known = offered(session)
    return next(
        (each for each in known if wanted in {each.name_key, name_key(said(each))}),
        None,
    )


def of(session: Session, organisation_id: int) -> list[SectorHeld]:
    """List the sectors that an organisation was of, the earliest first."""
    return dated.of(session, SectorHeld, SectorHeld.organisation_id, organisation_id)


def assign(
    session: Session,
    organisation_id: int,
    sector_id: int,
    since: date,
    *,
    by: int | None,
    now: datetime,
) -> bool:
    """Let an organisation be of a sector from a day on. Gives False where it is then already.

    Raises `Refused` for a sector that is unknown or retired.
    """
    known = of(session, organisation_id)
    held = next((each for each in known if each.span.holds(since)), None)
    if held is not None and held.sector_id == sector_id:
        return False
    offered_by_id(session, sector_id)
    before = {"sector": held.sector_id if held else None}
    row = SectorHeld(organisation_id=organisation_id, sector_id=sector_id)
    with trail.refusing(_("Somebody else has just changed this. Please look again.")):
        dated.follow(session, known, row, since, field="sector_since")
    after = {"sector": sector_id, "since": since.isoformat()}
    trail.note(session, "set sector", organisation_id, before, after, by=by, now=now)
    return True
