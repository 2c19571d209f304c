"""What the web application lets in: signed, whole and bounded requests, and nothing else."""

import http.client
import json
import logging
import time
from urllib.parse import urlencode

import pytest
from pydantic import SecretStr

from bot.verify import MAX_BODY
from cli.wiring import House
from db import heartbeats
from sandbox import SignedRequest
from sandbox.server import serving
from sandbox.slack.requests import sign
from tests.world import SIGNING_SECRET, World

FORM = "application/x-www-form-urlencoded"
MARKER = "Confidential-Name-Of-A-Partner"


def post(world: World, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    """Send a raw request to the endpoint and give status and body."""
    host = world.slack.app_url.removeprefix("http://").partition("/")[0]
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.request("POST", "/slack/events", body, headers)
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


def signed(body: bytes, *, at: int | None = None, kind: str = FORM) -> dict[str, str]:
    """Give the headers that Slack sends with a body."""
    stamp = int(time.time()) if at is None else at
    return {
        "content-type": kind,
        "x-slack-request-timestamp": str(stamp),
        "x-slack-signature": sign(SIGNING_SECRET, body, stamp),
    }


def command(world: World, **changes: str) -> bytes:
    """Give the body of a slash command."""
    fields = {
        "command": "/partner",
        "text": f"add {MARKER}",
        "team_id": world.workspace.id,
        "user_id": world.coordinator.id,
        "trigger_id": "1.2.3",
        "channel_id": world.channel.id,
    }
    return urlencode(fields | changes).encode()


def test_a_signed_command_is_taken(world: World) -> None:
    body = command(world)
    assert post(world, body, signed(body))[0] == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"x-slack-request-timestamp": "abc"},
        {"x-slack-request-timestamp": ""},
        {"x-slack-request-timestamp": "1e9"},
        {"x-slack-request-timestamp": "٣٣٣"},
        {"x-slack-request-timestamp": "9" * 40},
        {"x-slack-request-timestamp": "-5"},
        {"x-slack-signature": "v0=ü"},
        {"x-slack-signature": ""},
        {"x-slack-signature": "v0=" + "0" * 64},
        {"x-slack-signature": "v0=" + "0" * 63},
    ],
)
def test_a_malformed_signature_is_401_and_never_500(world: World, wrong: dict[str, str]) -> None:
    body = command(world)
    headers = {name: value.encode() for name, value in (signed(body) | wrong).items()}
    assert post(world, body, headers)[0] == 401  # type: ignore[arg-type]


def test_a_request_without_a_signature_is_401(world: World) -> None:
    assert post(world, command(world), {"content-type": FORM})[0] == 401


@pytest.mark.parametrize("age", [-301, 301, -3600])
def test_an_old_or_early_request_is_401(world: World, age: int) -> None:
    body = command(world)
    assert post(world, body, signed(body, at=int(time.time()) + age))[0] == 401


@pytest.mark.parametrize(
    "body", [b"\xff\xfe", b"text=\xff", b"{", b"payload={", b"payload=[]", b"[]"]
)
def test_a_malformed_body_is_never_500(world: World, body: bytes) -> None:
    for kind in (FORM, "application/json"):
        status, _ = post(world, body, signed(body, kind=kind))
        assert status in {200, 401}
    forged = signed(body) | {"x-slack-signature": "v0=" + "0" * 64}
    assert post(world, body, forged)[0] == 401


@pytest.mark.parametrize("body", [b"payload=" + b"%5B" * 60000, b"[" * 200000, b'{"a":' * 50000])
def test_a_deep_body_is_refused_unread_and_acknowledged_when_signed(
    world: World, body: bytes
) -> None:
    for kind in (FORM, "application/json"):
        forged = signed(body, kind=kind) | {"x-slack-signature": "v0=" + "0" * 64}
        assert post(world, body, forged)[0] == 401
        assert post(world, body, signed(body, kind=kind))[0] == 200


@pytest.mark.parametrize("payload", ["[]", "null", "5", '{"user": 1}', '{"team": true}'])
def test_a_signed_payload_of_another_shape_is_acknowledged(world: World, payload: str) -> None:
    body = urlencode({"payload": payload}).encode()
    assert post(world, body, signed(body))[0] == 200


def test_two_commands_without_their_ids_are_two(world: World) -> None:
    for name in ("First", "Second"):
        body = command(world, text=f"add {name}", trigger_id="")
        assert f"{name} is now a partner.".encode() in post(world, body, signed(body))[1]


def test_a_body_that_is_no_text_is_401(world: World) -> None:
    body = b"text=\xff"
    assert post(world, body, signed(body))[0] == 401


def test_a_body_over_a_megabyte_is_413(world: World) -> None:
    body = b"x" * (MAX_BODY + 1)
    assert post(world, body, signed(body))[0] == 413


def test_a_body_of_a_megabyte_is_read(world: World) -> None:
    body = command(world, text="list ".ljust(MAX_BODY - 2000))
    assert post(world, body, signed(body))[0] == 200


def test_what_nobody_listens_to_is_acknowledged(world: World) -> None:
    team, user = world.workspace.id, world.coordinator.id
    event = {
        "type": "event_callback",
        "team_id": team,
        "event_id": "Ev1",
        "event": {"type": "team_join", "user": {"id": user}},
    }
    press = {
        "type": "block_actions",
        "team": {"id": team},
        "user": {"id": user},
        "actions": [{"action_id": "of another release", "action_ts": "1"}],
    }
    form = {
        "type": "view_submission",
        "team": {"id": team},
        "user": {"id": user},
        "view": {"id": "V1", "type": "modal", "callback_id": "unknown", "state": {"values": {}}},
    }
    closed = {**form, "type": "view_closed"}
    choices = {
        "type": "block_suggestion",
        "team": {"id": team},
        "user": {"id": user},
        "action_id": "x",
        "block_id": "y",
        "value": "z",
    }
    for payload in (press, form, closed, choices):
        body = urlencode({"payload": json.dumps(payload)}).encode()
        assert post(world, body, signed(body)) == (200, b"")
    body = json.dumps(event).encode()
    assert post(world, body, signed(body, kind="application/json")) == (200, b"")


def test_slack_can_verify_the_address(world: World) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "t"}).encode()
    status, answer = post(world, body, signed(body, kind="application/json"))
    assert (status, b"abc" in answer) == (200, True)


def test_nothing_of_a_requests_body_is_logged(
    world: World, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    body = command(world)
    post(world, body, signed(body))
    post(world, body, signed(body) | {"x-slack-signature": "v0=" + "0" * 64})
    post(world, body, signed(body, at=1))
    broken = command(world, command="/unknown")
    post(world, broken, signed(broken))
    out, err = capfd.readouterr()
    assert MARKER not in out + err + caplog.text


def get(world: World, path: str) -> tuple[int, str]:
    """Ask for a page of the bot's."""
    host = world.slack.app_url.removeprefix("http://").partition("/")[0]
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    found = answer.status, answer.read().decode()
    connection.close()
    return found


def test_a_process_says_that_it_lives_and_how_the_worker_is(world: World) -> None:
    assert get(world, "/healthz") == (200, "ok")
    status, told = get(world, "/readyz")
    assert (status, json.loads(told)["problems"]) == (200, [])
    assert json.loads(told)["notes"] == ["No worker has been heard of yet: nothing is sent."]
    with world.house.database.writing() as session:
        heartbeats.beat(session, "worker", ["deliveries", heartbeats.NO_MAIL])
    _, told = get(world, "/readyz")
    assert json.loads(told)["notes"] == [
        "The worker is not well: deliveries.",
        "No mail server is set: every mail waits. Set SMTP_URL and MAIL_FROM.",
    ]


def test_a_key_that_does_not_fit_is_told_as_a_problem(world: World) -> None:
    settings = world.house.settings.model_copy(update={"secret_key": SecretStr("another " * 8)})
    house = House(settings, world.house.now)
    with serving(house.web) as url:
        world.slack.app_url = f"{url}/slack/events"
        status, told = get(world, "/readyz")
    house.database.close()
    assert status == 503
    assert "SECRET_KEY does not open a Slack token" in told


def test_a_request_of_the_sandbox_is_what_is_signed_here(world: World) -> None:
    request: SignedRequest = world.coordinator.command_request("/partner list")
    assert post(world, request.body, request.headers)[0] == 200
