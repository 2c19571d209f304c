"""The sectors of a partnership, and which one an organisation is of."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Sector, SectorHeld
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


def said(sector: Sector) -> str:
    """Give a sector's name as the reader reads it: those we ship are translated."""
    return _(sector.name) if sector.code else sector.name


def held(session: Session, day: date) -> dict[int, Sector]:
    """Give each organisation's sector on a day, by the organisation's id."""
    found = session.execute(
        select(SectorHeld.organisation_id, Sector)
        .join(Sector, Sector.id == SectorHeld.sector_id)
        .where(SectorHeld.holds(day))
    )
    return dict(found.tuples().all())
