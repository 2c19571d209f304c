"""`/partner edit`: two people at once, lists longer than a field, names of others."""

from collections.abc import Iterable

from db import email_domains, names
from db.tenancy import within
from tests.bot.commands.partners import TODAY, add, form, run, submit, verbs
from tests.world import World


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
