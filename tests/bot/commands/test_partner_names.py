"""`/partner add` and `edit`: names that change from a day, and those that are nearly the same."""

from datetime import date

import pytest

from db import sectors
from db.tenancy import within
from tests.bot.commands.partners import (
    TODAY,
    add,
    form,
    later,
    named,
    press,
    run,
    submit,
    verbs,
)
from tests.world import World, shown


@pytest.mark.parametrize(
    ("known", "typed", "sentence"),
    [
        ("Café Trust", "Cafe Trust", "only an accent differs"),
        ("Ysgol Llŷn", "Ysgol Llyn", "only an accent differs"),
        ("Medway Council", "Medway Councl", "its name is close"),
        ("Housing & Care", "Housing and Care", "its name is close"),
    ],
)
def test_a_name_that_is_nearly_anothers_is_asked_about_beside_its_field(
    world: World, known: str, typed: str, sentence: str
) -> None:
    add(world, known)
    world.coordinator.run(f"/partner add {typed}")
    assert sentence in shown(form(world).blocks)
    told = world.coordinator.submit({})
    assert f"“{known}” is a partner already" in told.errors["name"]
    assert "tick the box below" in told.errors["name"]
    assert named(world, typed) is None
    assert f"{typed} is now a partner." in submit(world, different=["yes"])
    assert named(world, typed) not in {None, named(world, known)}


@pytest.mark.parametrize("typed", ["School 2", "City Police", "Probation Service", "South Trust"])
def test_a_different_name_is_added_at_once(world: World, typed: str) -> None:
    add(world, "School 1", "County Police", "Probation", "North Trust")
    assert run(world, f"/partner add {typed}").startswith(f"{typed} is now a partner.")


def test_the_form_takes_sector_domains_other_names_and_a_day(world: World) -> None:
    world.coordinator.run("/partner add")
    submit(
        world,
        name="County Police",
        sector="Police",
        domains="@county.police.uk, lead@police.example.org",
        aliases="Constabulary\nCP",
        since=date(2019, 9, 2),
    )
    page = run(world, "/partner constabulary")
    assert page.startswith("County Police\nPartner since 2 September 2019.\nSector: Police\n")
    assert "Also known as: Constabulary, CP" in page
    assert "Mail domains: county.police.uk, police.example.org" in page


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("domains", "police", "“police” is not a mail domain"),
        ("domains", "a b..uk", "is not a mail domain"),
        ("domains", "10.0.0.1", "is not a mail domain"),
        ("aliases", "CP\n!!!", "Please give a name"),
        ("aliases", "Fire and Rescue", "There is already a partner called “Fire and Rescue”."),
        ("aliases", "x" * 121, "121 characters; at most 120 fit"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_written(
    world: World, field: str, typed: str, sentence: str
) -> None:
    add(world, "Fire and Rescue")
    world.coordinator.run("/partner add")
    told = world.coordinator.submit({"name": "County Police", field: typed})
    assert sentence in told.errors[field]
    assert named(world, "County Police") is None
    assert verbs(world) == ["register"]


def test_a_new_name_holds_from_its_day_and_the_old_one_still_finds_it(world: World) -> None:
    add(world, "County Constabulary")
    press(world, "/partner County Constabulary", "organisation.edit")
    told = submit(world, name="County Police", name_since=later(8))
    assert "From 1 December 2026 it is called County Police." in told
    assert run(world, "/partner County Police").startswith("County Constabulary\n")
    page = run(world, "/partner County Constabulary on 1 December 2026")
    assert page.startswith("County Police\n")
    assert "Before: County Constabulary (until 1 December 2026)" in page
    assert verbs(world)[-1] == "rename"


def test_last_months_page_has_last_months_name_and_sector(world: World) -> None:
    add(world, "County Constabulary")
    world.coordinator.run("/partner edit County Constabulary")
    submit(world, name="County Police", sector="Police", sector_since=date(2020, 1, 1))
    world.coordinator.run("/partner edit County Police")
    submit(world, sector="Other", sector_since=TODAY)
    assert "Sector: Other" in run(world, "/partner County Police")
    before = run(world, "/partner show County Police on 2026-10-31")
    assert before.startswith("County Constabulary\nAs it was on 31 October 2026.\n")
    assert "Sector: Police" in before


def test_a_misspelled_name_is_mended_for_the_past_too(world: World) -> None:
    add(world, "Conty Police")
    world.coordinator.run("/partner edit Conty Police")
    assert "It is called County Police, and always was." in submit(
        world, name="County Police", mend=["yes"]
    )
    assert run(world, "/partner County Police on 1 May 2020").startswith("County Police\n")
    assert named(world, "Conty Police") is None


def test_a_name_planned_for_later_is_shown_and_can_be_taken_back(world: World) -> None:
    add(world, "Health Board")
    world.coordinator.run("/partner edit Health Board")
    submit(world, name="Care Board", name_since=later(30))
    world.coordinator.run("/partner edit Health Board")
    assert "From 23 December 2026 it is called “Care Board”." in shown(form(world).blocks)
    world.coordinator.submit({"name": "Health Board.", "name_since": later(30)})
    world.coordinator.run("/partner edit Health Board")
    submit(world, name="Health Board", name_since=later(30))
    page = run(world, "/partner Health Board on 24 December 2026")
    assert page.startswith("Health Board")
    assert "Care Board" not in page


def test_a_name_is_not_anothers_also_where_that_one_has_it_later(world: World) -> None:
    add(world, "Health Board", "Care Trust")
    world.coordinator.run("/partner edit Health Board")
    submit(world, name="Care Board", name_since=later(30))
    told = run(world, "/partner add Care Board")
    assert "There is already a partner called “Care Board”." in told
    world.coordinator.run("/partner edit Care Trust")
    told = world.coordinator.submit({"name": "Care Board"}).errors["name"]
    assert "There is already a partner called “Care Board”." in told


def test_a_day_before_a_partner_was_known_is_refused_beside_its_field(world: World) -> None:
    add(world, "County Police")
    world.coordinator.run("/partner edit County Police")
    told = world.coordinator.submit({"name": "Police", "name_since": date(2018, 1, 1)})
    assert "It has been known since 2 September 2019." in told.errors["name_since"]


def test_an_alias_may_become_the_name(world: World) -> None:
    add(world, "County Constabulary")
    world.coordinator.run("/partner edit County Constabulary")
    submit(world, aliases="County Police")
    world.coordinator.run("/partner edit County Constabulary")
    submit(world, name="County Police", aliases="")
    page = run(world, "/partner County Police")
    assert page.startswith("County Police\n")
    assert "Also known as" not in page
    assert "Before: County Constabulary" in page


def test_what_nobody_changed_is_not_written(world: World) -> None:
    add(world, "County Police")
    world.coordinator.run("/partner edit County Police")
    before = verbs(world)
    assert "Nothing was changed." in submit(world)
    assert verbs(world) == before


def test_what_somebody_else_changed_meanwhile_stays(world: World) -> None:
    [police] = add(world, "County Police")
    world.coordinator.run("/partner edit County Police")
    submit(world, sector="Other")
    world.coordinator.close(everything=True)
    world.coordinator.run("/partner edit County Police")
    with world.house.database.writing() as session, within(session, world.partnership.id):
        right = sectors.named(session, "Police")
        assert right is not None
        sectors.assign(session, police, right.id, TODAY, by=None, now=world.clock.now())
    assert submit(world, domains="police.uk").startswith("Its mail domains are changed.")
    assert "Sector: Police" in run(world, "/partner County Police")


def test_edit_alone_asks_which_partner_and_leads_to_its_form(world: World) -> None:
    [police] = add(world, "County Police")
    world.coordinator.run("/partner edit")
    offered = world.coordinator.search(form(world), "search.organisations", "police").offered
    assert [each["value"] for each in offered] == [str(police)]
    world.coordinator.submit({"organisation": offered[0]})
    assert form(world).content["callback_id"] == "organisation.save"


def test_a_forged_partner_or_sector_is_a_sentence(world: World) -> None:
    add(world, "County Police")
    world.coordinator.run("/partner edit County Police")
    view = form(world)
    view.content["private_metadata"] = view.content["private_metadata"].replace(
        '"organisation": 1', '"organisation": 999'
    )
    assert "This partner is no longer on the register." in submit(world)
