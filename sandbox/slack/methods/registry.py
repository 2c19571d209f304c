"""The table of Web API methods, and what each is called with.

https://docs.slack.dev/reference/methods
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sandbox.slack.core import Core
from sandbox.slack.errors import SlackError
from sandbox.slack.state import Channel, Json, State, Team, User

Item = TypeVar("Item")
FALSE = frozenset(("", "0", "false", "False", "null"))


@dataclass(frozen=True)
class Call:
    """One call: the workspace its token belongs to and its arguments, strings or JSON values."""

    core: Core
    team: Team
    args: Mapping[str, object]

    @property
    def state(self) -> State:
        """Give the state; the Web API holds its lock while a method runs."""
        return self.core.state

    def text(self, name: str, default: str = "") -> str:
        """Give an argument as text."""
        value = self.args.get(name)
        return default if value is None else str(value)

    def need(self, name: str) -> str:
        """Give an argument that the method can't do without."""
        value = self.text(name)
        if not value:
            raise SlackError("invalid_arguments", [f"[ERROR] missing required field: {name}"])
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Give a yes or no, however the client wrote it."""
        value = self.args.get(name)
        if value is None:
            return default
        return str(value) not in FALSE

    def number(self, name: str, default: int, most: int) -> int:
        """Give a whole number between 1 and `most`."""
        try:
            value = int(self.text(name) or default)
        except ValueError:
            raise SlackError("invalid_arguments", [f"[ERROR] not a number: {name}"]) from None
        return max(1, min(value, most))

    def json(self, name: str, error: str = "invalid_json") -> object:
        """Give a JSON argument, which form and query carry as text."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise SlackError(error) from None

    def scope(self, needed: str) -> None:
        """Refuse with `missing_scope` unless the token has the scope."""
        if needed not in self.team.scopes:
            provided = ",".join(self.team.scopes)
            raise SlackError("missing_scope", needed=needed, provided=provided)

    def channel(self, value: str) -> Channel:
        """Give a conversation that the bot can see: public ones, and those it is in."""
        channel = self.state.channels.get(value)
        if channel is None or self.team.id not in self.state.teams_in(channel):
            raise SlackError("channel_not_found")
        if channel.kind != "public" and not self.is_member(channel):
            raise SlackError("channel_not_found")
        return channel

    def is_member(self, channel: Channel) -> bool:
        """Tell whether the bot is in a conversation."""
        return self.team.bot_user_id in channel.members

    def user(self, value: str) -> User:
        """Give a person the workspace can see: its own, or one who shares a channel with it."""
        user = self.state.users.get(value)
        if user is None:
            raise SlackError("user_not_found")
        if user.team_id != self.team.id and not self._shared(user):
            raise SlackError("user_not_visible")
        return user

    def direct(self, user: User) -> Channel:
        """Give the direct messages of the bot and a person it may write to."""
        if user.deleted:
            raise SlackError("user_disabled")
        if user.is_bot:
            raise SlackError("cannot_dm_bot")
        if not self.state.meet(self.state.users[self.team.bot_user_id], user):
            raise SlackError("user_not_visible")
        return self.state.direct(self.team, user, self.core.now())

    def _shared(self, user: User) -> bool:
        return any(
            user.id in channel.members and self.team.id in self.state.teams_in(channel)
            for channel in self.state.channels.values()
        )


Function = Callable[[Call], Json]


@dataclass(frozen=True)
class Method:
    """A Web API method: its scope (empty: any token), its rate tier (0: special), its code."""

    name: str
    scope: str
    tier: int
    run: Function


METHODS: dict[str, Method] = {}


def method(name: str, *, tier: int, scope: str = "") -> Callable[[Function], Function]:
    """Enter a function into the table under Slack's name for it."""

    def enter(function: Function) -> Function:
        METHODS[name] = Method(name, scope, tier, function)
        return function

    return enter


def page(call: Call, items: list[Item], default: int, most: int) -> tuple[list[Item], Json]:
    """Cut one page of a list, with the cursor of the next."""
    try:
        start = int(call.text("cursor") or 0)
    except ValueError:
        raise SlackError("invalid_cursor") from None
    end = start + call.number("limit", default, most)
    cursor = str(end) if end < len(items) else ""
    return items[start:end], {"response_metadata": {"next_cursor": cursor}}
