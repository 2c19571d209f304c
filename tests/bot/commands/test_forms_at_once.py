"""Two coordinators with one form open at once: what nobody touched stays as the other set it."""

import pytest

from db.models import Address, Body, Person
from domain import quorum
from domain.roles import Role
from sandbox import Person as Member
from tests.bot.commands.register import BEGAN, lead, rows
from tests.world import World, introduce


@pytest.fixture
def two(register: World) -> World:
    """Give a register with a lead, and the outsider as a second coordinator."""
    lead(register, new_name="Ada", address="ada@police.example.org", since=BEGAN)
    introduce(register, register.outsider, Role.COORDINATOR)
    return register


def ada(world: World) -> Person:
    """Give the police's lead, whatever she is called by now."""
    [found] = [each for each in rows(world, Address) if each.address == "ada@police.example.org"]
    return next(each for each in rows(world, Person) if each.id == found.person_id)


def open_person(world: World, who: Member) -> None:
    listed = who.run("/partner people County Police")
    assert listed.ephemeral is not None
    who.press(listed.ephemeral, "person.show", value=str(ada(world).id))
    who.press(who.ephemerals[-1], "person.edit")


def open_body(who: Member) -> None:
    listed = who.run("/joinedup bodies")
    assert listed.ephemeral is not None
    who.press(listed.ephemeral, "body.edit")


def test_another_field_of_a_person_stays(two: World) -> None:
    open_person(two, two.coordinator)
    open_person(two, two.outsider)
    theirs = {"name": "Ada B", "others": "second@example.org", "language": "Welsh"}
    assert two.outsider.submit(theirs).ok
    assert two.coordinator.submit({"job_title": "Chief"}).ok
    person = ada(two)
    assert (person.name, person.job_title, person.language) == ("Ada B", "Chief", "cy")
    assert "second@example.org" in [each.address for each in rows(two, Address)]


def test_addresses_are_added_and_taken_out_one_by_one(two: World) -> None:
    open_person(two, two.coordinator)
    assert two.coordinator.submit({"others": "a@example.org\nb@example.org"}).ok
    open_person(two, two.coordinator)
    open_person(two, two.outsider)
    assert two.outsider.submit({"others": "b@example.org\nc@example.org"}).ok
    assert two.coordinator.submit({"others": "a@example.org\nd@example.org"}).ok
    own = [each for each in rows(two, Address) if each.person_id == ada(two).id]
    assert {(each.address, each.main) for each in own} == {
        ("ada@police.example.org", True),
        ("c@example.org", False),
        ("d@example.org", False),
    }


def test_a_main_address_that_another_set_stays(two: World) -> None:
    open_person(two, two.coordinator)
    open_person(two, two.outsider)
    theirs = {"address": "new@example.org", "others": "ada@police.example.org"}
    assert two.outsider.submit(theirs).ok
    assert two.coordinator.submit({"job_title": "Chief"}).ok
    own = [each for each in rows(two, Address) if each.person_id == ada(two).id]
    assert [each.address for each in own if each.main] == ["new@example.org"]
    assert len(own) == 2


def test_another_field_of_a_body_stays(two: World) -> None:
    open_body(two.coordinator)
    open_body(two.outsider)
    assert two.outsider.submit({"name": "Board", "quorum": ["half"]}).ok
    assert two.coordinator.submit({"answer_by": "15"}).ok
    [body] = rows(two, Body)
    assert (body.name, body.answer_by_days) == ("Board", 15)
    assert body.quorum is not None
    assert quorum.parse(body.quorum).rules == (quorum.HALF,)


def test_a_quorum_that_two_change_is_said(two: World) -> None:
    open_body(two.coordinator)
    open_body(two.outsider)
    assert two.outsider.submit({"quorum": ["half"]}).ok
    told = two.coordinator.submit({"quorum": ["number"], "number": "3"})
    assert told.errors["quorum"].startswith("Somebody else has changed this quorum.")
    [body] = rows(two, Body)
    assert body.quorum is not None
    assert quorum.parse(body.quorum).rules == (quorum.HALF,)
