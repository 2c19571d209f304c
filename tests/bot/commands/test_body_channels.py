"""A body's channel for cards: one that we are in, kept with its workspace."""

from db.models import Body
from db.tenancy import within
from sandbox import Outcome
from tests.bot.commands.register import body, rows, said
from tests.world import World, words


def edit(world: World, **entered: object) -> Outcome:
    listed = world.coordinator.run("/joinedup bodies").ephemeral
    assert listed is not None
    world.coordinator.press(listed, "body.edit")
    return world.coordinator.submit(entered)


def test_a_channel_that_we_are_in_is_kept_with_its_workspace(world: World) -> None:
    body(world)
    open_to_all = world.workspace.add_channel("forum", members=[world.workspace.bot])
    assert edit(world, channel=open_to_all.id).ok
    [only] = rows(world, Body)
    assert (only.channel_team, only.channel_id) == (world.workspace.id, open_to_all.id)
    listed = words(world.coordinator.run("/joinedup bodies").ephemeral)
    assert "It has a channel for cards about its events." in listed


def test_it_stays_when_something_else_is_changed_and_can_be_taken_away(world: World) -> None:
    body(world)
    edit(world, channel=world.channel.id)
    assert edit(world, answer_by="15").ok
    [only] = rows(world, Body)
    assert (only.channel_id, only.answer_by_days) == (world.channel.id, 15)
    assert edit(world, channel=None).ok
    [only] = rows(world, Body)
    assert (only.channel_team, only.channel_id) == (None, None)


def test_a_channel_without_us_is_refused_beside_its_field(world: World) -> None:
    body(world)
    other = world.workspace.add_channel("elsewhere", members=[world.coordinator])
    told = edit(world, channel=other.id, answer_by="15")
    assert told.errors["channel"].startswith("I am not in this channel.")
    [only] = rows(world, Body)
    assert (only.channel_id, only.answer_by_days) == (None, 10)


def test_one_of_another_workspace_is_left_alone(world: World) -> None:
    body(world)
    own = rows(world, Body)[0].id
    with world.house.database.writing() as session, within(session, world.partnership.id):
        row = session.get_one(Body, own)
        row.channel_team, row.channel_id = "T0ELSEWHERE", "C0ELSEWHERE"
    assert edit(world, answer_by="15").ok
    assert "Saved: Executive." in said(world)
    [only] = rows(world, Body)
    assert (only.channel_team, only.channel_id) == ("T0ELSEWHERE", "C0ELSEWHERE")


def test_a_new_body_may_have_one(world: World) -> None:
    listed = world.coordinator.run("/joinedup bodies").ephemeral
    assert listed is not None
    world.coordinator.press(listed, "body.new")
    assert world.coordinator.submit({"name": "Forum", "channel": world.channel.id}).ok
    assert rows(world, Body)[0].channel_id == world.channel.id
