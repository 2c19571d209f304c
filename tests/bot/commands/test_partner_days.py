"""Leave, successors and the timeline: what fits the days on which a partner is one."""

from datetime import date

import pytest
from sqlalchemy import select

from db.models import Leave
from db.tenancy import across_partnerships
from tests.bot.commands.partners import TODAY, add, chosen, later, run, seat, submit
from tests.world import World


def close(world: World, name: str, **values: object) -> str:
    world.coordinator.run(f"/partner close {name}")
    said = submit(world, **values)
    world.coordinator.close(everything=True)
    return said


def leaves(world: World) -> list[tuple[date, date | None]]:
    """Give the days of all leaves."""
    with world.house.database.reading() as session, across_partnerships(session):
        return [(each.since, each.until) for each in session.scalars(select(Leave))]


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(
    ("since", "sentence"),
    [
        (later(20), "It ends on 28 November 2026. Please choose an earlier day."),
        (date(2001, 1, 1), "Please choose that day or a later one."),
    ],
)
def test_nobody_is_on_leave_who_is_no_partner(
    world: World, since: date, sentence: str, *, whole: bool
) -> None:
    [trust] = add(world, "Health Trust")
    own = seat(world, trust, "Executive")
    close(world, "Health Trust", day=later(5))
    world.coordinator.run("/partner pause Health Trust")
    entered = {} if whole else {"whose": str(own)}
    told = world.coordinator.submit({"reason": "Closure", "since": since, **entered})
    assert sentence in told.errors["since"]
    assert leaves(world) == []


def test_closing_ends_leave_and_takes_back_what_was_planned(world: World) -> None:
    [trust] = add(world, "Health Trust")
    own = seat(world, trust, "Executive")
    for entered in ({"since": TODAY}, {"since": later(30), "whose": str(own)}):
        world.coordinator.run("/partner pause Health Trust")
        submit(world, reason="Closure", **entered)
        world.coordinator.close(everything=True)
    close(world, "Health Trust", day=later(5))
    assert leaves(world) == [(TODAY, later(5))]


def test_successors_make_no_circle_and_are_partners(world: World) -> None:
    north, south, east = add(world, "North Trust", "South Trust", "East Trust")
    close(world, "North Trust", day=later(9), successor=chosen(south, "South Trust"))
    close(world, "South Trust", day=later(5), successor=chosen(east, "East Trust"))
    world.coordinator.run("/partner close East Trust")
    told = world.coordinator.submit({"day": later(3), "successor": chosen(north, "North Trust")})
    assert "That would make a circle of successors." in told.errors["successor"]
    told = world.coordinator.submit({"day": later(7), "successor": chosen(south, "South Trust")})
    assert "This partner is closed from 28 November 2026." in told.errors["successor"]
    assert "East Trust is closed from" in submit(world, day=TODAY, successor=None)


def test_what_happened_is_told_with_the_names_of_then(world: World) -> None:
    _charity, trust = add(world, "Gamma Charity", "Old Trust")
    world.coordinator.run("/partner edit Gamma Charity")
    submit(world, name="Gamma Trust")
    world.coordinator.close(everything=True)
    world.coordinator.run("/partner merge Old Trust into Gamma Charity")
    submit(world, how="from", since=date(2024, 5, 1))
    world.coordinator.close(everything=True)
    page = run(world, "/partner Gamma Trust")
    assert "2 September 2019 · Gamma Charity becomes a partner." in page
    assert "1 May 2024 · Old Trust becomes part of Gamma Charity." in page
    assert "“Gamma Charity” becomes “Gamma Trust”." in page
    assert trust
