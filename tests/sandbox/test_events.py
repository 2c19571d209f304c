"""Events: envelopes, subscriptions, retries, uninstalling."""

import json
import time
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from starlette.responses import PlainTextResponse

from sandbox import Channel, Person, Sandbox, Workspace
from tests.sandbox.conftest import Stage


def sent(stage: Stage) -> list[dict[str, Any]]:
    return [json.loads(body) for body in stage.bodies]


def test_opening_the_home_tells_its_view_only_once_published(
    stage: Stage, client: WebClient, coordinator: Person
) -> None:
    assert coordinator.open_home().ok
    client.views_publish(user_id=coordinator.id, view={"type": "home", "blocks": []})
    outcome = coordinator.open_home("messages")
    assert outcome.view is coordinator.home
    first, second = [body["event"] for body in sent(stage)]
    assert (first["type"], first["tab"], first["user"]) == (
        "app_home_opened",
        "home",
        coordinator.id,
    )
    assert first["channel"].startswith("D")
    assert "view" not in first
    assert second["view"]["type"] == "home"


def test_a_direct_message_reaches_the_app_and_is_answered(bolt: App, coordinator: Person) -> None:
    @bolt.event("message")
    def answer(event: dict[str, Any], say: Any) -> None:
        say(f"You said {event['text']} in {event['channel_type']}")

    assert coordinator.say("my events").ok
    assert [one.text for one in coordinator.messages] == ["my events", "You said my events in im"]


def test_in_channels_only_mentions_are_told_unless_subscribed(
    slack: Sandbox, stage: Stage, coordinator: Person, channel: Channel, ws: Workspace
) -> None:
    assert coordinator.say("just talking", channel).request is None
    coordinator.say(f"{ws.bot.mention} help", channel)
    assert [body["event"]["type"] for body in sent(stage)] == ["app_mention"]
    slack.subscriptions = {*slack.subscriptions, "message.groups"}
    coordinator.say("just talking", channel)
    assert sent(stage)[-1]["event"]["channel_type"] == "group"


def test_an_envelope_is_complete_and_unique(
    stage: Stage, coordinator: Person, ws: Workspace
) -> None:
    coordinator.say("one")
    coordinator.say("two")
    first, second = sent(stage)
    assert first["type"] == "event_callback"
    assert first["team_id"] == first["authorizations"][0]["team_id"] == ws.id
    assert first["authorizations"][0]["user_id"] == ws.bot_user_id
    assert first["is_ext_shared_channel"] is False
    assert first["event_id"] != second["event_id"]
    assert first["event"]["ts"] < second["event"]["ts"]


def test_joining_and_leaving_are_told_where_the_bot_is(
    stage: Stage, ws: Workspace, channel: Channel
) -> None:
    lead = ws.add_user("Lead")
    assert lead.join(channel).ok
    assert lead.id in channel.members
    assert lead.leave(channel).ok
    assert lead.join(ws.add_channel("elsewhere")).request is None
    events = [body["event"] for body in sent(stage)]
    assert [event["type"] for event in events] == ["member_joined_channel", "member_left_channel"]
    assert {event["channel"] for event in events} == {channel.id}
    assert {event["channel_type"] for event in events} == {"G"}


def test_an_event_is_retried_three_times_with_number_and_reason(
    stage: Stage, coordinator: Person
) -> None:
    stage.answer = PlainTextResponse("", 500)
    outcome = coordinator.say("hello")
    assert len(outcome.attempts) == 4
    retries = [
        (one.get("x-slack-retry-num"), one.get("x-slack-retry-reason")) for one in stage.headers
    ]
    assert retries == [
        (None, None),
        ("1", "http_error"),
        ("2", "http_error"),
        ("3", "http_error"),
    ]
    assert len({body["event_id"] for body in sent(stage)}) == 1


def test_retries_end_with_the_first_success(slack: Sandbox, bolt: App, coordinator: Person) -> None:
    tries: list[str] = []
    slack.core.patience = 0.5

    @bolt.event("message")
    def slow_at_first(request: Any) -> None:
        tries.append(request.headers.get("x-slack-retry-reason", [""])[0])
        time.sleep(0.8 if len(tries) == 1 else 0)

    outcome = coordinator.say("hello")
    assert [reply.status for reply in outcome.attempts] == [None, 200]
    assert tries == ["", "http_timeout"]


def test_the_app_can_ask_not_to_be_retried(stage: Stage, coordinator: Person) -> None:
    stage.answer = PlainTextResponse("", 500, {"x-slack-no-retry": "1"})
    assert len(coordinator.say("hello").attempts) == 1


def test_retries_can_happen_in_the_background(
    slack: Sandbox, stage: Stage, coordinator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slack.core, "retry_in_background", True)
    stage.answer = PlainTextResponse("", 500)
    outcome = coordinator.say("hello")
    deadline = time.monotonic() + 60
    while len(outcome.attempts) < 4 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(outcome.attempts) == 4


def test_uninstalling_kills_the_token_and_tells_the_app(
    stage: Stage, client: WebClient, ws: Workspace, coordinator: Person
) -> None:
    ws.uninstall()
    assert [body["event"]["type"] for body in sent(stage)] == ["tokens_revoked", "app_uninstalled"]
    assert sent(stage)[0]["event"]["tokens"]["bot"] == [ws.bot_user_id]
    with pytest.raises(SlackApiError) as refused:
        client.auth_test()
    assert refused.value.response["error"] == "account_inactive"
    assert coordinator.run("/partner").shown == "/partner is not a valid command."
    assert coordinator.open_home().request is None


def test_a_new_channel_id_leads_to_the_same_messages(
    stage: Stage, client: WebClient, ws: Workspace, channel: Channel
) -> None:
    old = channel.id
    client.chat_postMessage(channel=old, text="kept")
    ws.change_channel_id(channel)
    event = sent(stage)[0]["event"]
    assert (event["old_channel_id"], event["new_channel_id"]) == (old, channel.id)
    assert [message.text for message in ws.messages(channel.id)] == ["kept"]
    with pytest.raises(SlackApiError):
        client.conversations_info(channel=old)


def test_changes_of_people_are_told(
    stage: Stage, client: WebClient, ws: Workspace, coordinator: Person
) -> None:
    newcomer = ws.add_user("Newcomer", announce=True)
    ws.change_user(coordinator, deleted=True, email="gone@example.org")
    joined, changed = [body["event"] for body in sent(stage)]
    assert (joined["type"], joined["user"]["id"]) == ("team_join", newcomer.id)
    assert (changed["type"], changed["user"]["deleted"]) == ("user_change", True)
    assert client.users_info(user=coordinator.id)["user"]["deleted"] is True


@pytest.mark.usefixtures("bolt")
def test_the_request_url_is_verified_by_a_challenge(slack: Sandbox, stage: Stage) -> None:
    assert slack.verify_url()
    stage.answer = PlainTextResponse("no idea")
    assert not slack.verify_url()


def test_an_event_can_be_delivered_twice(slack: Sandbox, stage: Stage, coordinator: Person) -> None:
    slack.faults.add(method="event", kind="duplicate")
    coordinator.say("once")
    coordinator.say("again")
    first, second, third = [body["event_id"] for body in sent(stage)]
    assert first == second != third


def test_events_can_be_made_first_and_sent_in_any_order(
    slack: Sandbox, stage: Stage, ws: Workspace
) -> None:
    first = ws.event_request({"type": "app_uninstalled"})
    second = ws.event_request({"type": "tokens_revoked", "tokens": {"bot": []}})
    for request in (second, first):
        assert slack.deliver(request)[0].ok
    assert [body["event"]["type"] for body in sent(stage)] == ["tokens_revoked", "app_uninstalled"]
