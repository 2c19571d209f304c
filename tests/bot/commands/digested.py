"""Digests for tests: their channel, their moment, and what arrives."""

from datetime import datetime

from sqlalchemy import select

from db import digests as db_digests
from db.models import Partnership
from db.tenancy import across_partnerships
from domain.periods import Month
from jobs.deliver import Deliverer
from jobs.digests import Digests
from sandbox import Channel
from tests.world import World, words


def choose(world: World, channel: Channel | None) -> None:
    """Let a channel be the one for the digest."""
    with world.house.database.writing() as session, across_partnerships(session):
        owner = session.scalars(select(Partnership)).one()
        owner.coordinators_channel = channel.id if channel else None


def month_of(world: World) -> Month:
    """Give the month before now."""
    return Month.of(world.clock.now().date()).before


def first_of_next_month(world: World) -> datetime:
    """Give the moment at which the digest of this month is due."""
    month = Month.of(world.clock.now().date())
    return db_digests.moment(world.partnership, month)


def deliver(world: World) -> None:
    """Let what is planned arrive, or not."""
    house = world.house
    Deliverer(house.database, house.slack, sealer=house.sealer, clock=house.now).drain()


def make(world: World) -> int:
    """Make what digests are due, as the clock would, and let what is planned arrive."""
    house = world.house
    made = Digests(house.slack, house.sealer).run(house.database, world.clock.now())
    deliver(world)
    return made


def posted(world: World) -> str:
    """Give all that was posted in the channel."""
    return "\n".join(words(each) for each in world.channel.messages)
