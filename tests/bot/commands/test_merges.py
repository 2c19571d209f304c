"""`/partner merge`: two spellings of one, or one that became another; and undoing it."""

from datetime import date

import pytest

from db import names
from db.tenancy import within
from tests.bot.commands.partners import (
    TODAY,
    add,
    chosen,
    form,
    later,
    named,
    press,
    run,
    seat,
    submit,
    verbs,
)
from tests.world import World, words


def merge(world: World, gone: str, into: str, **values: object) -> str:
    world.coordinator.run(f"/partner merge {gone} into {into}")
    return submit(world, **values)


def test_two_spellings_become_one_and_either_finds_it(world: World) -> None:
    council, spelled = add(world, "Medway Council", "Council of Medway")
    seat(world, spelled, "Executive", "Council lead")
    told = merge(world, "Council of Medway", "Medway Council")
    assert "“Council of Medway” is another spelling of Medway Council now." in told
    page = run(world, "/partner council of medway")
    assert page.startswith("Medway Council\n")
    assert "“Council of Medway” is another spelling of it." in page
    assert "Lead: Council lead" in page
    assert "1 partner" in run(world, "/partner")
    assert named(world, "Council of Medway", date(2020, 5, 1)) == named(world, "Medway Council")
    assert council != spelled


@pytest.mark.parametrize("where", ["the answer", "the page"])
def test_a_merge_is_undone_by_a_button_and_never_was(world: World, where: str) -> None:
    add(world, "Medway Council", "Council of Medway")
    merge(world, "Council of Medway", "Medway Council")
    if where == "the answer":
        world.coordinator.press(form(world), "merge.undo")
    else:
        world.coordinator.close(everything=True)
        press(world, "/partner Medway Council", "merge.undo")
    assert run(world, "/partner Council of Medway").startswith("Council of Medway\nPartner since")
    assert "2 partners" in run(world, "/partner")
    assert verbs(world)[-2:] == ["merge", "undo merge"]


def test_an_undone_merge_is_not_undone_twice(world: World) -> None:
    add(world, "Medway Council", "Council of Medway")
    merge(world, "Council of Medway", "Medway Council")
    answer = form(world)
    world.coordinator.press(answer, "merge.undo")
    world.coordinator.close(everything=True)
    merge(world, "Council of Medway", "Medway Council")
    assert "1 partner" in run(world, "/partner")


def test_until_the_day_each_is_shown_by_itself(world: World) -> None:
    add(world, "Health Trust", "Care Board")
    told = merge(world, "Health Trust", "Care Board", how="from", since=date(2026, 7, 1))
    assert "Health Trust has been Care Board since 1 July 2026." in told
    assert run(world, "/partner Health Trust").startswith("Care Board\n")
    before = run(world, "/partner Health Trust on 30 June 2026")
    assert before.startswith("Health Trust\nAs it was on 30 June 2026.\n")
    listed = run(world, "/partner list")
    assert "Health Trust" not in listed
    assert "Health Trust\nIs Care Board now" in run(world, "/partner list merged")


def test_a_merge_may_be_planned(world: World) -> None:
    add(world, "Health Trust", "Care Board")
    merge(world, "Health Trust", "Care Board", how="from", since=later(30))
    assert run(world, "/partner Health Trust").startswith("Health Trust\n")
    assert "It becomes Care Board on 23 December 2026." in run(world, "/partner Health Trust")
    assert run(world, "/partner Health Trust on 23 December 2026").startswith("Care Board\n")


def test_from_a_day_needs_the_day(world: World) -> None:
    add(world, "Health Trust", "Care Board")
    world.coordinator.run("/partner merge Health Trust into Care Board")
    told = world.coordinator.submit({"how": "from"})
    assert told.errors == {"since": "Please choose the day on which it became the other."}
    assert verbs(world) == ["register", "register"]


def test_circles_and_second_merges_are_refused_beside_their_field(world: World) -> None:
    one, _two, three = add(world, "North Trust", "South Trust", "East Trust")
    merge(world, "North Trust", "South Trust")
    merge(world, "South Trust", "East Trust")
    world.coordinator.run("/partner merge")
    told = world.coordinator.submit(
        {"organisation": chosen(three, "East Trust"), "into": chosen(one, "North Trust")}
    )
    assert "That would make a circle" in told.errors["into"]
    told = world.coordinator.submit(
        {"organisation": chosen(one, "North Trust"), "into": chosen(three, "East Trust")}
    )
    assert "merged into another already" in told.errors["organisation"]
    told = world.coordinator.submit(
        {"organisation": chosen(three, "East Trust"), "into": chosen(three, "East Trust")}
    )
    assert "each would be the other" in told.errors["into"]
    assert run(world, "/partner North Trust").startswith("East Trust\n")


def test_a_closed_partner_takes_nobody_in(world: World) -> None:
    add(world, "Health Trust", "Care Board")
    world.coordinator.run("/partner close Care Board")
    submit(world, day=date(2026, 1, 1))
    world.coordinator.close(everything=True)
    _, board = add_ids(world)
    world.coordinator.run("/partner merge Health Trust")
    told = world.coordinator.submit(
        {"into": chosen(board, "Care Board"), "how": "from", "since": TODAY}
    )
    assert "closed from 1 January 2026" in told.errors["into"]


def test_two_seats_on_one_body_are_pointed_out(world: World) -> None:
    for own in add(world, "Medway Council", "Council of Medway"):
        seat(world, own, "Executive")
    told = merge(world, "Council of Medway", "Medway Council")
    assert "Both have a seat on Executive. Please look whether one should end." in told


def test_closing_a_partner_ends_the_seats_of_all_merged_into_it(world: World) -> None:
    _council, spelled = add(world, "Medway Council", "Council of Medway")
    seat(world, spelled, "Executive", "Council lead")
    merge(world, "Council of Medway", "Medway Council")
    world.coordinator.close(everything=True)
    world.coordinator.run("/partner close Medway Council")
    submit(world, day=TODAY)
    world.coordinator.close(everything=True)
    assert "No seat on any body." in run(world, "/partner Council of Medway")
    press(world, "/partner Medway Council", "organisation.reopen")
    submit(world, day=TODAY)
    world.coordinator.close(everything=True)
    assert "Lead: Council lead" in run(world, "/partner Medway Council")


def add_ids(world: World) -> tuple[int, int]:
    found = [named(world, each) for each in ("Health Trust", "Care Board")]
    assert found[0] is not None
    assert found[1] is not None
    return found[0].id, found[1].id


def test_who_had_a_name_before_is_asked_about_where_two_had_it(world: World) -> None:
    for name, year in (("North Trust", 2020), ("South Trust", 2022)):
        add(world, name)
        called = (("Old Trust", date(year, 1, 1)), (name, date(year + 1, 1, 1)))
        for other, since in called:
            own = named(world, name)
            assert own is not None
            with world.house.database.writing() as session, within(session, world.partnership.id):
                names.rename(session, own.id, other, since, by=None, now=world.clock.now())
    told = world.coordinator.run("/partner Old Trust").ephemeral
    assert "“Old Trust” may be “North Trust” or “South Trust”. Please say which." in words(told)
    south = named(world, "South Trust")
    assert told is not None
    assert south is not None
    world.coordinator.press(told, "organisation.show", value=str(south.id))
    assert words(world.coordinator.ephemerals[-1]).startswith("South Trust\n")
