"""What tests of the register do again and again: set it up, and pick what a field offers."""

from datetime import date

from db import organisations
from db.tenancy import within
from sandbox.slack.state import Json
from tests.world import World

BEGAN = date(2019, 9, 2)


def body(world: World, name: str = "Executive") -> None:
    """Add a body through its form."""
    listed = world.coordinator.run("/joinedup bodies")
    assert listed.ephemeral is not None
    world.coordinator.press(listed.ephemeral, "body.new")
    told = world.coordinator.submit({"name": name})
    assert told.ok, told


def partner(world: World, name: str = "County Police", *, since: date = BEGAN) -> None:
    """Add a partner, a member since a day long ago."""
    now = world.clock.now()
    with world.house.database.writing() as session, within(session, world.partnership.id):
        organisations.register(session, name, since=since, by=None, now=now)


def seat(world: World, name: str = "County Police", **entered: object) -> None:
    """Add a seat through its form."""
    listed = world.coordinator.run(f"/partner seat {name}")
    assert listed.ephemeral is not None
    world.coordinator.press(listed.ephemeral, "seat.add")
    told = world.coordinator.submit({"body": "Executive", "since": BEGAN, **entered})
    assert told.ok, told


def lead(world: World, name: str = "County Police", **entered: object) -> None:
    """Hand a seat over through its form."""
    world.coordinator.run(f"/partner lead {name}")
    told = world.coordinator.submit(entered)
    assert told.ok, told


def found(world: World, field: str, typed: str) -> Json:
    """Type into a field that searches, and give the first choice that it offers."""
    assert world.coordinator.view is not None
    offered = world.coordinator.search(world.coordinator.view, field, typed).offered
    assert offered, typed
    return offered[0]
