"""`/digest`: its preview, sending it at once, and its settings."""

from datetime import timedelta

import pytest

from db.models import DigestSent
from domain.roles import Role
from sandbox import View
from tests.bot.commands.digested import choose, first_of_next_month, make, posted
from tests.bot.commands.event_cast import newest, press, run
from tests.bot.commands.register import counting, rows
from tests.bot.commands.test_engagement import recorded
from tests.world import World, introduce, shown, words


@pytest.fixture
def year(world: World) -> World:
    """Give a partnership with eight recorded events and a channel for its digest."""
    recorded(world, 8, later=1)
    choose(world, world.channel)
    return world


def test_the_preview_says_what_goes_where_and_when(year: World) -> None:
    told = run(year, "/digest")
    assert "Preview: the digest of January 2027. It goes on 1 February 2027 at 09:00." in told
    assert f"Its channel: <#{year.channel.id}>" in told
    assert "Housing, Executive: a little less connected" in told
    assert rows(year, DigestSent) == []
    assert told == run(year, "/digest preview")


def test_its_buttons_work(year: World) -> None:
    run(year, "/digest")
    assert "nine public bodies" in press(year, "engagement.how")
    run(year, "/digest")
    assert "Housing: how connected" in press(year, "engagement.why")


def test_the_same_figures_stand_in_a_table(year: World) -> None:
    run(year, "/digest")
    press(year, "digest.table")
    table = next(each for each in newest(year).blocks if each["type"] == "table")
    assert [cell["text"] for cell in table["rows"][1]][:2] == ["Fire", "–"]
    assert "8 of 8" in shown(table["rows"][1])


def test_thanks_are_words_to_copy(year: World) -> None:
    told = run(year, "/digest")
    assert "Thank them" not in told


def test_it_is_sent_at_once_when_somebody_asks_and_never_again(year: World) -> None:
    year.clock.moment = first_of_next_month(year) - timedelta(hours=2)
    assert make(year) == 0
    assert "The digest of January 2027 goes out within a minute." in run(year, "/digest send")
    assert make(year) == 1
    assert make(year) == 0
    assert "was made on 1 February 2027. It is never sent twice." in run(year, "/digest send")
    year.clock.moment += timedelta(hours=3)
    assert make(year) == 0
    assert len(rows(year, DigestSent)) == 1


def test_it_can_be_turned_off(year: World) -> None:
    year.coordinator.run("/digest settings")
    outcome = year.coordinator.submit({"sends_digest": [], "digest_channel": year.channel.id})
    assert outcome.ok
    year.clock.moment = first_of_next_month(year)
    assert make(year) == 0
    assert year.partnership.sends_digest is False
    assert year.partnership.digest_channel == year.channel.id


def test_an_open_channel_is_refused_beside_its_field(year: World) -> None:
    public = year.workspace.add_channel("all", members=[year.coordinator, year.workspace.bot])
    year.coordinator.run("/digest settings")
    outcome = year.coordinator.submit({"digest_channel": public.id})
    assert "Please choose a private one." in str(outcome.errors)
    assert year.partnership.digest_channel is None


def test_partners_are_named_earlier_where_that_is_set(year: World) -> None:
    assert "Housing" in run(year, "/engagement")
    year.coordinator.run("/digest settings")
    assert isinstance(year.coordinator.view, View)
    year.coordinator.submit({"warns_early": ["yes"], "digest_channel": year.channel.id})
    assert year.partnership.warns_early is True


@pytest.mark.parametrize("role", [Role.CHAIR, Role.SCRUTINEER, Role.PARTNER])
def test_nobody_else_sends_it_or_sets_it(year: World, role: Role) -> None:
    introduce(year, year.outsider, role)
    for line in ("/digest", "/digest send", "/digest settings"):
        told = words(year.outsider.run(line).ephemeral)
        assert "Housing" not in told
    assert year.partnership.digest_asked is None
    assert posted(year) == ""


def test_a_preview_asks_a_fixed_number_of_queries(year: World) -> None:
    with counting(year) as found:
        run(year, "/digest")
    assert len(found) <= 60
