"""A register to begin with: a body, the police, and their seat."""

import pytest

from tests.bot.commands.register import body, partner, seat
from tests.world import World


@pytest.fixture
def register(world: World) -> World:
    """Give a world with a body, the police, and their seat since 2019."""
    body(world)
    partner(world)
    seat(world)
    return world
