"""Posting, changing and reading back messages through the real WebClient."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import Channel, Person, Sandbox, Workspace

EVENT = {"event_type": "delivery", "event_payload": {"id": 7}}


def refusal(call: Any, /, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        call(**arguments)
    return str(refused.value.response["error"])


def test_a_message_to_a_person_goes_to_their_direct_messages(
    client: WebClient, coordinator: Person
) -> None:
    opened = client.conversations_open(users=[coordinator.id])["channel"]["id"]
    posted = client.chat_postMessage(channel=coordinator.id, text="Hello")
    assert posted["channel"] == opened
    assert [message.text for message in coordinator.messages] == ["Hello"]


def test_stamps_are_in_demo_time_and_increase(client: WebClient, channel: Channel) -> None:
    stamps = [client.chat_postMessage(channel=channel.id, text="x")["ts"] for _ in range(3)]
    assert stamps[0].startswith("1772443800.")
    assert sorted(set(stamps)) == stamps


def test_a_post_with_nothing_to_show_is_refused(client: WebClient, channel: Channel) -> None:
    assert refusal(
        client.api_call, api_method="chat.postMessage", json={"channel": channel.id}
    ) == ("no_text")


def test_the_bot_posts_only_where_it_is(client: WebClient, ws: Workspace) -> None:
    hall, vault = ws.add_channel("hall"), ws.add_channel("vault", private=True)
    assert refusal(client.chat_postMessage, channel=hall.id, text="x") == "not_in_channel"
    assert refusal(client.chat_postMessage, channel=vault.id, text="x") == "channel_not_found"
    ws.scopes.append("chat:write.public")
    assert client.chat_postMessage(channel=hall.id, text="x")["ok"]
    hall.archived = True
    assert refusal(client.chat_postMessage, channel=hall.id, text="x") == "is_archived"


def test_an_update_keeps_what_it_does_not_name(client: WebClient, channel: Channel) -> None:
    blocks = [{"type": "divider"}]
    ts = client.chat_postMessage(channel=channel.id, text="a", blocks=blocks, metadata=EVENT)["ts"]
    changed = client.chat_update(channel=channel.id, ts=ts, text="b")["message"]
    assert (changed["text"], changed["blocks"][0]["type"]) == ("b", "divider")
    assert changed["metadata"] == EVENT
    assert changed["edited"]["ts"] > ts


def test_only_own_messages_are_changed_or_removed(
    client: WebClient, channel: Channel, coordinator: Person
) -> None:
    theirs = coordinator.say("mine", channel).posted
    assert theirs
    where = {"channel": channel.id, "ts": theirs.ts}
    assert refusal(client.chat_update, **where, text="x") == "cant_update_message"
    assert refusal(client.chat_delete, **where) == "cant_delete_message"
    assert refusal(client.chat_delete, channel=channel.id, ts="1.1") == "message_not_found"
    own = client.chat_postMessage(channel=channel.id, text="x")["ts"]
    assert refusal(client.chat_update, channel=channel.id, ts=own, text="x" * 4001) == (
        "msg_too_long"
    )
    assert client.chat_delete(channel=channel.id, ts=own)["ok"]
    assert channel.messages == [theirs]


def test_rich_text_is_not_replaced_by_anything_else(client: WebClient, channel: Channel) -> None:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}
    rich = [{"type": "rich_text", "elements": [section]}]
    ts = client.chat_postMessage(channel=channel.id, text="x", blocks=rich)["ts"]
    other = [{"type": "divider"}]
    assert refusal(client.chat_update, channel=channel.id, ts=ts, text="x", blocks=other) == (
        "block_mismatch"
    )


def test_history_asks_for_the_scope_of_the_channels_kind(
    client: WebClient, ws: Workspace, channel: Channel, coordinator: Person
) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.conversations_history(channel=channel.id)
    assert refused.value.response["needed"] == "groups:history"
    im = client.conversations_open(users=coordinator.id)["channel"]["id"]
    assert client.conversations_history(channel=im)["messages"] == []
    ws.scopes.append("groups:history")
    assert client.conversations_history(channel=channel.id)["ok"]


def test_metadata_is_given_back_only_when_asked_for(client: WebClient, coordinator: Person) -> None:
    im = client.chat_postMessage(channel=coordinator.id, text="x", metadata=EVENT)["channel"]
    plain = client.conversations_history(channel=im)["messages"][0]
    full = client.conversations_history(channel=im, include_all_metadata=True)["messages"][0]
    assert "metadata" not in plain
    assert full["metadata"] == EVENT
    wrong = {"event_type": "x"}
    assert refusal(client.chat_postMessage, channel=im, text="x", metadata=wrong) == (
        "invalid_metadata_format"
    )


def test_history_is_newest_first_without_replies_and_can_be_cut(
    client: WebClient, coordinator: Person
) -> None:
    posted = [client.chat_postMessage(channel=coordinator.id, text=str(n)) for n in range(3)]
    im, first, last = posted[0]["channel"], posted[0]["ts"], posted[2]["ts"]
    client.chat_postMessage(channel=im, text="reply", thread_ts=first)
    history = client.conversations_history(channel=im)["messages"]
    assert [message["text"] for message in history] == ["2", "1", "0"]
    between = client.conversations_history(channel=im, oldest=first, latest=last)["messages"]
    assert [message["text"] for message in between] == ["1"]
    thread = client.conversations_replies(channel=im, ts=first)["messages"]
    assert [message["text"] for message in thread] == ["0", "reply"]
    pages = client.conversations_history(channel=im, limit=2)
    assert [len(page["messages"]) for page in pages] == [2, 1]


def test_an_ephemeral_message_is_seen_by_one_person_and_not_stored(
    client: WebClient, channel: Channel, coordinator: Person, ws: Workspace
) -> None:
    client.chat_postEphemeral(channel=channel.id, user=coordinator.id, text="Only you")
    assert [message.text for message in coordinator.ephemerals] == ["Only you"]
    assert channel.messages == []
    other = ws.add_user("Outsider")
    assert refusal(client.chat_postEphemeral, channel=channel.id, user=other.id, text="x") == (
        "user_not_in_channel"
    )


def test_posts_from_many_threads_all_get_their_own_stamp(
    slack: Sandbox, client: WebClient, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slack, "limits", None)
    with ThreadPoolExecutor(8) as pool:
        posts = [
            pool.submit(client.chat_postMessage, channel=channel.id, text=str(number))
            for number in range(80)
        ]
        stamps = [post.result()["ts"] for post in posts]
    assert len(set(stamps)) == len(channel.messages) == 80
    assert [message.ts for message in channel.messages] == sorted(stamps)
