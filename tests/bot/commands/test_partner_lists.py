"""`/partner list`: narrowed, turned and searched, with what a line says of each."""

from datetime import date, timedelta

import pytest

from db import bodies
from db.tenancy import within
from sandbox import Message
from tests.bot.commands.partners import TODAY, add, at, form, later, press, run, seat, submit
from tests.world import World, shown, words


def newest(world: World) -> Message:
    return world.coordinator.ephemerals[-1]


def register(world: World) -> None:
    """Lay a register of a few partners, seats and sectors."""
    police, health, _school, charity = add(
        world, "County Police", "Health Trust", "High School", "Youth Charity"
    )
    seat(world, police, "Executive", "Police lead")
    seat(world, police, "Forum")
    seat(world, health, "Executive", "Health lead")
    seat(world, charity, "Forum", "Charity lead")
    for name, sector in (("County Police", "Police"), ("Health Trust", "Health")):
        world.coordinator.run(f"/partner edit {name}")
        submit(world, sector=sector, sector_since=date(2019, 9, 2))
        world.coordinator.close(everything=True)
    world.coordinator.run("/partner pause Youth Charity")
    submit(world, reason="Reorganisation")
    world.coordinator.close(everything=True)


def test_a_line_says_sector_seats_vacancy_and_leave(world: World) -> None:
    register(world)
    lines = run(world, "/partner").splitlines()
    assert lines[0] == "4 partners"
    assert lines[lines.index("County Police") + 1] == "Police · 2 seats, 1 without a lead"
    assert lines[lines.index("Health Trust") + 1] == "Health · 1 seat"
    assert lines[lines.index("High School") + 1] == "No sector yet · no seat"
    assert lines[lines.index("Youth Charity") + 1] == "No sector yet · 1 seat · on leave"


@pytest.mark.parametrize(
    ("typed", "shown", "hidden"),
    [
        ("police", ["County Police"], ["Health Trust", "High School", "Youth Charity"]),
        ("Forum", ["County Police", "Youth Charity"], ["Health Trust", "High School"]),
        ("executive", ["County Police", "Health Trust"], ["High School", "Youth Charity"]),
        ("on leave", ["Youth Charity"], ["County Police", "Health Trust", "High School"]),
        ("vacant", ["County Police"], ["Health Trust", "High School", "Youth Charity"]),
        ("trust", ["Health Trust"], ["County Police", "High School", "Youth Charity"]),
        ("closed", [], ["County Police", "Health Trust", "High School", "Youth Charity"]),
    ],
)
def test_a_word_narrows_the_list(
    world: World, typed: str, shown: list[str], hidden: list[str]
) -> None:
    register(world)
    lines = run(world, f"/partner list {typed}").splitlines()
    assert [each for each in shown if each not in lines] == []
    assert [each for each in hidden if each in lines] == []
    assert lines[0] == f"{len(shown)} partner{'' if len(shown) == 1 else 's'}"


def test_menus_narrow_in_place_and_keep_each_other(world: World) -> None:
    register(world)
    told = world.coordinator.run("/partner").ephemeral
    assert told is not None
    world.coordinator.press(told, "organisation.by_body", selected="Executive")
    assert "2 partners\nShown: Executive" in words(newest(world))
    world.coordinator.press(newest(world), "organisation.by_sector", selected="Health")
    assert "1 partner\nShown: Health, Executive" in words(newest(world))
    world.coordinator.press(newest(world), "organisation.by_status", selected="With a vacant seat")
    assert "Shown: With a vacant seat, Health, Executive" in words(newest(world))
    assert "No partner is like that." in words(newest(world))
    world.coordinator.press(newest(world), "organisation.list")
    assert words(newest(world)).startswith("4 partners\n")


def test_filters_are_kept_while_one_turns_pages(world: World) -> None:
    add(world, *(f"School {number:02}" for number in range(25)), "County Police")
    told = world.coordinator.run("/partner list school").ephemeral
    assert told is not None
    assert "Partners 1 to 20 of 25, by name" in words(told)
    world.coordinator.press(told, "organisation.page.after")
    assert "Shown: “school”" in words(newest(world))
    assert "Partners 21 to 25 of 25, by name" in words(newest(world))
    world.coordinator.press(newest(world), "organisation.page.before")
    assert "Partners 1 to 20 of 25, by name" in words(newest(world))
    assert "County Police" not in words(newest(world))


def test_search_looks_in_former_and_other_names_too(world: World) -> None:
    add(world, "County Police", "Health Trust")
    world.coordinator.run("/partner edit County Police")
    submit(world, aliases="Constabulary")
    world.coordinator.close(everything=True)
    press(world, "/partner", "organisation.search")
    assert "1 partner" in submit(world, text="constab")
    assert "County Police" in shown(form(world).blocks)
    assert "Health Trust" not in shown(form(world).blocks)


@pytest.mark.parametrize(
    "value", ["", "~~~~", "leave~x~-1~99999999999999999999~", "a~b", "member~9~9~900~x~y"]
)
def test_a_value_that_somebody_made_up_is_answered(world: World, value: str) -> None:
    add(world, *(f"School {number:02}" for number in range(25)))
    told = world.coordinator.run("/partner").ephemeral
    assert told is not None
    for block in told.blocks:
        for element in block.get("elements", []):
            if element.get("action_id") == "organisation.page.after":
                element["value"] = value
    assert world.coordinator.press(told, "organisation.page.after").ok
    assert "partner" in words(newest(world)).splitlines()[0]


def test_a_page_beyond_the_end_is_the_last(world: World) -> None:
    add(world, *(f"School {number:02}" for number in range(21)))
    told = world.coordinator.run("/partner").ephemeral
    assert told is not None
    world.coordinator.run("/partner close School 20")
    submit(world, day=TODAY)
    world.coordinator.press(told, "organisation.page.after")
    assert "Partners 1 to 20 of 20, by name" in words(newest(world))


def test_seats_of_a_merged_partner_count_for_who_it_is_now(world: World) -> None:
    council, spelled = add(world, "Medway Council", "Council of Medway")
    seat(world, spelled, "Executive")
    assert council
    world.coordinator.run("/partner merge Council of Medway into Medway Council")
    submit(world)
    world.coordinator.close(everything=True)
    assert "1 partner\n" in run(world, "/partner list executive")
    assert "1 seat, 1 without a lead" in run(world, "/partner list vacant")


def test_a_list_of_the_longest_names_fits_slack(world: World) -> None:
    add(world, *(f"{number:02}{'N' * 118}" for number in range(21)))
    told = world.coordinator.run("/partner")
    assert told.ok
    assert "Partners 1 to 20 of 21" in words(told.ephemeral)


@pytest.mark.parametrize(
    ("name", "typed"),
    [("Jó Smith Trust", "jo smith"), ("Äpfel House", "apfel"), ("Ysgol Llyn", "llŷn")],
)
def test_a_search_does_not_mind_accents(world: World, name: str, typed: str) -> None:
    [own] = add(world, name, "County Police")[:1]
    listed = run(world, f"/partner list {typed}")
    assert name in listed
    assert "County Police" not in listed
    world.coordinator.run("/partner edit")
    offered = world.coordinator.search(form(world), "search.organisations", typed).offered
    assert [each["value"] for each in offered] == [str(own)]


def test_a_body_that_closes_later_still_narrows_the_list(world: World) -> None:
    [police, _other] = add(world, "County Police", "Health Trust")
    seat(world, police, "Forum", "Police lead")
    with world.house.database.writing() as session, within(session, world.partnership.id):
        forum = bodies.named(session, "Forum")
        assert forum is not None
        own = forum.id
    press(world, "/joinedup bodies", "body.close", str(own))
    told = submit(world, day=later(9))
    assert "Forum closes from 2 December 2026, and 1 seat ends then." in told
    world.coordinator.close(everything=True)
    press(world, "/partner", "organisation.by_body", f"member~~{own}~0~")
    listed = words(newest(world))
    assert "Shown: Forum" in listed
    assert "Health Trust" not in listed
    at(world, world.clock.now() + timedelta(days=9))
    assert "Forum" not in run(world, "/partner")
