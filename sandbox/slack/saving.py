"""Keeps a Slack on disk, so that a demo goes on where it ended: one JSON file, and the files."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from sandbox.slack.state import Channel, File, Json, Message, State, Team, User, View

NAME = "slack.json"
FILES = "files"
KINDS: Mapping[str, type[Any]] = {"teams": Team, "users": User, "views": View, "files": File}


def save(state: State, folder: Path) -> None:
    """Write a state, whole or not at all; hold the core's lock while people act beside it."""
    kept = asdict(state)
    for file in kept["files"].values():
        content = file.pop("content")
        _write_once(folder / FILES / file["id"], content)
    replace(folder / NAME, json.dumps(kept, ensure_ascii=False).encode())


def load(folder: Path) -> State | None:
    """Read a state back; None if none was saved there."""
    path = folder / NAME
    if not path.exists():
        return None
    kept: Json = json.loads(path.read_bytes())
    for file in kept["files"].values():
        file["content"] = (folder / FILES / file["id"]).read_bytes()
    parts: Json = {
        name: {key: _made(kind, each) for key, each in kept.pop(name).items()}
        for name, kind in KINDS.items()
    }
    parts["channels"] = {key: _channel(each) for key, each in kept.pop("channels").items()}
    parts["ephemerals"] = [_made(Message, each) for each in kept.pop("ephemerals")]
    return State(**parts, **kept)


def _made(kind: type[Any], kept: Json) -> Any:  # noqa: ANN401 -- of that kind
    """Make one from what was kept; what a newer version no longer knows is left out."""
    known = {each.name for each in fields(kind)}
    return kind(**{name: value for name, value in kept.items() if name in known})


def _channel(kept: Json) -> Channel:
    messages = [_made(Message, each) for each in kept.pop("messages")]
    channel: Channel = _made(Channel, kept)
    channel.messages = messages
    return channel


def _write_once(path: Path, content: bytes) -> None:
    if not path.exists() or path.stat().st_size != len(content):
        replace(path, content)


def replace(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
