"""A deputy who is named in Slack, and answers there; whoever named them sees how it stands."""

import pytest

from db.models import NamedDeputy
from domain.roles import Role
from domain.seats import Part
from sandbox import Person as User
from tests.bot.commands.answering import appointed, leads, post, pressed
from tests.bot.commands.arranged import arranged, live
from tests.bot.commands.register import rows
from tests.world import World, introduce, words


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
