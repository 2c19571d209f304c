"""Accents: they make no second body or person by accident, and searching minds none."""

from db import people
from db.models import Body, Person
from db.tenancy import within
from tests.bot.commands.register import BEGAN, body, found, lead, rows
from tests.world import World


def press(world: World, action: str) -> None:
    """Press a button of the list of bodies: the last with this action."""
    told = world.coordinator.run("/joinedup bodies")
    assert told.ephemeral is not None
    last = rows(world, Body)[-1].id
    world.coordinator.press(
        told.ephemeral, action, value=str(last) if action == "body.edit" else None
    )


def test_a_body_whose_name_differs_by_an_accent_is_asked_about(world: World) -> None:
    body(world)
    press(world, "body.new")
    told = world.coordinator.submit({"name": "Éxecutive"})
    assert told.errors["name"].startswith("“Executive” is a body already, and its name is close.")
    assert world.coordinator.submit({"different": ["yes"]}).ok
    assert [each.name for each in rows(world, Body)] == ["Executive", "Éxecutive"]


def test_a_body_that_gets_such_a_name_is_asked_about(world: World) -> None:
    body(world)
    body(world, "Forum")
    press(world, "body.edit")
    told = world.coordinator.submit({"name": "Éxecutive"})
    assert told.errors["name"].startswith("“Executive” is a body already")
    assert world.coordinator.submit({"different": ["yes"]}).ok
    press(world, "body.edit")
    assert world.coordinator.submit({"answer_by": "7"}).ok
    assert rows(world, Body)[-1].answer_by_days == 7


def test_a_person_whose_name_differs_by_an_accent_is_asked_about(register: World) -> None:
    lead(register, new_name="Jo Smith", since=BEGAN)
    register.coordinator.run("/partner deputy County Police")
    told = register.coordinator.submit({"new_name": "Jó  SMITH", "since": BEGAN})
    assert told.errors["new_name"].startswith("There is already a Jo Smith.")
    assert register.coordinator.submit({"address": "jo@example.org"}).ok
    assert [each.name for each in rows(register, Person)][-1] == "Jó SMITH"


def test_people_are_found_and_sorted_whatever_their_accents(register: World) -> None:
    now = register.clock.now()
    partnership = register.partnership.id
    with register.house.database.writing() as session, within(session, partnership):
        for name in ("Zoe", "Äpfel", "Adam", "Jó Ä"):
            people.add(session, name=name, now=now)
    register.coordinator.run("/partner deputy County Police")
    for typed, name in (("jo", "Jó Ä"), ("JÓ", "Jó Ä"), ("apfel", "Äpfel"), ("zoé", "Zoe")):
        assert found(register, "search.people", typed)["text"]["text"] == name
    with register.house.database.reading() as session, within(session, partnership):
        names = [each.name for each, _address in people.like(session, "", limit=100)]
        assert names == sorted(names, key=lambda name: name.replace("Ä", "A").lower())
        assert [each.name for each, _address in people.like(session, "", limit=1)] == ["Adam"]
