"""Leave of a partner that another was merged into, and of the one that was merged."""

from datetime import date

import pytest

from tests.bot.commands.partners import add, run, seat, submit
from tests.world import World, shown

SINCE = date(2026, 7, 1)


def register(world: World) -> None:
    """Lay two partners: Alpha leads its seat, Beta's is vacant."""
    alpha, beta = add(world, "Alpha Council", "Beta Board")
    seat(world, alpha, "Executive", "Alpha lead")
    seat(world, beta, "Forum")


def merge(world: World) -> None:
    world.coordinator.run("/partner merge Beta Board into Alpha Council")
    submit(world, how="from", since=SINCE)
    world.coordinator.close(everything=True)


def pause(world: World, name: str) -> None:
    world.coordinator.run(f"/partner pause {name}")
    submit(world, reason="Closure")
    world.coordinator.close(everything=True)


def waiting(world: World) -> str:
    """Give the words of the Home tab."""
    world.coordinator.open_home()
    assert world.coordinator.home is not None
    return shown(world.coordinator.home.blocks)


def line(world: World) -> str:
    """Give what the list says of Alpha."""
    lines = run(world, "/partner").splitlines()
    return lines[lines.index("Alpha Council") + 1]


@pytest.mark.parametrize("first", [True, False])
def test_leave_of_the_whole_partner_pauses_the_seats_that_came_with_a_merge(
    world: World, *, first: bool
) -> None:
    register(world)
    if first:
        merge(world)
    assert "no lead on the Forum." in waiting(world)
    pause(world, "Alpha Council")
    if not first:
        merge(world)
    assert "no lead on the Forum." not in waiting(world)
    assert line(world) == "No sector yet · 2 seats · on leave"
    assert "all its seats. Closure." in run(world, "/partner Alpha Council")


def test_leave_from_before_a_merge_is_of_those_seats_alone(world: World) -> None:
    register(world)
    pause(world, "Beta Board")
    merge(world)
    assert "no lead on the Forum." not in waiting(world)
    assert line(world) == "No sector yet · 2 seats · 1 seat on leave"
    page = run(world, "/partner Alpha Council")
    assert "On leave since 23 November 2026: all seats of Beta Board. Closure." in page
    assert "Leave begins for all seats of Beta Board." in page
    assert "Forum (on leave, " in page
    pause(world, "Alpha Council")
    page = run(world, "/partner Alpha Council")
    assert "On leave since 23 November 2026: all its seats. Closure." in page
    assert "On leave since 23 November 2026: all seats of Beta Board. Closure." in page
