"""What the page remembers for each person beside Slack's state: read marks, troubles, doubts."""

import itertools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.slack.saving import replace
from sandbox.slack.state import Channel, Json, Message, View

NAME = "read.json"


@dataclass(frozen=True)
class Posted:
    """A posted form: texts by name, and files as (field, file name, bytes)."""

    pairs: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str, bytes], ...] = ()

    def get(self, name: str) -> str:
        """Give the text under a name, or an empty one."""
        return next((value for key, value in self.pairs if key == name), "")

    def all(self, name: str) -> list[str]:
        """Give all texts under a name."""
        return [value for key, value in self.pairs if key == name]


@dataclass(frozen=True)
class Doubt:
    """A press that waits for its confirmation."""

    confirm: Json
    form: Posted


@dataclass
class Trouble:
    """Why a modal is still open: what is wrong by block_id, or what Slack says on top."""

    errors: Mapping[str, str] = field(default_factory=dict)
    said: str = ""


@dataclass
class Desk:
    """The page's memory for one person."""

    owner: str = ""
    read: dict[str, str] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    troubles: dict[str, Trouble] = field(default_factory=dict)
    notices: dict[str, str] = field(default_factory=dict)
    doubt: Doubt | None = None
    offered: dict[str, dict[str, list[Json]]] = field(default_factory=dict)
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    typed: dict[str, tuple[str, Json]] = field(default_factory=dict)

    def enter(self, channel: Channel) -> None:
        """Begin to read a channel: the line “New” stands where the reading ended, if at all."""
        kept = self.lines.get(channel.id, "")
        self.lines = {channel.id: kept}
        self.miss(channel, anew=True)
        self.see(channel)

    def see(self, channel: Channel) -> None:
        """Note that everything in a channel is before somebody's eyes."""
        self.read[channel.id] = channel.messages[-1].ts if channel.messages else "0"

    def miss(self, channel: Channel, *, anew: bool = False) -> None:
        """Note that nobody looks: what is unread now comes after the line “New”."""
        if self.unread(channel) and (anew or not self.lines.get(channel.id)):
            self.lines[channel.id] = self.read.get(channel.id, "")

    def unread(self, channel: Channel) -> list[Message]:
        """Give the messages of others that have not been read."""
        since = self.read.get(channel.id, "")
        newer = itertools.takewhile(lambda one: one.ts > since, reversed(channel.messages))
        return [one for one in newer if one.user != self.owner]

    def typed_in(self, message: Message) -> Json | None:
        """Give what was filled into a message's inputs, unless it has been edited since."""
        edited, values = self.typed.get(message.ts, ("", None))
        return values if edited == message.edited_ts else None


def place_id(where: Message | View) -> str:
    """Give the id of a message or view on the page."""
    return f"view-{where.id}" if isinstance(where, View) else f"m-{where.ts}"


class Desks:
    """The memories of all persons, by their ids."""

    def __init__(self) -> None:
        self._known: dict[str, Desk] = {}
        self.on_deed: Callable[[], None] = lambda: None

    def of(self, person_id: str) -> Desk:
        """Give a person's."""
        return self._known.setdefault(person_id, Desk(person_id))

    def read_marks(self) -> dict[str, dict[str, str]]:
        """Give how far each person has read each channel."""
        return {one: dict(desk.read) for one, desk in [*self._known.items()]}

    def save(self, folder: Path) -> None:
        """Keep how far everybody has read, beside the Slack that is kept in a folder."""
        replace(folder / NAME, json.dumps(self.read_marks()).encode())

    def load(self, folder: Path) -> None:
        """Read back how far everybody had read, if that was ever kept."""
        path = folder / NAME
        kept = json.loads(path.read_bytes()) if path.exists() else {}
        for person_id, read in kept.items():
            self.of(person_id).read = dict(read)
