"""Which messages somebody gets: their own choice, whoever they are."""

from typing import Any

from sqlalchemy import select

from db.models import OptOut, Person
from db.tenancy import across_partnerships
from domain.roles import Role
from sandbox import Person as User
from tests.world import World, introduce, shown


def rows(world: World, model: type[Any]) -> list[Any]:
    with world.house.database.reading() as session, across_partnerships(session):
        return list(session.scalars(select(model).order_by(model.id)))


def person(world: World, name: str) -> Person:
    found: Person = next(each for each in rows(world, Person) if each.name == name)
    return found


def choose(who: User, **entered: object) -> None:
    who.run("/joinedup messages")
    told = who.submit(entered)
    assert told.ok
    assert who.view is not None
    assert "Saved. It holds for every message from now on." in shown(who.view.blocks)
    who.close(everything=True)


def test_language_channel_and_kinds_are_kept(world: World) -> None:
    choose(world.lead, language="cy", channel="slack", kinds=["reminders", "calendar"])
    kept = person(world, "Police lead")
    assert (kept.language, kept.channel) == ("cy", "slack")
    assert {each.kind for each in rows(world, OptOut)} == {"digests", "surveys"}


def test_the_form_comes_back_as_it_was_left(world: World) -> None:
    choose(world.lead, language="cy", channel="slack", kinds=["reminders"])
    choose(world.lead)
    kept = person(world, "Police lead")
    assert (kept.language, kept.channel) == ("cy", "slack")
    assert {each.kind for each in rows(world, OptOut)} == {"digests", "surveys", "calendar"}


def test_what_was_declined_can_be_wanted_again(world: World) -> None:
    choose(world.lead, kinds=[])
    assert len(rows(world, OptOut)) == 4
    choose(world.lead, kinds=["reminders", "digests", "surveys", "calendar"])
    assert rows(world, OptOut) == []


def test_the_partnerships_own_language_can_be_chosen_again(world: World) -> None:
    choose(world.lead, language="cy")
    choose(world.lead, language="usual")
    assert person(world, "Police lead").language is None


def test_a_scrutineer_changes_their_own_and_nobody_elses(world: World) -> None:
    scrutineer = world.workspace.add_user("Scrutineer", email="scrutineer@example.org")
    introduce(world, scrutineer, Role.SCRUTINEER)
    choose(scrutineer, channel="slack")
    assert person(world, "Scrutineer").channel == "slack"
    assert person(world, "Police lead").channel is None
