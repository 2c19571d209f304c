"""Old messages about a partner that has since been merged into another."""

from datetime import date

import pytest
from sqlalchemy import select

from db import merges
from db.models import Leave, Membership
from db.tenancy import across_partnerships, within
from domain.organisations import ALWAYS
from sandbox import Message
from tests.bot.commands.partners import TODAY, add, chosen, form, run, submit, verbs
from tests.world import World, shown

SURVIVOR = "Alpha Council"


def old_page(world: World) -> Message:
    """Give Beta's page as it was read before Beta was merged into Alpha."""
    add(world, SURVIVOR, "Beta Board")
    page = world.coordinator.run("/partner Beta Board").ephemeral
    assert page is not None
    return page


def merge(world: World) -> None:
    """Merge as another coordinator does it, whatever this one has open."""
    with world.house.database.writing() as session, within(session, world.partnership.id):
        merges.merge(session, 2, 1, ALWAYS, by=None, now=world.clock.now())


@pytest.mark.parametrize(
    ("button", "entered"),
    [
        ("organisation.edit", {"domains": "alpha.gov.uk"}),
        ("organisation.close", {"day": TODAY}),
        ("leave.new", {"reason": "Closure"}),
    ],
)
def test_a_button_of_before_is_about_who_it_is_now(
    world: World, button: str, entered: dict[str, object]
) -> None:
    page = old_page(world)
    merge(world)
    world.coordinator.press(page, button)
    assert SURVIVOR in str(form(world).blocks)
    said = submit(world, **entered)
    world.coordinator.close(everything=True)
    assert "Beta Board" not in said
    with world.house.database.reading() as session, across_partnerships(session):
        until = session.scalars(select(Membership.until).order_by(Membership.id)).all()
        away = session.scalars(select(Leave.organisation_id)).all()
    assert until[1] is None
    assert 2 not in away


@pytest.mark.parametrize(
    ("button", "entered"),
    [
        ("organisation.edit", {"name": "Beta"}),
        ("organisation.close", {"day": TODAY}),
        ("leave.new", {"reason": "Closure"}),
    ],
)
def test_a_form_that_was_open_says_who_it_is_now_and_writes_nothing(
    world: World, button: str, entered: dict[str, object]
) -> None:
    page = old_page(world)
    world.coordinator.press(page, button)
    merge(world)
    before = verbs(world)
    told = world.coordinator.submit(entered)
    said = str(told.errors or told.refused or shown(form(world).blocks))
    assert "Beta Board is part of Alpha Council now." in said
    assert verbs(world) == before


def test_the_old_page_still_opens_as_it_was(world: World) -> None:
    page = old_page(world)
    world.coordinator.run(f"/partner merge Beta Board into {SURVIVOR}")
    submit(world, how="from", since=TODAY)
    world.coordinator.close(everything=True)
    world.coordinator.press(page, "organisation.as_of")
    assert submit(world, day=date(2026, 11, 22)).startswith("Beta Board\nAs it was")


def test_who_takes_a_closed_partners_place_is_who_it_is_now(world: World) -> None:
    add(world, SURVIVOR, "Beta Board", "Gamma Trust")
    merge(world)
    world.coordinator.run("/partner close Gamma Trust")
    told = submit(world, day=TODAY, successor=chosen(2, "Beta Board"))
    assert "Alpha Council takes its place." in told
    world.coordinator.close(everything=True)
    assert "Alpha Council takes its place." in run(world, "/partner Gamma Trust")
