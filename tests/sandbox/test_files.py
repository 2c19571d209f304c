"""Files in three steps, reactions, and the channels' own methods."""

from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import Channel, Person, Workspace


def refusal(call: Any, /, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        call(**arguments)
    return str(refused.value.response["error"])


def fetch(url: str, token: str) -> bytes:
    request = Request(url, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 -- loopback
    with urlopen(request) as answer:  # noqa: S310 -- loopback
        return bytes(answer.read())


def test_a_file_is_uploaded_shared_and_read_back(
    client: WebClient, ws: Workspace, coordinator: Person, tmp_path: Path
) -> None:
    path = tmp_path / "meeting.ics"
    path.write_bytes(b"BEGIN:VCALENDAR")
    im = client.conversations_open(users=coordinator.id)["channel"]["id"]
    answer = client.files_upload_v2(
        channel=im, file=str(path), title="Meeting", initial_comment="For your calendar"
    )
    message = coordinator.messages[-1]
    assert (message.text, message.files) == ("For your calendar", [answer["file"]["id"]])
    url = client.files_info(file=message.files[0])["file"]["url_private_download"]
    assert fetch(url, ws.bot_token) == b"BEGIN:VCALENDAR"
    assert b"Sign in" in fetch(url, "xoxb-wrong")
    shown = client.conversations_history(channel=im)["messages"][0]["files"][0]
    assert shown["title"] == "Meeting"
    client.files_delete(file=message.files[0])
    assert refusal(client.files_info, file=answer["file"]["id"]) == "file_not_found"


def test_a_file_goes_to_a_conversation_id_only(client: WebClient, coordinator: Person) -> None:
    wrong = {"channel": coordinator.id, "content": "x", "filename": "a.txt"}
    assert refusal(client.files_upload_v2, **wrong) == "invalid_arguments"


def test_a_file_that_was_not_uploaded_cannot_be_completed(client: WebClient) -> None:
    promised = client.files_getUploadURLExternal(filename="a.txt", length=1)
    files = [{"id": promised["file_id"], "title": "a"}]
    assert refusal(client.files_completeUploadExternal, files=files) == "file_not_found"


def test_files_need_their_scope(client: WebClient, ws: Workspace) -> None:
    ws.scopes.remove("files:write")
    arguments = {"filename": "a.txt", "length": 1}
    assert refusal(client.files_getUploadURLExternal, **arguments) == "missing_scope"


def test_a_persons_file_can_be_fetched(
    client: WebClient, ws: Workspace, coordinator: Person
) -> None:
    file = coordinator.upload("paper.pdf", b"%PDF")
    url = client.files_info(file=file.id)["file"]["url_private"]
    assert fetch(url, ws.bot_token) == b"%PDF"
    ws.scopes.remove("files:read")
    assert b"Sign in" in fetch(url, ws.bot_token)


def test_reactions_are_added_once_and_taken_away(
    client: WebClient, ws: Workspace, channel: Channel
) -> None:
    ws.scopes += ["reactions:read", "reactions:write"]
    ts = client.chat_postMessage(channel=channel.id, text="x")["ts"]
    where = {"channel": channel.id, "timestamp": ts, "name": "thumbsup"}
    client.reactions_add(**where)
    assert refusal(client.reactions_add, **where) == "already_reacted"
    shown = client.reactions_get(channel=channel.id, timestamp=ts)["message"]["reactions"]
    assert shown == [{"name": "thumbsup", "users": [ws.bot_user_id], "count": 1}]
    client.reactions_remove(**where)
    assert refusal(client.reactions_remove, **where) == "no_reaction"


def test_the_bot_makes_fills_and_closes_channels(
    client: WebClient, ws: Workspace, coordinator: Person
) -> None:
    assert refusal(client.conversations_create, name="steering") == "missing_scope"
    ws.scopes += ["channels:manage", "channels:join"]
    made = client.conversations_create(name="steering")["channel"]["id"]
    assert refusal(client.conversations_create, name="steering") == "name_taken"
    client.conversations_invite(channel=made, users=[coordinator.id])
    again = {"channel": made, "users": coordinator.id}
    assert refusal(client.conversations_invite, **again) == "already_in_channel"
    client.conversations_setTopic(channel=made, topic="May")
    client.conversations_rename(channel=made, name="board")
    info = client.conversations_info(channel=made, include_num_members=True)["channel"]
    assert (info["name"], info["topic"]["value"], info["num_members"]) == ("board", "May", 2)
    client.conversations_kick(channel=made, user=coordinator.id)
    client.conversations_archive(channel=made)
    assert refusal(client.conversations_rename, channel=made, name="x") == "is_archived"


def test_the_bot_joins_public_channels_and_lists_what_it_sees(
    client: WebClient, ws: Workspace, channel: Channel
) -> None:
    ws.scopes.append("channels:join")
    hall, vault = ws.add_channel("hall"), ws.add_channel("vault", private=True)
    client.conversations_join(channel=hall.id)
    assert ws.bot_user_id in hall.members
    assert refusal(client.conversations_join, channel=vault.id) == "channel_not_found"
    listed = client.conversations_list(types="public_channel,private_channel")["channels"]
    assert {one["id"] for one in listed} == {hall.id, channel.id}
    mine = client.users_conversations(types="private_channel")["channels"]
    assert [one["id"] for one in mine] == [channel.id]
    assert refusal(client.conversations_list, types="im") == "missing_scope"


def test_a_block_shows_a_picture_once_its_upload_is_finished(
    client: WebClient, coordinator: Person
) -> None:
    im = client.conversations_open(users=coordinator.id)["channel"]["id"]
    promised = client.files_getUploadURLExternal(filename="a.png", length=3)
    picture = {"type": "image", "alt_text": "A", "slack_file": {"id": promised["file_id"]}}
    post = {"channel": im, "text": "A", "blocks": [picture]}
    assert refusal(client.chat_postMessage, **post) == "invalid_blocks"
    request = Request(promised["upload_url"], data=b"PNG", method="POST")  # noqa: S310 -- loopback
    urlopen(request).close()  # noqa: S310 -- loopback
    assert refusal(client.chat_postMessage, **post) == "invalid_blocks"
    files = [{"id": promised["file_id"], "title": "a"}]
    client.files_completeUploadExternal(files=files)
    assert client.chat_postMessage(**post)["ok"]
    other = {**picture, "slack_file": {"id": "F0"}}
    assert refusal(client.chat_postMessage, **{**post, "blocks": [other]}) == "invalid_blocks"
