"""The digest of a month: once, into a channel that is fit for it, else to coordinators alone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from db.models import Delivery, DigestSent, Partnership
from db.tenancy import across_partnerships
from domain.roles import Role
from jobs.digests import Digests
from tests.bot.commands.digested import choose, deliver, first_of_next_month, make, month_of, posted
from tests.bot.commands.forums import go_live
from tests.bot.commands.register import rows
from tests.bot.commands.test_engagement import recorded
from tests.world import World, introduce, words


@pytest.fixture
def year(world: World) -> World:
    """Give a live partnership with eight recorded events and a channel for its digest."""
    recorded(world, 8, later=1)
    go_live(world)
    choose(world, world.channel)
    world.clock.moment = first_of_next_month(world)
    return world


def told(world: World) -> str:
    """Give all that the coordinator was told."""
    return "\n".join(words(each) for each in world.coordinator.messages)


def test_it_is_posted_once_a_month_with_its_pictures(year: World) -> None:
    before = len(year.channel.messages)
    assert make(year) == 1
    assert make(year) == 0
    assert len(year.channel.messages) == before + 1
    said = words(year.channel.messages[-1])
    assert "Housing, Executive: a little less connected" in said
    assert "In January" not in said
    pictures = [each for each in year.channel.messages[-1].blocks if each["type"] == "image"]
    assert len(pictures) == 2
    assert "Attendance grid" in pictures[0]["alt_text"]


def test_nothing_is_made_before_its_moment(year: World) -> None:
    year.clock.moment -= timedelta(minutes=1)
    assert make(year) == 0
    year.clock.moment += timedelta(minutes=1)
    assert make(year) == 1


def test_what_is_not_checked_goes_to_coordinators_alone(year: World) -> None:
    make(year)
    assert "Police" not in posted(year)
    alts = [each.get("alt_text", "") for each in year.channel.messages[-1].blocks]
    assert "not been seen" not in " ".join(alts)
    assert "Police, Executive: not seen since" in told(year)
    assert "Are the facts right?" in told(year)


def test_who_is_named_once_is_not_named_again(year: World) -> None:
    make(year)
    year.clock.moment = first_of_next_month(year)
    make(year)
    said = words(year.channel.messages[-1])
    assert "Housing" not in said
    assert "Police, Executive: not seen since" in said  # it was never checked, and is shown now
    assert "Not yet checked." in said
    assert told(year).count("Nobody else sees it yet.") == 1  # that was a month ago
    year.clock.moment = first_of_next_month(year)
    make(year)
    assert "Police" not in words(year.channel.messages[-1])
    assert len(rows(year, DigestSent)) == 3


@pytest.mark.parametrize("what", ["shared", "stranger", "open", "none"])
def test_a_channel_that_is_not_fit_gets_nothing(year: World, what: str) -> None:
    before = len(year.channel.messages)
    unfit(year, what)
    assert make(year) == 1
    assert len(year.channel.messages) == before
    assert "This digest came to coordinators alone, because" in told(year)
    assert "Housing, Executive: a little less connected" in told(year)
    assert rows(year, DigestSent)[0].withheld is not None


def unfit(world: World, what: str) -> None:
    """Let the channel be one that others can read."""
    match what:
        case "shared":
            other = world.slack.add_workspace("Another organisation")
            world.channel.shared_with.append(other.id)
        case "stranger":
            world.channel.members.append(world.outsider.id)
        case "open":
            choose(world, world.workspace.add_channel("all", members=[world.workspace.bot]))
        case _:
            choose(world, None)


@pytest.mark.parametrize("what", ["shared", "stranger"])
def test_a_channel_is_looked_at_again_right_before_the_post(year: World, what: str) -> None:
    house, before = year.house, len(year.channel.messages)
    assert Digests(house.slack, house.sealer).run(house.database, year.clock.now()) == 1
    unfit(year, what)
    deliver(year)
    assert len(year.channel.messages) == before
    assert "This digest came to coordinators alone, because" in told(year)


def test_who_has_a_role_may_be_in_the_channel(year: World) -> None:
    introduce(year, year.outsider, Role.CHAIR)
    year.channel.members.append(year.outsider.id)
    assert make(year) == 1
    assert "Housing, Executive" in posted(year)


def test_after_downtime_one_comes_and_says_that_it_is_late(year: World) -> None:
    year.clock.moment += timedelta(days=4)
    assert make(year) == 1
    assert "It is late because the service was down; figures are as at" in posted(year)


def test_after_months_only_the_latest_comes(year: World) -> None:
    year.clock.moment = first_of_next_month(year)
    year.clock.moment = first_of_next_month(year)
    make(year)
    assert [each.period for each in rows(year, DigestSent)] == [month_of(year).first]


def test_a_refused_picture_never_stops_the_words(year: World) -> None:
    year.slack.faults.add(method="files.getUploadURLExternal", kind="slack_error", times=None)
    make(year)
    assert "Housing, Executive" in posted(year)
    assert not any(each["type"] == "image" for each in year.channel.messages[-1].blocks)


def test_a_rehearsal_tells_coordinators_alone(year: World) -> None:
    with year.house.database.writing() as session, across_partnerships(session):
        session.scalars(select(Partnership)).one().live_at = None
    before = len(year.channel.messages)
    make(year)
    assert len(year.channel.messages) == before
    assert "Rehearsal: when you go live, this goes to its channel." in told(year)


def test_there_is_none_where_nothing_was_recorded(world: World) -> None:
    choose(world, world.channel)
    world.clock.moment = first_of_next_month(world)
    assert make(world) == 0
    assert [each for each in rows(world, Delivery) if each.kind.startswith("digest")] == []


def test_what_slack_can_not_show_goes_without_its_pictures(year: World) -> None:
    year.slack.faults.add(method="chat.postMessage", kind="slack_error", error="invalid_blocks")
    make(year)
    assert "Housing, Executive" in posted(year)
    assert not any(each["type"] == "image" for each in year.channel.messages[-1].blocks)


def test_a_kill_between_its_making_and_its_post_neither_loses_nor_doubles_it(year: World) -> None:
    house, before = year.house, len(year.channel.messages)
    runs = [Digests(house.slack, house.sealer) for _again in range(2)]
    assert [each.run(house.database, year.clock.now()) for each in runs] == [1, 0]
    deliver(year)
    deliver(year)
    assert len(year.channel.messages) == before + 1


def test_a_year_has_twelve_whatever_clocks_do(year: World) -> None:
    house = year.house
    made = Digests(house.slack, house.sealer)
    begins = year.clock.now()
    for hours in range(0, 24 * 365, 7):
        year.clock.moment = begins + timedelta(hours=hours)
        made.run(house.database, year.clock.now())
    found = rows(year, DigestSent)
    assert len(found) == len({each.period for each in found}) == 12
    assert not any(each.late for each in found)
