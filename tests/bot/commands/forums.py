"""A forum with partners of three sectors, for tests of events: laid straight into the database."""

from datetime import date

from db import bodies, organisations, people, seats, sectors
from db.models import Partnership
from db.tenancy import across_partnerships, within
from domain.seats import Part
from domain.spans import Span
from tests.world import World

BEGAN = date(2019, 9, 2)
SECTORS = ("health", "police", "education")


def lay(world: World, partners: int = 9, name: str = "Leadership Forum") -> None:
    """Lay a body with a seat for each partner, led by somebody with an address."""
    now = world.clock.now()
    with world.house.database.writing() as session, within(session, world.partnership.id):
        body = bodies.add(session, name, by=None, now=now)
        by_code = {each.code: each.id for each in sectors.offered(session)}
        for number in range(partners):
            partner = organisations.register(
                session,
                f"Partner {number}",
                since=BEGAN,
                sector_id=by_code[SECTORS[number % len(SECTORS)]],
                by=None,
                now=now,
            )
            seat = seats.add(session, partner.id, body.id, Span(BEGAN), by=None, now=now)
            lead = people.add(
                session, name=f"Lead {number}", address=f"lead{number}@example.org", now=now
            )
            seats.appoint(session, seat, lead, Part.LEAD, since=BEGAN, by=None, now=now)


def go_live(world: World) -> None:
    """Let the partnership be live."""
    with world.house.database.writing() as session, across_partnerships(session):
        session.get_one(Partnership, world.partnership.id).live_at = world.clock.now()
