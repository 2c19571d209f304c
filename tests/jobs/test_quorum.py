"""Quorums forecast from end to end: told when that is news, and saved by a nudge."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.slack import Slack
from db import bodies, coming_looks, events, people, roles
from db.models import Delivery, QuorumForecast
from domain.quorum import InAll, Quorum, as_json
from domain.roles import Role
from domain.spans import Span
from jobs import quorum
from jobs.budgets import UNLIMITED, Budgets
from jobs.deliver import Deliverer
from tests.bot.commands.event_cast import (
    THIRD,
    arrange,
    arrived,
    board,
    run,
    writing,
)
from tests.bot.commands.register import counting, rows
from tests.world import World, words

FIRST = datetime(2026, 12, 3, 9, tzinfo=UTC)
"""Ten working days before the event of 17 December 2026."""

RISKY = datetime(2026, 12, 10, 9, tzinfo=UTC)
"""Five working days before."""


@pytest.fixture
def forum(world: World) -> World:
    """Give a world with an event of three seats, of which all three make the quorum."""
    board(world, "Police", "Health", "Fire")
    rule(world, Quorum((InAll(3),)))
    arrange(world, span=THIRD.on(date(2026, 12, 17)))
    arrived(world)
    return world


def rule(world: World, found: Quorum) -> None:
    """Let the body have a quorum."""
    with writing(world) as session:
        body = bodies.named(session, "Executive")
        assert body is not None
        body.quorum = as_json(found)


def look(world: World, at: datetime) -> int:
    """Let the tick look at a moment; says how many messages it planned."""
    world.clock.moment = at
    with world.house.database.writing() as session:
        return quorum.forecast(session, at)


def answer(world: World, said: str) -> None:
    """Record an answer by phone."""
    assert "Recorded" in run(world, f"/event answer Leadership Forum {said} by phone")


def leave(world: World) -> list[str]:
    """Let what is due leave; gives what the coordinator has read."""
    house = world.house
    Deliverer(
        house.database,
        Slack(house.settings.slack_api_url),
        sealer=house.sealer,
        clock=world.clock.now,
        addresses=house.addresses,
        budgets=Budgets(UNLIMITED),
    ).drain(world.clock.now())
    return [words(each) for each in world.coordinator.messages if "quor" in words(each)]


def states(world: World) -> list[str]:
    """Give what is kept of forecasts."""
    return [each.state for each in rows(world, QuorumForecast)]


def test_it_begins_ten_working_days_before_and_not_while_people_rest(forum: World) -> None:
    look(forum, FIRST - timedelta(days=1))
    assert states(forum) == []
    look(forum, FIRST.replace(hour=7))
    assert states(forum) == []
    assert look(forum, FIRST) == 0
    assert states(forum) == ["unknown"]


def test_it_is_told_when_it_changes_and_once_when_it_is_at_risk(forum: World) -> None:
    look(forum, FIRST)
    answer(forum, "police apologies")
    assert look(forum, FIRST + timedelta(minutes=59)) == 0
    assert look(forum, FIRST + timedelta(hours=1)) == 1
    assert (
        "Leadership Forum, Thursday 17 December, 10:00: no quorum as it stands." in leave(forum)[0]
    )
    assert "This is how it stood on Thursday 3 December at 10:00." in leave(forum)[0]
    assert look(forum, FIRST + timedelta(days=1)) == 0
    assert look(forum, RISKY) == 1
    assert "There are five working days or fewer left." in leave(forum)[1]
    assert look(forum, RISKY + timedelta(days=1)) == 0
    answer(forum, "police attending")
    answer(forum, "health attending")
    answer(forum, "fire attending")
    assert look(forum, RISKY + timedelta(days=1, hours=1)) == 1
    assert "quorate as it stands" in leave(forum)[2]


def test_a_demo_s_clock_knows_when_a_quorum_may_be_news(forum: World) -> None:
    def due() -> datetime | None:
        with forum.house.database.reading() as session:
            return coming_looks.next_due(session, now=forum.clock.now())

    assert due() == FIRST
    look(forum, FIRST)
    assert due() == RISKY
    answer(forum, "police apologies")
    assert due() == FIRST + timedelta(hours=1)
    look(forum, RISKY)
    assert due() == datetime(2026, 12, 17, 12, tzinfo=UTC)


def test_what_changed_back_before_it_left_is_not_sent(forum: World) -> None:
    answer(forum, "police apologies")
    assert look(forum, FIRST) == 1
    answer(forum, "police attending")
    assert leave(forum) == []
    assert look(forum, FIRST + timedelta(hours=1)) == 0
    answer(forum, "police apologies")
    assert look(forum, FIRST + timedelta(hours=2)) == 1
    assert "no quorum as it stands." in leave(forum)[0]


def everybody_comes(world: World) -> None:
    """Let all three seats be attended."""
    for seat in ("police", "health", "fire"):
        answer(world, f"{seat} attending")


def test_who_heard_no_hears_it_once_where_a_yes_between_never_left(forum: World) -> None:
    answer(forum, "police apologies")
    assert look(forum, FIRST) == 1
    assert len(leave(forum)) == 1
    everybody_comes(forum)
    assert look(forum, FIRST + timedelta(hours=1)) == 1
    answer(forum, "police apologies")
    assert look(forum, FIRST + timedelta(hours=2)) == 0
    assert len(leave(forum)) == 1
    everybody_comes(forum)
    assert look(forum, FIRST + timedelta(hours=3)) == 1
    assert "quorate as it stands" in leave(forum)[1]


def test_who_heard_no_hears_yes_though_a_second_no_never_left(forum: World) -> None:
    answer(forum, "police apologies")
    assert look(forum, FIRST) == 1
    assert len(leave(forum)) == 1
    assert look(forum, RISKY) == 1
    everybody_comes(forum)
    assert look(forum, RISKY + timedelta(hours=1)) == 1
    told = leave(forum)
    assert len(told) == 2
    assert "quorate as it stands" in told[1]


@pytest.mark.parametrize("off", ["cancel", "move"])
def test_nothing_is_said_of_an_event_that_is_off_or_moved(forum: World, off: str) -> None:
    answer(forum, "police apologies")
    assert look(forum, FIRST) == 1
    with writing(forum) as session:
        [event] = [each.event for each in events.titled(session, {"leadership forum"})]
        if off == "cancel":
            event.status = "cancelled"
        else:
            event.begins += timedelta(hours=1)
    assert leave(forum) == []


def test_a_coordinator_who_is_not_in_slack_hears_by_mail(forum: World) -> None:
    answer(forum, "police apologies")
    with writing(forum) as session:
        person = people.add(session, name="Mail Only", now=FIRST)
        roles.give(session, person, Role.COORDINATOR, Span(date(2020, 1, 1)), by=None, now=FIRST)
    assert look(forum, FIRST) == 2
    found = [each for each in rows(forum, Delivery) if each.kind == "quorum.changed"]
    assert sorted(each.channel_kind for each in found) == ["mail", "slack"]


def test_a_look_with_nothing_due_is_one_query(forum: World) -> None:
    look(forum, FIRST)
    with counting(forum) as seen:
        look(forum, FIRST + timedelta(minutes=5))
    assert len(seen) == 1
