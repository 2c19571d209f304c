"""A quorum before its event, through Slack: a board forecast inquorate, and saved by a nudge."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from db import bodies, people
from db.models import Person
from domain.quorum import InAll, Quorum, as_json
from sandbox import Message
from sandbox import Person as SlackPerson
from tests.bot.commands.event_cast import THIRD, arrange, arrived, board, press, run, writing
from tests.bot.commands.ticking import tick
from tests.world import World, words

FIRST = datetime(2026, 12, 3, 9, tzinfo=UTC)
"""Ten working days before the event of 17 December 2026."""


@pytest.fixture
def police(world: World) -> SlackPerson:
    """Give a lead in Slack, whose answer a quorum of two needs, on an event that was sent."""
    board(world, "Police", "Health")
    with writing(world) as session:
        body = bodies.named(session, "Executive")
        assert body is not None
        body.quorum = as_json(Quorum((InAll(2),)))
        query = select(Person).where(Person.name == "Police lead").order_by(Person.id.desc())
        person = session.scalars(query.limit(1)).one()
        user = world.workspace.add_user("Police lead", email="police@example.org")
        team = user.user.team_id
        people.identify(session, person, enterprise_id="", team_id=team, user_id=user.id)
        person.channel = "slack"
    arrange(world, span=THIRD.on(date(2026, 12, 17)))
    arrived(world)
    return user


def told(world: World) -> list[Message]:
    """List what the coordinator was told of quorums."""
    return [each for each in world.coordinator.messages if "quor" in each.text]


def test_a_board_that_is_forecast_inquorate_is_saved_by_a_nudge(
    world: World, police: SlackPerson
) -> None:
    run(world, "/event answer Leadership Forum police apologies by phone")
    run(world, "/event answer Leadership Forum health attending by phone")
    tick(world, FIRST)
    [first] = told(world)
    assert "17 December, 10:00: no quorum as it stands." in first.text
    assert "1 person is asked again: the quorum of Leadership Forum needs them." in words(
        _nudged(world, first)
    )
    tick(world, FIRST + timedelta(minutes=1))
    asked = police.messages[-1]
    assert (
        "The Leadership Forum on 17 December can only decide if Police is represented."
        " Can you, or a deputy, be there?"
    ) in words(asked)
    assert "Already told someone?" not in words(asked)
    assert "last asked on" in words(_nudged(world, first))
    assert police.press(asked, "event.answer.attending").ok
    tick(world, FIRST + timedelta(hours=1))
    assert "17 December, 10:00: quorate as it stands." in told(world)[-1].text
    tick(world, FIRST + timedelta(hours=3))
    assert len(told(world)) == 2


def _nudged(world: World, first: Message) -> Message:
    """Press the nudge; gives what is said then."""
    world.coordinator.press(first, "attendance.nudge_quorum")
    return world.coordinator.ephemerals[-1]


def test_what_stands_already_is_nobodys_nudge(world: World, police: SlackPerson) -> None:
    run(world, "/event answer Leadership Forum police attending by phone")
    tick(world, FIRST)
    page = run(world, "/event show Leadership Forum")
    assert "Quorum: not certain. At least 2 seats represented: 1 of 2 so far" in page
    run(world, "/event answer Leadership Forum health attending by phone")
    run(world, "/event show Leadership Forum")
    whole = press(world, "attendance.quorum")
    assert "Quorum: yes." in whole
    assert "At least 2 seats represented: 2 of 2 so far, met." in whole
    assert "Nudge" not in whole
    assert police.messages == [] or "can only decide" not in words(police.messages[-1])


def test_it_stands_on_the_page_of_answers(world: World, police: SlackPerson) -> None:
    assert police.id
    run(world, "/event show Leadership Forum")
    assert "Quorum: not certain." in press(world, "event.answers")


def test_it_waits_on_the_worklist_until_it_is_mended(world: World, police: SlackPerson) -> None:
    assert police.id
    tick(world, FIRST)
    assert "quorum not certain" not in run(world, "/joinedup")
    tick(world, FIRST + timedelta(days=7))
    assert "Leadership Forum, Thursday 17 December, 10:00: quorum not certain." in run(
        world, "/joinedup"
    )
    for who in ("police", "health"):
        run(world, f"/event answer Leadership Forum {who} attending by phone")
    assert "quorum not certain" not in run(world, "/joinedup")
