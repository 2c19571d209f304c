"""Faults on demand and rate limits, as slack_sdk's client meets them."""

import time
from http.client import RemoteDisconnected
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import RateLimitErrorRetryHandler
from slack_sdk.http_retry.builtin_handlers import ServerErrorRetryHandler
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator

from sandbox import Channel, Limits, Person, Sandbox, Workspace

LOST = (ConnectionError, RemoteDisconnected)


@pytest.fixture
def limited(slack: Sandbox) -> Any:
    """Give the Slack whose rate limits this test may change."""
    before = slack.limits
    yield slack
    slack.limits = before


def test_a_connection_dropped_before_acceptance_stores_nothing(
    slack: Sandbox, client: WebClient, channel: Channel
) -> None:
    slack.faults.add(method="chat.postMessage", kind="drop_before")
    with pytest.raises(LOST):
        client.chat_postMessage(channel=channel.id, text="lost")
    assert channel.messages == []
    client.chat_postMessage(channel=channel.id, text="kept")
    assert [message.text for message in channel.messages] == ["kept"]


def test_a_connection_dropped_after_acceptance_stores_the_message(
    slack: Sandbox, client: WebClient, channel: Channel
) -> None:
    slack.faults.add(method="chat.postMessage", kind="drop_after")
    with pytest.raises(LOST):
        client.chat_postMessage(channel=channel.id, text="kept")
    assert [message.text for message in channel.messages] == ["kept"]
    call = slack.calls("chat.postMessage")[0]
    assert (call.status, call.fault, call.answer["ok"]) == (0, "drop_after", True)


def test_a_lost_answer_is_posted_twice_by_the_sdks_own_default_retry(
    slack: Sandbox, ws: Workspace, channel: Channel
) -> None:
    client = WebClient(ws.bot_token, base_url=f"{slack.core.base_url}/api/")
    slack.faults.add(method="chat.postMessage", kind="drop_after")
    client.chat_postMessage(channel=channel.id, text="twice")
    assert [message.text for message in channel.messages] == ["twice", "twice"]


def test_a_server_error_is_500_and_passes(
    slack: Sandbox, client: WebClient, channel: Channel
) -> None:
    slack.faults.add(method="chat.postMessage", kind="error500", times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError) as failed:
            client.chat_postMessage(channel=channel.id, text="x")
        assert failed.value.response.status_code == 500
    assert client.chat_postMessage(channel=channel.id, text="x")["ok"]
    assert len(channel.messages) == 1


def test_the_sdks_handler_gets_over_a_server_error(
    slack: Sandbox, ws: Workspace, channel: Channel
) -> None:
    at_once = FixedValueRetryIntervalCalculator(0)
    handler = ServerErrorRetryHandler(max_retry_count=1, interval_calculator=at_once)
    base = f"{slack.core.base_url}/api/"
    client = WebClient(ws.bot_token, base_url=base, retry_handlers=[handler])
    slack.faults.add(method="chat.postMessage", kind="error500")
    client.chat_postMessage(channel=channel.id, text="x")
    assert [call.status for call in slack.calls("chat.postMessage")] == [500, 200]


def test_slacks_own_errors_can_be_asked_for(
    slack: Sandbox, client: WebClient, channel: Channel
) -> None:
    slack.faults.add(method="*", kind="slack_error", error="internal_error")
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=channel.id, text="x")
    assert refused.value.response["error"] == "internal_error"
    assert channel.messages == []


def test_an_answer_can_be_late(slack: Sandbox, client: WebClient) -> None:
    slack.faults.add(method="auth.test", kind="delay", seconds=0.1)
    started = time.monotonic()
    assert client.auth_test()["ok"]
    assert time.monotonic() - started > 0.1


def test_a_client_that_gave_up_waiting_has_still_posted(
    slack: Sandbox, ws: Workspace, channel: Channel
) -> None:
    slack.faults.add(method="chat.postMessage", kind="delay", seconds=0.2)
    base = f"{slack.core.base_url}/api/"
    client = WebClient(ws.bot_token, base_url=base, retry_handlers=[])
    client.timeout = 0.05  # type: ignore[assignment]  # the SDK means whole seconds
    with pytest.raises(TimeoutError):
        client.chat_postMessage(channel=channel.id, text="x")
    deadline = time.monotonic() + 60
    while not channel.messages and time.monotonic() < deadline:
        time.sleep(0.01)
    assert [message.text for message in channel.messages] == ["x"]


def test_a_fault_can_last_until_it_is_cleared(slack: Sandbox, client: WebClient) -> None:
    slack.faults.add(method="auth.test", kind="drop_before", times=None)
    for _ in range(3):
        with pytest.raises(LOST):
            client.auth_test()
    slack.faults.clear()
    assert client.auth_test()["ok"]


def test_a_response_url_can_fail_too(slack: Sandbox, coordinator: Person, bolt: App) -> None:
    statuses: list[int] = []

    @bolt.command("/partner")
    def partner(ack: Any, respond: Any) -> None:
        ack()
        statuses.append(respond("x").status_code)

    slack.faults.add(method="response_url", kind="error500")
    coordinator.run("/partner")
    assert statuses == [500]
    assert coordinator.ephemerals == []


def test_a_rate_limit_is_429_with_retry_after(slack: Sandbox, client: WebClient) -> None:
    slack.faults.add(method="auth.test", kind="ratelimited", retry_after=7)
    with pytest.raises(SlackApiError) as refused:
        client.auth_test()
    answer = refused.value.response
    assert (answer.status_code, answer["error"]) == (429, "ratelimited")
    assert answer.headers["retry-after"] == "7"


def test_the_sdks_handler_waits_as_long_as_it_is_told(
    slack: Sandbox, ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("slack_sdk.http_retry.handler.time.sleep", waits.append)
    base = f"{slack.core.base_url}/api/"
    handlers = [RateLimitErrorRetryHandler(max_retry_count=1)]
    client = WebClient(ws.bot_token, base_url=base, retry_handlers=[*handlers])
    slack.faults.add(method="auth.test", kind="ratelimited", retry_after=7)
    assert client.auth_test()["ok"]
    assert 7 <= waits[0] < 8


def test_each_tier_has_its_calls_a_minute(limited: Sandbox, client: WebClient) -> None:
    limited.limits = Limits(tier2=2)
    for _ in range(2):
        client.users_list()
    with pytest.raises(SlackApiError) as refused:
        client.users_list()
    assert 1 <= int(refused.value.response.headers["retry-after"]) <= 30
    assert client.team_info()["ok"]


def test_posting_is_limited_by_channel_with_short_bursts(
    limited: Sandbox, client: WebClient, ws: Workspace, channel: Channel
) -> None:
    limited.limits = Limits()
    other = ws.add_channel("other", members=[ws.bot])
    for _ in range(5):
        client.chat_postMessage(channel=channel.id, text="x")
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=channel.id, text="x")
    assert refused.value.response.headers["retry-after"] == "1"
    assert len(channel.messages) == 5
    assert client.chat_postMessage(channel=other.id, text="x")["ok"]


def test_posting_is_limited_by_workspace(
    limited: Sandbox, client: WebClient, ws: Workspace
) -> None:
    limited.limits = Limits(post_per_workspace=3)
    people = [ws.add_user(f"Person {number}") for number in range(4)]
    for person in people[:3]:
        client.chat_postMessage(channel=person.id, text="x")
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel=people[3].id, text="x")


def test_limits_can_be_switched_off(limited: Sandbox, client: WebClient, channel: Channel) -> None:
    limited.limits = None
    for _ in range(60):
        client.chat_postMessage(channel=channel.id, text="x")
    assert len(channel.messages) == 60
