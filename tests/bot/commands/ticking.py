"""Ticks for tests: the clock moves, what is due is done, and everything leaves."""

from datetime import datetime

from bot.slack import Slack
from jobs import schedule
from jobs.budgets import UNLIMITED, Budgets
from jobs.deliver import Deliverer
from jobs.ticks import TickRunner
from tests.world import World


def tick(world: World, at: datetime) -> None:
    """Move the clock, let the ticks run, and let everything leave."""
    world.clock.moment = at
    TickRunner(world.house.database, schedule.TICKS, world.clock.now).run_all()
    house = world.house
    Deliverer(
        house.database,
        Slack(house.settings.slack_api_url),
        sealer=house.sealer,
        clock=world.clock.now,
        addresses=house.addresses,
        budgets=Budgets(UNLIMITED),
    ).drain(at)
