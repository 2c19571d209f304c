"""What tests of the register do again and again: set it up, and pick what a field offers."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TypeVar

from sqlalchemy import event, inspect, select

from db import organisations
from db.models import Base
from db.tenancy import across_partnerships, within
from sandbox.slack.state import Json
from tests.world import World, shown, words

T = TypeVar("T", bound=Base)

BEGAN = date(2019, 9, 2)
TODAY = date(2026, 11, 23)
NEXT_MONTH = date(2026, 12, 1)


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


def rows(world: World, model: type[T]) -> list[T]:
    """Give all rows of a table, the oldest first."""
    with world.house.database.reading() as session, across_partnerships(session):
        return list(session.scalars(select(model).order_by(inspect(model).primary_key[0])))


def said(world: World) -> str:
    """Give what the form that was sent says then."""
    assert world.coordinator.view is not None
    return shown(world.coordinator.view.blocks)


def page(world: World) -> str:
    """Give the page of the police's only seat."""
    listed = world.coordinator.run("/partner seat County Police")
    assert listed.ephemeral is not None
    world.coordinator.press(listed.ephemeral, "seat.show")
    return words(world.coordinator.ephemerals[-1])


def press(world: World, action: str) -> None:
    """Press a button of the page of the police's first seat."""
    page(world)
    world.coordinator.press(world.coordinator.ephemerals[-1], action)


@contextmanager
def counting(world: World) -> Iterator[list[str]]:
    """Collect the queries that are asked inside the block."""
    asked: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    event.listen(world.house.database.engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(world.house.database.engine, "before_cursor_execute", hear)
