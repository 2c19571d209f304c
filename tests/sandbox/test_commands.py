"""Slash commands: what is sent, who may, and what each answer does."""

import time
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_bolt import App
from slack_sdk.signature import SignatureVerifier
from starlette.responses import JSONResponse, PlainTextResponse, Response

from sandbox import Channel, Person, Sandbox, Workspace
from tests.sandbox.conftest import SECRET, Stage


def test_the_text_of_the_ack_is_shown_to_the_person(
    bolt: App, coordinator: Person, channel: Channel
) -> None:
    @bolt.command("/partner")
    def partner(ack: Any, command: dict[str, str]) -> None:
        ack(f"{command['channel_name']}: {command['text']}")

    outcome = coordinator.run("/partner add Housing Trust", channel)
    assert outcome.ok
    assert outcome.ephemeral
    assert outcome.ephemeral.text == "privategroup: add Housing Trust"
    assert coordinator.ephemerals == [outcome.ephemeral]
    assert 0 < outcome.elapsed < 1


def test_an_answer_in_the_channel_is_posted(
    bolt: App, coordinator: Person, channel: Channel, ws: Workspace
) -> None:
    @bolt.command("/partner")
    def partner(ack: Any) -> None:
        ack(text="For all", response_type="in_channel")

    outcome = coordinator.run("/partner", channel)
    assert outcome.posted
    assert [message.text for message in ws.messages(channel)] == ["For all"]


def test_a_command_without_a_channel_is_run_in_the_direct_messages(
    stage: Stage, coordinator: Person
) -> None:
    assert coordinator.run("/partner").ok
    fields = parse_qs(stage.bodies[0].decode())
    assert fields["channel_name"] == ["directmessage"]
    assert "text" not in fields  # it is empty


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        (JSONResponse({"text": "x", "blocks": [{"type": "nonsense"}]}), "unsupported type"),
        (JSONResponse({"text": "x", "blocks": {}}), "invalid_blocks_format"),
        (PlainTextResponse("{no json"), "invalid_command_response"),
        (JSONResponse(["x"]), "invalid_command_response"),
    ],
)
def test_an_answer_that_slack_would_refuse_is_refused(
    stage: Stage, coordinator: Person, answer: Response, refused: str
) -> None:
    stage.answer = answer
    outcome = coordinator.run("/partner")
    assert refused in outcome.refused[0]
    assert not outcome.ok
    assert coordinator.ephemerals == []


def test_an_error_of_the_app_is_shown_as_a_failed_dispatch(
    stage: Stage, coordinator: Person
) -> None:
    stage.answer = PlainTextResponse("oh", 500)
    outcome = coordinator.run("/partner list")
    assert (outcome.status, outcome.body) == (500, "oh")
    assert outcome.shown == '/partner failed with the error "dispatch_failed"'


def test_no_answer_in_time_is_shown_as_a_timeout(
    slack: Sandbox, bolt: App, coordinator: Person
) -> None:
    slack.core.patience = 0.05

    @bolt.command("/partner")
    def partner(ack: Any) -> None:
        time.sleep(0.2)
        ack("too late")

    outcome = coordinator.run("/partner")
    assert outcome.timed_out
    assert outcome.status is None
    assert outcome.shown == '/partner failed with the error "operation_timeout"'
    assert slack.log.sent("command")[0].error == "http_timeout"


def test_nobody_at_home_is_a_failed_dispatch(slack: Sandbox, coordinator: Person) -> None:
    slack.app_url = "http://127.0.0.1:1/slack/events"
    outcome = coordinator.run("/partner")
    assert outcome.reply.error == "connection_failed"
    assert "dispatch_failed" in outcome.shown


def test_commands_do_not_work_in_threads(
    stage: Stage, coordinator: Person, channel: Channel
) -> None:
    first = coordinator.say("first", channel).posted
    outcome = coordinator.run("/partner", channel, thread=first)
    assert "not supported in threads" in outcome.shown
    assert outcome.request is None
    assert stage.bodies == []


def test_a_command_the_app_has_not_is_not_valid(slack: Sandbox, coordinator: Person) -> None:
    slack.commands = ["/partner"]
    assert coordinator.run("/partner").ok
    assert coordinator.run("/party").shown == "/party is not a valid command."


def test_names_in_the_text_are_escaped(
    stage: Stage, coordinator: Person, channel: Channel, ws: Workspace
) -> None:
    jo = ws.add_user("Jo Bloggs")
    coordinator.run(f"/partner lead @jo.bloggs in #{channel.name} a@b @nobody")
    text = parse_qs(stage.bodies[0].decode())["text"][0]
    assert f"<@{jo.id}|jo.bloggs> in <#" in text
    assert text.endswith("a@b @nobody")


def test_a_request_can_be_made_without_being_sent(
    slack: Sandbox, stage: Stage, coordinator: Person
) -> None:
    request = coordinator.command_request("/partner list")
    assert stage.bodies == []
    assert SignatureVerifier(SECRET).is_valid_request(request.body, request.headers)
    assert (request.method, request.path) == ("POST", "/slack/events")
    first, second = slack.deliver(request, copies=2)
    assert (first.status, second.status) == (200, 200)
    assert stage.bodies == [request.body] * 2


def test_copies_can_arrive_at_once(slack: Sandbox, bolt: App, coordinator: Person) -> None:
    inside: list[int] = []
    most: list[int] = []

    @bolt.command("/partner")
    def partner(ack: Any) -> None:
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.2)
        inside.pop()
        ack("done")

    request = coordinator.command_request("/partner")
    outcomes = slack.deliver(request, copies=4, at_once=True)
    assert [outcome.body for outcome in outcomes] == ["done"] * 4
    assert max(most) > 1


@pytest.mark.parametrize(("age", "status"), [(290, 200), (301, 401), (-310, 401)])
def test_a_timestamp_can_be_old_or_ahead(
    slack: Sandbox, bolt: App, coordinator: Person, age: int, status: int
) -> None:
    bolt.command("/partner")(lambda ack: ack())
    body = coordinator.command_request("/partner").body
    request = slack.sign(body, timestamp=int(time.time()) - age)
    assert slack.deliver(request)[0].status == status
