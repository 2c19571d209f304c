"""A deputy who is named in Slack, and answers there; whoever named them sees how it stands."""

from datetime import date

import pytest

from db.models import Answer, NamedDeputy
from domain.roles import Role
from domain.seats import Part
from sandbox import Person as User
from tests.bot.commands.answering import appointed, leads, moved, post, pressed
from tests.bot.commands.arranged import arranged, live
from tests.bot.commands.register import rows
from tests.world import World, introduce, shown, words


@pytest.fixture
def named(register: World) -> tuple[World, User]:
    """Give a world whose lead has named a standing deputy, who is in Slack too."""
    stand_in = register.workspace.add_user("Stand in", email="stand.in@example.org")
    introduce(register, stand_in, Role.PARTNER)
    live(register)
    leads(register, register.lead)
    appointed(register, stand_in, Part.DEPUTY)
    arranged(register)
    post(register)
    pressed(register.lead, register.lead.messages[0], "deputy")
    assert register.lead.view is not None
    register.lead.press(register.lead.view, "event.answer.send")
    post(register)
    return register, stand_in


def test_they_get_a_card_with_yes_and_no(named: tuple[World, User]) -> None:
    world, stand_in = named
    [card] = stand_in.messages
    said = words(card)
    assert "You are named to represent County Police." in said
    assert "I can represent\nI cannot" in said
    assert "Send a deputy" not in said
    pressed(stand_in, card)
    assert "County Police: attending." in words(stand_in.messages[0])
    assert [each.state for each in rows(world, NamedDeputy)] == ["agreed"]


def test_one_who_can_not_leaves_the_question_to_the_lead(named: tuple[World, User]) -> None:
    world, stand_in = named
    pressed(stand_in, stand_in.messages[0], "cannot")
    assert [each.state for each in rows(world, NamedDeputy)] == ["declined"]
    post(world)
    said = words(world.lead.messages[0])
    assert "Stand in cannot come." in said
    assert "I will attend" in said


def test_deputy_and_lead_see_that_it_was_moved_and_either_confirms(
    named: tuple[World, User],
) -> None:
    world, stand_in = named
    pressed(stand_in, stand_in.messages[0])
    assert post(world) == 1, "only the lead's card: theirs says so already"
    assert "Stand in will represent you." in words(world.lead.messages[0])
    moved(world, date(2026, 12, 10))
    post(world)
    for who in (stand_in, world.lead):
        said = words(who.messages[0])
        assert "New time: Thursday 10 December" in said
        assert "Is your answer still right?\n" in said
        assert "Still fine" in said
    pressed(stand_in, stand_in.messages[0], "fine")
    post(world)
    for who in (stand_in, world.lead):
        assert "Still fine" not in words(who.messages[0])
    assert "Stand in will represent you." in words(world.lead.messages[0])


def test_a_form_answers_for_the_time_that_it_showed(named: tuple[World, User]) -> None:
    world, _stand_in = named
    pressed(world.lead, world.lead.messages[0], "change")
    old = world.lead.messages[0]
    moved(world, date(2026, 12, 10))
    pressed(world.lead, old, "apologies")
    assert world.lead.view is not None
    assert "10 December" in shown(world.lead.view.blocks)
    assert world.lead.submit({}).ok
    [answer] = [each for each in rows(world, Answer) if each.is_current]
    assert answer.begins is not None
    assert answer.begins.date() == date(2026, 12, 10)


def test_a_deputy_sent_by_a_form_that_showed_an_old_time_is_to_be_confirmed(
    named: tuple[World, User],
) -> None:
    world, _stand_in = named
    pressed(world.lead, world.lead.messages[0], "change")
    pressed(world.lead, world.lead.messages[0], "deputy")
    moved(world, date(2026, 12, 10))
    assert world.lead.submit({"name": "Ann Other", "address": "ann@elsewhere.example.net"}).ok
    post(world)
    assert "Still fine" in words(world.lead.messages[0])
