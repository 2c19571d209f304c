"""What the sandbox's Slack remembers: dataclasses of plain values, so that they can be saved."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sandbox.slack.reading import words

Json = dict[str, Any]
Kind = Literal["public", "private", "im"]

BOT_SCOPES = (
    "app_mentions:read",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:read",
    "im:history",
    "im:write",
    "team:read",
    "users:read",
    "users:read.email",
)


@dataclass
class Team:
    """A workspace and, if it installed the app, the app's bot in it."""

    id: str
    name: str
    domain: str
    app_id: str
    bot_id: str
    bot_user_id: str
    bot_token: str
    scopes: list[str]
    installed: bool = True
    token_error: str = ""
    oauth_code: str = ""
    home_tab: bool = True


@dataclass
class User:
    """A member of one workspace: a person, a guest or a bot."""

    id: str
    team_id: str
    name: str
    real_name: str
    email: str = ""
    tz: str = "Europe/London"
    locale: str = "en-GB"
    is_guest: bool = False
    is_bot: bool = False
    deleted: bool = False
    title: str = ""


@dataclass
class Message:
    """A message in a channel, or an ephemeral one that only `ephemeral_for` sees."""

    ts: str
    channel: str
    user: str
    team: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    bot_id: str = ""
    app_id: str = ""
    subtype: str = ""
    thread_ts: str = ""
    metadata: Json = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    edited_ts: str = ""
    ephemeral_for: str = ""

    @property
    def words(self) -> str:
        """Give everything a person reads in the message, one text a line."""
        return words(self.text, self.blocks, self.attachments)


@dataclass
class Channel:
    """A conversation; `shared_with` names the other workspaces of a Slack Connect channel."""

    id: str
    team_id: str
    name: str
    kind: Kind
    created: int = 0
    creator: str = ""
    members: list[str] = field(default_factory=list)
    shared_with: list[str] = field(default_factory=list)
    archived: bool = False
    topic: str = ""
    purpose: str = ""
    messages: list[Message] = field(default_factory=list)

    def find(self, ts: str) -> Message | None:
        """Give the message with this `ts`, if the channel has it."""
        return next((message for message in self.messages if message.ts == ts), None)


@dataclass
class View:
    """A modal or a Home tab as one person sees it."""

    id: str
    team_id: str
    user: str
    user_team: str
    content: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    values: Json = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        """Give the view's blocks."""
        blocks: list[Json] = self.content["blocks"]
        return blocks

    @property
    def words(self) -> str:
        """Give everything a person reads in the view, one text a line."""
        return words(self.content, self.content["blocks"])

    @property
    def title(self) -> str:
        """Give the text of the modal's title; a Home tab has none."""
        return str((self.content.get("title") or {}).get("text", ""))


@dataclass
class File:
    """An uploaded file; it is `shared` once completeUploadExternal has named it."""

    id: str
    team_id: str
    name: str
    size: int
    user: str
    title: str = ""
    content: bytes = b""
    channels: list[str] = field(default_factory=list)
    uploaded: bool = False
    shared: bool = False


@dataclass
class State:
    """Everything there is, by id; `stacks` holds each person's open modals, `homes` the Homes."""

    teams: dict[str, Team] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    stacks: dict[str, list[str]] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    ephemerals: list[Message] = field(default_factory=list)
    last_id: int = 0
    last_ts: dict[str, int] = field(default_factory=dict)

    def new_id(self, prefix: str) -> str:
        """Make an id that looks like Slack's, such as `C0000000A7`."""
        self.last_id += 1
        return f"{prefix}0{self.last_id:09X}"

    def new_ts(self, now: datetime, line: str) -> str:
        """Stamp `now`, unique and increasing along one line (a channel, or the presses)."""
        stamp = max(int(now.timestamp() * 1_000_000), self.last_ts.get(line, 0) + 1)
        self.last_ts[line] = stamp
        return f"{stamp // 1_000_000}.{stamp % 1_000_000:06d}"

    def team_of_token(self, token: str) -> Team | None:
        """Give the workspace whose bot token this is."""
        return next((team for team in self.teams.values() if team.bot_token == token), None)

    def team_of_bot(self, bot_id: str) -> Team | None:
        """Give the workspace in which the app has this bot id."""
        return next((team for team in self.teams.values() if team.bot_id == bot_id), None)

    def teams_in(self, channel: Channel) -> list[str]:
        """Give the ids of all workspaces that see the channel, the host's first."""
        return [channel.team_id, *channel.shared_with]

    def meet(self, one: User, other: User) -> bool:
        """Tell whether two people are of one workspace or share a channel."""
        if one.team_id == other.team_id:
            return True
        pair = {one.id, other.id}
        return any(pair <= set(channel.members) for channel in self.channels.values())

    def direct(self, team: Team, user: User, now: datetime) -> Channel:
        """Give the direct-message channel of the team's bot and a person, opening it if need be."""
        pair = {team.bot_user_id, user.id}
        for channel in self.channels.values():
            if channel.kind == "im" and set(channel.members) == pair:
                return channel
        channel = Channel(self.new_id("D"), team.id, "", "im", int(now.timestamp()), user.id)
        channel.members = [team.bot_user_id, user.id]
        if user.team_id != team.id:
            channel.shared_with = [user.team_id]
        self.channels[channel.id] = channel
        return channel

    def stack(self, user_id: str) -> Iterator[View]:
        """Give a person's open modals, the top one last."""
        return (self.views[view_id] for view_id in self.stacks.get(user_id, []))

    def ephemerals_of(self, user_id: str) -> list[Message]:
        """Give the ephemeral messages one person has been shown, oldest first."""
        return [message for message in self.ephemerals if message.ephemeral_for == user_id]

    def find_message(self, channel_id: str, ts: str) -> Message | None:
        """Give a stored or ephemeral message by channel and `ts`."""
        channel = self.channels.get(channel_id)
        stored = channel.messages if channel else []
        both = itertools.chain(stored, self.ephemerals)
        return next((one for one in both if (one.channel, one.ts) == (channel_id, ts)), None)
