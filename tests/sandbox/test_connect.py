"""Slack Connect: members of other workspaces in shared channels."""

import json
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import Channel, Person, Sandbox, Workspace
from tests.sandbox.conftest import Stage, actions, button, field_of, modal, typed


@pytest.fixture
def partner(slack: Sandbox) -> Workspace:
    """Give a partner's workspace, in which the app is not installed."""
    return slack.add_workspace("Housing Trust", installed=False)


@pytest.fixture
def lead(partner: Workspace) -> Person:
    return partner.add_user("Lead", email="lead@housing.example.org")


@pytest.fixture
def shared(ws: Workspace, partner: Workspace, coordinator: Person, lead: Person) -> Channel:
    return ws.add_channel("joint", members=[coordinator, lead, ws.bot], shared_with=[partner])


def refusal(call: Any, /, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        call(**arguments)
    return str(refused.value.response["error"])


def test_a_member_of_another_workspace_cannot_run_commands_or_shortcuts(
    stage: Stage, lead: Person, shared: Channel
) -> None:
    outcome = lead.run("/partner list", shared)
    assert outcome.shown == "/partner is not a valid command."
    assert outcome.request is None
    assert lead.shortcut("new").request is None
    assert lead.open_home().request is None
    assert stage.bodies == []


def test_they_are_known_by_their_own_team_and_no_strangers(
    client: WebClient, ws: Workspace, partner: Workspace, lead: Person, shared: Channel
) -> None:
    user = client.users_info(user=lead.id, include_locale=True)["user"]
    assert (user["team_id"], user["is_stranger"]) == (partner.id, False)
    assert "locale" not in user
    assert lead.id in client.conversations_members(channel=shared.id)["members"]
    assert lead.id not in {user["id"] for user in client.users_list()["members"]}
    address = lead.user.email
    assert refusal(client.users_lookupByEmail, email=address) == "users_not_found"
    info = client.conversations_info(channel=shared.id)["channel"]
    assert info["is_ext_shared"] is True
    assert info["shared_team_ids"] == [ws.id, partner.id]


@pytest.mark.usefixtures("shared")
def test_the_bot_writes_to_those_who_share_a_channel_and_to_no_others(
    client: WebClient, partner: Workspace, lead: Person
) -> None:
    assert client.chat_postMessage(channel=lead.id, text="Hello")["ok"]
    assert [message.text for message in lead.messages] == ["Hello"]
    stranger = partner.add_user("Stranger")
    assert refusal(client.conversations_open, users=stranger.id) == "user_not_visible"
    assert refusal(client.chat_postMessage, channel=stranger.id, text="x") == "user_not_visible"


def test_their_press_names_their_team_and_opens_a_form_for_them(
    bolt: App,
    client: WebClient,
    ws: Workspace,
    partner: Workspace,
    lead: Person,
    shared: Channel,
) -> None:
    seen: list[dict[str, Any]] = []

    @bolt.action("answer")
    def answer(ack: Any, client: WebClient, body: dict[str, Any]) -> None:
        seen.append(body)
        client.views_open(trigger_id=body["trigger_id"], view=modal(field_of("why", typed())))
        ack()

    @bolt.view("form")
    def save(ack: Any, body: dict[str, Any]) -> None:
        seen.append(body)
        ack()

    client.chat_postMessage(channel=shared.id, text="?", blocks=[actions(button("answer"))])
    assert lead.press(shared.messages[-1], "answer").ok
    assert lead.submit({"why": "Busy"}).ok
    pressed, submitted = seen
    assert pressed["user"]["team_id"] == submitted["user"]["team_id"] == partner.id
    assert pressed["team"]["id"] == ws.id
    assert submitted["team"]["id"] == partner.id
    assert submitted["view"]["app_installed_team_id"] == ws.id


def test_events_in_shared_channels_say_so_and_name_our_installation_first(
    stage: Stage, ws: Workspace, partner: Workspace, lead: Person, shared: Channel
) -> None:
    assert lead.say(f"{ws.bot.mention} help", shared).ok
    body = json.loads(stage.bodies[0])
    assert body["is_ext_shared_channel"] is True
    assert body["authorizations"][0]["team_id"] == body["context_team_id"] == ws.id
    assert body["event"]["user_team"] == body["event"]["source_team"] == partner.id
    assert body["team_id"] == partner.id


@pytest.mark.usefixtures("shared")
def test_they_can_write_to_the_bot_once_it_wrote_to_them(
    stage: Stage, client: WebClient, lead: Person
) -> None:
    with pytest.raises(LookupError, match="no direct messages"):
        lead.say("hello?")
    client.chat_postMessage(channel=lead.id, text="Hello")
    assert lead.say("my events").ok
    assert json.loads(stage.bodies[0])["event"]["channel_type"] == "im"


def test_unsharing_puts_them_out(
    stage: Stage, client: WebClient, ws: Workspace, partner: Workspace, lead: Person
) -> None:
    channel = ws.add_channel("joint", members=[ws.bot])
    with pytest.raises(LookupError, match="not shared"):
        lead.join(channel)
    assert ws.share(channel, partner).ok
    assert lead.join(channel).ok
    assert ws.unshare(channel, partner).ok
    events = [json.loads(body)["event"] for body in stage.bodies]
    kinds = ["channel_shared", "member_joined_channel", "channel_unshared"]
    assert [event["type"] for event in events] == kinds
    assert events[2]["previously_connected_team_id"] == partner.id
    assert refusal(client.users_info, user=lead.id) == "user_not_visible"


def test_two_installations_each_answer_their_own_people(
    slack: Sandbox, stage: Stage, ws: Workspace, coordinator: Person
) -> None:
    other = slack.add_workspace("Neighbours")
    neighbour = other.add_user("Neighbour")
    coordinator.run("/partner")
    neighbour.run("/partner")
    teams = [parse_qs(body.decode())["team_id"][0] for body in stage.bodies]
    assert teams == [ws.id, other.id]
    assert ws.bot_token != other.bot_token
    assert ws.app_id == other.app_id
