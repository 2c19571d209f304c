"""A draft to win a partner back: offered where it helps, never sent."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.messages.reconnecting import mailto
from db.models import Delivery, LoggedContact
from domain.roles import Role
from tests.bot.commands.event_cast import newest, press, run
from tests.bot.commands.register import rows
from tests.bot.commands.test_engagement import recorded
from tests.world import World, introduce, shown, words


@pytest.fixture
def year(world: World) -> World:
    """Give a partnership with eight recorded events, the last of them last week."""
    recorded(world, 8, later=1)
    return world


def draft(world: World, partner: str) -> str:
    """Press *Draft a message* of a partner on the watch list, and give what is shown."""
    run(world, f"/engagement {partner}")
    return press(world, "reconnect.draft")


def test_it_is_offered_to_one_that_is_not_seen_and_is_never_sent(year: World) -> None:
    before = len(rows(year, Delivery))
    told = draft(year, "Police")
    assert "We have missed Police at the last 5 events of Executive." in told
    assert "Would a 15-minute call suit you" in told
    assert "No need to explain anything." in told
    assert "I send nothing." in told
    year.clock.moment += timedelta(days=1)
    assert len(rows(year, Delivery)) == before


def test_it_is_not_offered_to_one_that_comes(year: World) -> None:
    run(year, "/engagement Fire")
    assert "Draft a message" not in shown(newest(year).blocks)


def test_what_came_of_it_is_logged_from_there(year: World) -> None:
    draft(year, "Police")
    year.coordinator.press(newest(year), "engagement.contact")
    done = year.coordinator.submit({"way": "call", "came_of_it": "comes"})
    assert done.ok, done.errors
    found = rows(year, LoggedContact)
    assert [each.came_of_it for each in found] == ["comes"]


def test_it_opens_in_one_s_own_mail() -> None:
    link = urlsplit(mailto("lead@example.org", "A & B", "One?\nTwo: 50 % | <x>"))
    said = parse_qs(link.query)
    assert (link.scheme, link.path) == ("mailto", "lead@example.org")
    assert said == {"subject": ["A & B"], "body": ["One?\r\nTwo: 50 % | <x>"]}
    assert not set("|<>") & set(link.geturl())


@pytest.mark.parametrize("role", [Role.CHAIR, Role.SCRUTINEER, Role.PARTNER])
def test_nobody_else_is_offered_one(year: World, role: Role) -> None:
    introduce(year, year.outsider, role)
    assert "Draft a message" not in words(year.outsider.run("/engagement").ephemeral)
