"""A Slack that is kept on disk goes on where it ended."""

import json
from pathlib import Path

import pytest
from slack_sdk import WebClient

from sandbox import Channel, Person, Sandbox, Workspace
from sandbox.slack import saving
from sandbox.slack.state import State


def test_nothing_saved_is_nothing_to_load(tmp_path: Path) -> None:
    assert saving.load(tmp_path) is None


def test_everything_comes_back(
    slack: Sandbox,
    ws: Workspace,
    coordinator: Person,
    channel: Channel,
    client: WebClient,
    tmp_path: Path,
) -> None:
    coordinator.say("Morning", channel)
    client.chat_postMessage(channel=channel.id, text="Answer")
    client.chat_postEphemeral(channel=channel.id, user=coordinator.id, text="Only you")
    client.files_upload_v2(channel=channel.id, filename="a.bin", content=b"\x00\xff")
    client.views_publish(user_id=coordinator.id, view={"type": "home", "blocks": []})
    saving.save(slack.state, tmp_path)
    assert saving.load(tmp_path) == slack.state
    file = next(one for one in slack.state.files.values() if one.team_id == ws.id)
    assert (tmp_path / "files" / file.id).read_bytes() == b"\x00\xff"


def test_ids_and_stamps_go_on(slack: Sandbox, tmp_path: Path) -> None:
    saving.save(slack.state, tmp_path)
    loaded = saving.load(tmp_path)
    assert loaded is not None
    now = slack.core.now()
    assert loaded.new_id("U") == slack.state.new_id("U")
    assert loaded.new_ts(now, "line") == slack.state.new_ts(now, "line")


def test_a_save_that_fails_leaves_the_last_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving.save(State(last_id=7), tmp_path)

    def fail(_descriptor: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        saving.save(State(last_id=8), tmp_path)
    loaded = saving.load(tmp_path)
    assert loaded is not None
    assert loaded.last_id == 7


def test_what_a_newer_version_wrote_is_read(slack: Sandbox, ws: Workspace, tmp_path: Path) -> None:
    saving.save(slack.state, tmp_path)
    path = tmp_path / saving.NAME
    kept = json.loads(path.read_text())
    kept["teams"][ws.id]["colour"] = "blue"
    path.write_text(json.dumps(kept))
    assert saving.load(tmp_path) == slack.state
