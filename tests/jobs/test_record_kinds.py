"""What a partner hears of a correction that it asked for: in Slack or by mail, as decided."""

import pytest
from sqlalchemy import select

from bot.ground import Ground
from db import corrections, people
from db.models import Correction, Delivery, Person
from domain.outcomes import Code
from domain.people import Channel
from domain.records import Said
from jobs.kinds import KINDS, LETTERS, render, render_letter
from tests.bot.commands.event_cast import writing
from tests.bot.commands.recorded import invitation_of, lay, past, save
from tests.bot.commands.register import rows
from tests.world import World, shown


@pytest.fixture
def asked(world: World) -> World:
    """Give a world in which a partner asked for a correction."""
    lay(world)
    event = past(world)
    save(world, event, County_Police=Code.NO_CONTACT)
    own, now = invitation_of(world, event), world.clock.now()
    with writing(world) as session:
        lead = session.scalars(select(Person).where(Person.name == "Police lead")).one()
        said = Said(Code.DEPUTY, "Sam Hill")
        corrections.ask(session, lead.id, own, said, source="link", day=now.date(), now=now)
    return world


def settle(world: World, *, correct: bool, reply: str = "") -> None:
    """Decide what was asked."""
    [row] = rows(world, Correction)
    now = world.clock.now()
    with writing(world) as session:
        corrections.settle(session, row.id, correct=correct, reply=reply, by=None, now=now)


def waiting(world: World) -> Delivery:
    """Give the message that tells what was decided."""
    [found] = [each for each in rows(world, Delivery) if each.kind == corrections.KIND]
    return found


def test_in_slack_it_says_what_is_recorded_now(asked: World) -> None:
    settle(asked, correct=True)
    found = waiting(asked)
    assert found.channel_kind == Channel.SLACK
    with writing(asked) as session:
        made = render(KINDS, session, found, Ground(asked.clock.now()))
    assert made is not None
    said = shown(made.blocks)
    assert "Thank you for telling us about the Leadership Forum on Thursday 3 December" in said
    assert "The record of County Police now says: represented by Sam Hill." in said


def test_by_mail_it_says_so_with_the_sentence_of_the_unit_and_a_link(asked: World) -> None:
    now = asked.clock.now()
    with writing(asked) as session:
        lead = session.scalars(select(Person).where(Person.name == "Police lead")).one()
        people.add_address(session, lead, "police@example.org", by=None, now=now)
        lead.channel = Channel.MAIL
    settle(asked, correct=False, reply="No mail <reached> us.")
    found = waiting(asked)
    assert found.channel_kind == Channel.MAIL
    with writing(asked) as session:
        ground = Ground(now, asked.house.addresses, "unit@example.org")
        made = render_letter(LETTERS, session, found, ground)
    assert made is not None
    assert made.subject == "Your record: Leadership Forum, 3 December 2026"
    assert "left the record of County Police as it is." in made.text
    assert "The business unit says: “No mail <reached> us.”" in made.text
    assert "<reached>" not in made.html
    assert "/record/" in made.text
