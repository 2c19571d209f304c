"""A large register for tests: many partners, and ten years of what happened to them."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import partnerships
from db.models import (
    Body,
    Contact,
    EmailDomain,
    Leave,
    Membership,
    Merge,
    Organisation,
    OrganisationName,
    Person,
    Post,
    Seat,
    SeatHolder,
    Sector,
    SectorHeld,
)
from db.tenancy import within
from domain.names import name_key
from tests.conftest import NOW

BEGAN = date(2016, 11, 23)
TODAY = date(2026, 11, 23)
BODIES = ("Executive", "Leadership Forum", "Practice Sub-group")


def partnership(session: Session, slug: str = "main") -> int:
    """Make a partnership and give its id."""
    return partnerships.add(session, slug=slug, name="Safeguarding", now=NOW).id


def fill(session: Session, partnership_id: int, partners: int, *, years: int = 10) -> list[int]:
    """Lay a register: each partner with names, sector, seats, leads, people and contacts a year."""
    with within(session, partnership_id):
        sectors = list(session.scalars(select(Sector.id)))
        bodies = [Body(name=each, name_key=name_key(each), created_at=NOW) for each in BODIES]
        rows = [Organisation(created_at=NOW) for _ in range(partners)]
        session.add_all([*bodies, *rows])
        session.flush()
        ids = [each.id for each in rows]
        for number, own in enumerate(ids):
            _one(session, number, own, sectors, [each.id for each in bodies], years)
        session.flush()
        session.add_all(
            Merge(organisation_id=ids[each], into_id=ids[0], since=date.min, made_at=NOW)
            for each in range(1, partners, max(partners // 3, 1))
        )
        session.flush()
    return ids


def _one(
    session: Session, number: int, own: int, sectors: list[int], bodies: list[int], years: int
) -> None:
    name, old = f"Partner {number:04}", f"Old partner {number:04}"
    changed = BEGAN + timedelta(days=200)
    lead, deputy = (Person(name=f"{part} of {name}", created_at=NOW) for part in ("Lead", "Deputy"))
    seats = [Seat(organisation_id=own, body_id=each, since=BEGAN) for each in bodies]
    session.add_all([lead, deputy, *seats])
    session.flush()
    session.add_all(
        [
            OrganisationName(
                organisation_id=own, name=old, name_key=name_key(old), since=BEGAN, until=changed
            ),
            OrganisationName(
                organisation_id=own, name=name, name_key=name_key(name), since=changed
            ),
            Membership(organisation_id=own, since=BEGAN),
            SectorHeld(organisation_id=own, sector_id=sectors[number % len(sectors)], since=BEGAN),
            EmailDomain(organisation_id=own, domain=f"partner{number}.example.org"),
            Post(person_id=lead.id, organisation_id=own, since=BEGAN, main=True),
            Post(person_id=deputy.id, organisation_id=own, since=BEGAN),
            *_history(own, seats, lead.id, deputy.id, years, vacant=number % 7 == 0),
        ]
    )


def _history(
    own: int, seats: list[Seat], lead: int, deputy: int, years: int, *, vacant: bool
) -> list[SeatHolder | Contact | Leave]:
    """Give who filled the seats, one person after the other, with a contact each quarter."""
    rows: list[SeatHolder | Contact | Leave] = []
    for year in range(years):
        since = BEGAN + timedelta(days=365 * year)
        until = BEGAN + timedelta(days=365 * (year + 1))
        last = year == years - 1
        for seat in seats[: 2 if last and vacant else 3]:
            end = None if last else until
            who = lead if year % 2 else deputy
            rows.append(
                SeatHolder(seat_id=seat.id, person_id=who, part="lead", since=since, until=end)
            )
        rows.append(
            Leave(
                organisation_id=own, reason="closure", since=since, until=since + timedelta(days=20)
            )
        )
        rows += [
            Contact(
                organisation_id=own,
                way="call",
                note=f"Called about the forum of quarter {quarter}",
                day=since + timedelta(days=90 * quarter),
                noted_at=NOW,
            )
            for quarter in range(4)
        ]
    return rows
