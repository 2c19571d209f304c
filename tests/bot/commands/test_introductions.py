"""Strangers in Slack: noted once, looked up by a job, and confirmed by a coordinator."""

from typing import Any

from sqlalchemy import func, select

from bot.messages import organisations as messages
from db import people
from db.models import Introduction, Person, SlackIdentity
from db.tenancy import across_partnerships, within
from jobs.introductions import Lookups
from sandbox import Person as User
from sandbox import View
from tests.world import World, shown, words

ASKS = "“Outsider” wrote to me in Slack"


def home(world: World) -> View:
    world.coordinator.open_home()
    assert world.coordinator.home is not None
    return world.coordinator.home


def rows(world: World, model: type[Any]) -> list[Any]:
    with world.house.database.reading() as session, across_partnerships(session):
        return list(session.scalars(select(model).order_by(model.id)))


def look_up(world: World) -> int:
    lookups = Lookups(world.house.slack, world.house.sealer)
    return lookups.run(world.house.database, world.clock.now())


def known_as(world: World, name: str, address: str) -> int:
    with world.house.database.writing() as session, within(session, world.partnership.id):
        return people.add(session, name=name, address=address, now=world.clock.now()).id


def test_a_stranger_is_noted_once_however_often_they_write(world: World) -> None:
    for _ in range(3):
        world.outsider.run("/partner")
    world.outsider.open_home()
    [row] = rows(world, Introduction)
    assert (row.user_id, row.team_id) == (world.outsider.id, world.workspace.id)
    assert row.first_seen_at == world.clock.now()


def test_a_workspace_we_do_not_know_leaves_no_trace(world: World) -> None:
    elsewhere = world.slack.add_workspace("Another")
    elsewhere.add_user("Someone", email="someone@example.org").run("/partner")
    assert rows(world, Introduction) == []


def test_a_busy_database_neither_slows_nor_breaks_the_answer(world: World) -> None:
    with world.house.database.writing():
        if world.house.database.is_sqlite:
            assert "I can't show you anything" in words(world.outsider.run("/partner").ephemeral)
            assert rows(world, Introduction) == []
    world.outsider.run("/partner")
    assert len(rows(world, Introduction)) == 1


def test_the_person_of_their_address_is_offered_and_confirmed_in_one_press(world: World) -> None:
    known_as(world, "Youth lead", "outsider@example.org")
    world.outsider.run("/partner")
    assert ASKS not in shown(home(world).blocks)
    assert look_up(world) == 1
    assert f"{ASKS}. Is this Youth lead (outsider@example.org)?" in shown(home(world).blocks)
    world.coordinator.press(home(world), "introduction.confirm")
    assert world.coordinator.home is not None
    assert "I know Youth lead in Slack now." in shown(world.coordinator.home.blocks)
    assert ASKS not in shown(home(world).blocks)
    told = words(world.outsider.run("/partner").ephemeral)
    assert told.startswith("This is for the partnership's own team")


def test_nothing_is_bound_before_a_coordinator_says_so(world: World) -> None:
    known_as(world, "Youth lead", "outsider@example.org")
    before = len(rows(world, SlackIdentity))
    world.outsider.run("/partner")
    look_up(world)
    assert len(rows(world, SlackIdentity)) == before
    assert words(world.outsider.run("/partner").ephemeral).startswith("I can't show you anything")


def test_somebody_else_can_be_chosen_or_written_down(world: World) -> None:
    world.outsider.run("/partner")
    look_up(world)
    assert f"{ASKS}, and I don't know them. Who is it?" in shown(home(world).blocks)
    world.coordinator.press(home(world), "introduction.who")
    told = world.coordinator.submit({})
    assert list(told.errors) == ["person"]
    world.coordinator.submit({"new_name": "Youth lead", "address": "youth@example.org"})
    assert world.coordinator.view is not None
    assert "I know Youth lead in Slack now." in shown(world.coordinator.view.blocks)
    [person] = [each for each in rows(world, Person) if each.name == "Youth lead"]
    [identity] = [each for each in rows(world, SlackIdentity) if each.person_id == person.id]
    assert identity.user_id == world.outsider.id


def test_turned_away_they_stay_a_stranger_and_nobody_is_asked_again(world: World) -> None:
    world.outsider.run("/partner")
    look_up(world)
    world.coordinator.press(home(world), "introduction.turn_away")
    world.outsider.run("/partner")
    look_up(world)
    assert ASKS not in shown(home(world).blocks)
    assert words(world.outsider.run("/partner").ephemeral).startswith("I can't show you anything")


def test_decided_twice_the_second_reads_so(world: World) -> None:
    known_as(world, "Youth lead", "outsider@example.org")
    world.outsider.run("/partner")
    look_up(world)
    both = [world.coordinator.run("/joinedup").ephemeral for _ in range(2)]
    for message, action in zip(both, ("confirm", "turn_away"), strict=True):
        assert message is not None
        world.coordinator.press(message, f"introduction.{action}")
    assert words(world.coordinator.ephemerals[-1]) == "Somebody has decided this already."


def chief(world: World) -> User:
    """Let somebody of another workspace press a button of ours, who claims a known address."""
    known_as(world, "Police chief", "chief@police.example.org")
    police = world.slack.add_workspace("County Police", installed=False)
    user = police.add_user("Chief", email="chief@police.example.org")
    channel = world.workspace.add_channel(
        "shared", members=[world.coordinator, world.workspace.bot, user], shared_with=[police]
    )
    message = messages.registered(1, "County Police")
    world.house.slack.post(world.workspace.bot_token, channel.id, message)
    user.press(world.workspace.messages(channel)[-1], "organisation.list")
    return user


def test_nothing_that_another_workspaces_profile_says_is_trusted(world: World) -> None:
    user = chief(world)
    look_up(world)
    [row] = rows(world, Introduction)
    assert (row.guess_id, row.name, row.user_id) == (None, None, user.id)
    asked = shown(home(world).blocks)
    assert f"<@{user.id}> of another workspace ({user.user.team_id}) wrote to me." in asked
    assert "Police chief" not in asked


def test_somebody_of_another_workspace_is_bound_by_team_and_user(world: World) -> None:
    user = chief(world)
    look_up(world)
    world.coordinator.press(home(world), "introduction.who")
    assert world.coordinator.view is not None
    assert "whose profiles prove nothing" in shown(world.coordinator.view.blocks)
    found = world.coordinator.search(world.coordinator.view, "search.people", "chief")
    world.coordinator.submit({"person": found.offered[0]})
    [identity] = [each for each in rows(world, SlackIdentity) if each.user_id == user.id]
    assert identity.team_id == user.user.team_id


def test_an_app_or_a_closed_account_is_set_aside(world: World) -> None:
    world.outsider.run("/partner")
    with world.slack.core.lock:
        world.slack.state.users[world.outsider.id].deleted = True
    look_up(world)
    assert ASKS not in shown(home(world).blocks)
    assert rows(world, Introduction)[0].decided_at is not None


def test_slack_that_does_not_answer_is_asked_again(world: World) -> None:
    world.outsider.run("/partner")
    world.slack.faults.add(method="users.info", kind="error500")
    assert look_up(world) == 0
    assert rows(world, Introduction)[0].looked_up_at is None
    world.slack.faults.clear()
    assert look_up(world) == 1
    assert look_up(world) == 0


def test_no_transaction_is_open_while_slack_is_asked(world: World) -> None:
    """A writer elsewhere gets its turn during the call."""
    world.outsider.run("/partner")
    seen: list[int] = []

    class Watching(type(world.house.slack)):  # type: ignore[misc]
        def user(self, token: str, user_id: str) -> dict[str, Any] | None:
            with (
                world.house.database.writing(patience=0.1) as session,
                across_partnerships(session),
            ):
                seen.append(session.scalars(select(func.count()).select_from(Introduction)).one())
            found: dict[str, Any] | None = super().user(token, user_id)
            return found

    slack = Watching(world.house.settings.slack_api_url)
    assert Lookups(slack, world.house.sealer).run(world.house.database, world.clock.now()) == 1
    assert seen == [1]


def test_the_row_that_asks_is_for_coordinators(world: World) -> None:
    world.outsider.run("/partner")
    look_up(world)
    world.lead.open_home()
    assert world.lead.home is not None
    assert ASKS not in shown(world.lead.home.blocks)
