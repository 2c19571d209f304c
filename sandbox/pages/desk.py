"""What the page remembers for each person beside Slack's state: read marks, troubles, doubts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.slack.state import Channel, Json, Message, View


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

    read: dict[str, str] = field(default_factory=dict)
    line: tuple[str, str] = ("", "")
    troubles: dict[str, Trouble] = field(default_factory=dict)
    notices: dict[str, str] = field(default_factory=dict)
    doubt: Doubt | None = None
    offered: dict[str, dict[str, list[Json]]] = field(default_factory=dict)
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    typed: dict[str, tuple[str, Json]] = field(default_factory=dict)

    def enter(self, channel: Channel) -> str:
        """Note that a channel is being read; give the `ts` after which the line “New” stands."""
        if self.line[0] != channel.id:
            self.line = (channel.id, self.read.get(channel.id, ""))
        if channel.messages:
            self.read[channel.id] = channel.messages[-1].ts
        return self.line[1]

    def unread(self, channel: Channel, user_id: str) -> list[Message]:
        """Give the messages of others that have not been read."""
        since = self.read.get(channel.id, "")
        return [one for one in channel.messages if one.ts > since and one.user != user_id]

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

    def of(self, person_id: str) -> Desk:
        """Give a person's."""
        return self._known.setdefault(person_id, Desk())
