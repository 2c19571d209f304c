"""`/partner edit`: two people at once, lists longer than a field, names of others."""

from collections.abc import Iterable
from datetime import date

import pytest

from db import email_domains, names, sectors
from db.tenancy import within
from tests.bot.commands.partners import TODAY, add, form, named, press, run, submit, verbs
from tests.world import World, shown, words


def aliases(world: World, own: int, wanted: Iterable[str]) -> None:
    """Set aliases as another coordinator does it, while a form is open."""
    with world.house.database.writing() as session, within(session, world.partnership.id):
        now = world.clock.now()
        names.set_aliases(session, own, wanted, TODAY, by=None, now=now)


def domains(world: World, own: int, *wanted: str) -> None:
    """Set mail domains as another coordinator does it, while a form is open."""
    with world.house.database.writing() as session, within(session, world.partnership.id):
        email_domains.set_to(session, own, wanted, by=None, now=world.clock.now())


def test_what_another_added_to_a_list_meanwhile_stays(world: World) -> None:
    [police] = add(world, "County Police")
    aliases(world, police, ["Constabulary", "The Force"])
    domains(world, police, "police.uk")
    world.coordinator.run("/partner edit County Police")
    aliases(world, police, ["Constabulary", "The Force", "CP"])
    domains(world, police, "police.uk", "county.police.uk")
    submit(world, aliases="Constabulary\nOld Bill", sector="Police")
    page = run(world, "/partner County Police")
    assert "Also known as: Constabulary, CP, Old Bill\n" in page
    assert "Mail domains: county.police.uk, police.uk" in page
    assert "Sector: Police" in page


def test_what_another_took_out_of_a_list_meanwhile_stays_out(world: World) -> None:
    [police] = add(world, "County Police")
    aliases(world, police, ["Constabulary", "CP"])
    domains(world, police, "police.uk", "old.uk")
    world.coordinator.run("/partner edit County Police")
    aliases(world, police, ["CP"])
    domains(world, police, "police.uk")
    before = verbs(world)
    assert "Nothing was changed." in submit(world)
    assert verbs(world) == before


def test_names_that_do_not_fit_the_field_are_not_lost(world: World) -> None:
    [police] = add(world, "County Police")
    aliases(world, police, [f"{number:02} {'n' * 110}" for number in range(40)])
    world.coordinator.run("/partner edit County Police")
    assert len(form(world).content["private_metadata"]) < 3000
    assert "Nothing was changed." in submit(world)


@pytest.mark.parametrize("field", ["name", "aliases"])
def test_a_name_that_is_nearly_anothers_is_asked_about_in_an_edit_too(
    world: World, field: str
) -> None:
    add(world, "Gámma Trust", "County Police")
    world.coordinator.run("/partner edit County Police")
    told = world.coordinator.submit({field: "Gamma Trust"})
    assert "“Gámma Trust” is a partner already: only an accent differs." in told.errors[field]
    assert named(world, "Gamma Trust") is None
    submit(world, **{field: "Gamma Trust", "different": ["yes"]})
    assert named(world, "Gamma Trust") not in {None, named(world, "Gámma Trust")}


def test_an_alias_of_a_new_partner_is_asked_about(world: World) -> None:
    add(world, "Gámma Trust")
    world.coordinator.run("/partner add")
    told = world.coordinator.submit({"name": "County Police", "aliases": "Gamma Trust"})
    assert "only an accent differs" in told.errors["aliases"]
    assert named(world, "County Police") is None


def test_an_alias_that_is_held_is_not_asked_about_again(world: World) -> None:
    _other, police = add(world, "Gámma Trust", "County Police")
    aliases(world, police, ["Gamma Trust"])
    world.coordinator.run("/partner edit County Police")
    assert submit(world, domains="police.uk").startswith("Its mail domains are changed.")


def test_a_partner_of_a_retired_sector_keeps_it(world: World) -> None:
    add(world, "County Police", "Health Trust")
    for name, sector in (("County Police", "Police"), ("Health Trust", "Health")):
        world.coordinator.run(f"/partner edit {name}")
        submit(world, sector=sector, sector_since=date(2020, 1, 1))
        world.coordinator.close(everything=True)
    with world.house.database.writing() as session, within(session, world.partnership.id):
        police = sectors.named(session, "Police")
        assert police is not None
        own = police.id
        police.retired_at = world.clock.now()
    world.coordinator.run("/partner edit County Police")
    assert "Police (retired)" in shown(form(world).blocks)
    assert submit(world, domains="police.uk").startswith("Its mail domains are changed.")
    world.coordinator.close(everything=True)
    page = run(world, "/partner County Police")
    assert "Sector: Police" in page
    press(world, "/partner", "organisation.by_sector", f"member~{own}~~0~")
    listed = words(world.coordinator.ephemerals[-1])
    assert "Shown: Police (retired)" in listed
    assert "Health Trust" not in listed
    world.coordinator.run("/partner add")
    assert "Police (retired)" not in shown(form(world).blocks)


def test_since_when_it_is_a_partner_is_from_a_day_to_come(world: World) -> None:
    add(world, "County Police")
    world.coordinator.run("/partner edit County Police")
    assert "It is a partner from 1 January 2027." in submit(world, since=date(2027, 1, 1))


@pytest.mark.parametrize("name", ["Add Trust", "New Trust"])
def test_a_name_that_begins_with_add_opens_that_partner(world: World, name: str) -> None:
    add(world, name)
    before = verbs(world)
    assert run(world, f"/partner {name}").startswith(f"{name}\nPartner since")
    assert verbs(world) == before


def test_another_word_for_add_is_not_taken_for_add(world: World) -> None:
    add(world, "New Trust")
    assert run(world, "/partner add Trust").startswith("Trust is now a partner.")


def test_a_closed_partners_name_says_so_and_offers_to_reopen(world: World) -> None:
    add(world, "Closed One")
    world.coordinator.run("/partner close Closed One")
    submit(world, day=date(2026, 5, 1))
    world.coordinator.close(everything=True)
    sentence = "“Closed One” is known, and closed from 1 May 2026. You can reopen it."
    told = world.coordinator.run("/partner add closed  ONE").ephemeral
    assert words(told).startswith(sentence)
    world.coordinator.run("/partner add")
    assert world.coordinator.submit({"name": "closed one"}).errors == {"name": sentence}
    world.coordinator.close(everything=True)
    assert told is not None
    world.coordinator.press(told, "organisation.reopen")
    assert "as if it had never been closed" in submit(world, day=date(2026, 5, 1))


def test_a_merged_partners_name_says_whose_it_is(world: World) -> None:
    add(world, "Medway Council", "Council of Medway")
    world.coordinator.run("/partner merge Council of Medway into Medway Council")
    submit(world)
    world.coordinator.close(everything=True)
    told = run(world, "/partner add council of medway")
    assert told.startswith("“Council of Medway” is part of Medway Council already.")


def test_a_known_name_is_said_as_it_is_written(world: World) -> None:
    add(world, "Closed One")
    told = world.coordinator.run("/partner add CLOSED one").ephemeral
    assert words(told).startswith("There is already a partner called “Closed One”.")
    assert told is not None
    world.coordinator.press(told, "organisation.show")
    assert words(world.coordinator.ephemerals[-1]).startswith("Closed One\nPartner since")
