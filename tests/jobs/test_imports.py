"""The job that reads and writes spreadsheets: long lists, two workers at once, only Slack."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.failures import SlackFailed
from db import import_runs
from db.models import Organisation
from db.tenancy import within
from jobs.imports import Imports
from tests.bot.commands.spreadsheets import bring, give, names, press, work
from tests.world import World, words


def many(partners: int) -> str:
    """Write a list that is too long for a request."""
    rows = [f"Organisation {n:04} Trust,Health" for n in range(partners)]
    return "\n".join(["Organisation,Sector", *rows])


def test_a_long_list_is_written_by_a_job_and_told_when_done(world: World) -> None:
    message = bring(world, many(import_runs.LARGE + 1))
    pressed = press(world, message, "import.confirm")
    assert "will send you a message when it is done" in words(pressed)
    assert names(world) == []
    work(world)
    assert "“partners.csv” is written." in words(world.coordinator.messages[-1])
    assert len(names(world)) == import_runs.LARGE + 1
    told = len(world.coordinator.messages)
    work(world)
    assert len(world.coordinator.messages) == told


def test_what_a_job_cannot_write_waits_for_the_coordinator_again(world: World) -> None:
    message = bring(world, many(import_runs.LARGE + 1))
    press(world, message, "import.confirm")
    with world.house.database.writing() as session, within(session, world.partnership.id):
        session.add(Organisation(created_at=world.clock.now(), sample=True))
    work(world)
    said = words(world.coordinator.messages[-1])
    assert "The sample data is still here." in said
    assert "Write what is clear" in said
    assert names(world) == []


def test_two_workers_that_read_one_file_tell_of_it_once(world: World) -> None:
    give(world)
    house = world.house
    runs = [Imports(house.slack, house.sealer) for _ in range(2)]
    with ThreadPoolExecutor(2) as both:
        done = list(both.map(lambda each: each.run(house.database, house.now()), runs))
    work(world)
    assert sum(done) == 1
    found = [each for each in world.coordinator.messages if "Before I write" in words(each)]
    assert len(found) == 1


def test_a_token_goes_to_slack_alone(world: World) -> None:
    slack, token = world.house.slack, world.workspace.bot_token
    for url in ("https://files.example.org/x", "http://files.slack.com/x", "file:///etc/passwd"):
        with pytest.raises(SlackFailed, match="not_slacks"):
            slack.fetch(token, url, most=100)
