"""A workspace in the hands of its administrator: people, channels, installing and uninstalling."""

from collections.abc import Iterable
from dataclasses import replace

from sandbox.slack import events, show
from sandbox.slack.core import Core
from sandbox.slack.outcomes import Outcome
from sandbox.slack.people import Person
from sandbox.slack.requests import SignedRequest
from sandbox.slack.state import Channel, Json, Kind, Message, Team, User


class Workspace:
    """The handle of one workspace."""

    def __init__(self, core: Core, team_id: str) -> None:
        self._core = core
        self.id = team_id

    @property
    def team(self) -> Team:
        """Give what Slack knows of the workspace and of the app in it."""
        return self._core.state.teams[self.id]

    @property
    def name(self) -> str:
        """Give the workspace's name."""
        return self.team.name

    @property
    def bot(self) -> Person:
        """Give the app's bot."""
        return Person(self._core, self.team.bot_user_id)

    @property
    def bot_token(self) -> str:
        """Give the bot's token."""
        return self.team.bot_token

    @property
    def bot_user_id(self) -> str:
        """Give the bot's user id."""
        return self.team.bot_user_id

    @property
    def bot_id(self) -> str:
        """Give the bot's id, which its messages carry."""
        return self.team.bot_id

    @property
    def app_id(self) -> str:
        """Give the app's id."""
        return self.team.app_id

    @property
    def scopes(self) -> list[str]:
        """Give the bot's scopes; they can be changed in place or replaced."""
        return self.team.scopes

    @scopes.setter
    def scopes(self, scopes: Iterable[str]) -> None:
        self.team.scopes = list(scopes)

    @property
    def users(self) -> list[Person]:
        """Give the workspace's own people, without bots."""
        users = [*self._core.state.users.values()]
        own = [one for one in users if one.team_id == self.id and not one.is_bot]
        return [Person(self._core, user.id) for user in own]

    @property
    def channels(self) -> list[Channel]:
        """Give the channels the workspace sees, without direct messages."""
        known = [*self._core.state.channels.values()]
        return [
            one for one in known if self.id in self._core.state.teams_in(one) and one.kind != "im"
        ]

    def messages(self, channel: Channel | str) -> list[Message]:
        """Give a channel's messages, oldest first."""
        channel_id = channel if isinstance(channel, str) else channel.id
        with self._core.lock:
            return list(self._core.state.channels[channel_id].messages)

    def add_user(
        self,
        real_name: str,
        *,
        email: str = "",
        tz: str = "Europe/London",
        locale: str = "en-GB",
        title: str = "",
        is_guest: bool = False,
        announce: bool = False,
    ) -> Person:
        """Add a member or a guest; `announce` tells the app with team_join.

        `title` is what the person does, as their profile says: `Coordinator`.
        """
        with self._core.lock:
            name = real_name.lower().replace(" ", ".")
            user = User(self._core.state.new_id("U"), self.id, name, real_name, email, tz, locale)
            user.is_guest, user.title = is_guest, title
            self._core.state.users[user.id] = user
        if announce:
            self._tell_user("team_join", user)
        return Person(self._core, user.id)

    def change_user(self, person: Person, **fields: object) -> Outcome:
        """Change what Slack knows of a person, such as `email` or `deleted`: user_change."""
        with self._core.lock:
            changed = replace(self._core.state.users[person.id], **fields)  # type: ignore[arg-type]
            self._core.state.users[person.id] = changed
        return self._tell_user("user_change", changed)

    def _tell_user(self, kind: str, user: User) -> Outcome:
        now = self._core.now()
        with self._core.lock:
            shown = show.user(self._core.state, user, viewer=self.team, now=now, locale=True)
        event = {"type": kind, "user": shown, "cache_ts": int(now.timestamp())}
        return self.tell(event)

    def add_channel(
        self,
        name: str,
        *,
        private: bool = False,
        members: Iterable[Person] = (),
        shared_with: Iterable["Workspace"] = (),
    ) -> Channel:
        """Add a channel; `shared_with` other workspaces it is a Slack Connect channel."""
        with self._core.lock:
            made = int(self._core.now().timestamp())
            kind: Kind = "private" if private else "public"
            channel = Channel(self._core.state.new_id("C"), self.id, name, kind, made)
            channel.members = [member.id for member in members]
            channel.creator = channel.members[0] if channel.members else ""
            channel.shared_with = [workspace.id for workspace in shared_with]
            self._core.state.channels[channel.id] = channel
            return channel

    def change_channel_id(self, channel: Channel) -> Outcome:
        """Give a channel a new id, as happens when a private one is first shared."""
        with self._core.lock:
            old, channel.id = channel.id, self._core.state.new_id("C")
            self._core.state.channels[channel.id] = self._core.state.channels.pop(old)
            for message in channel.messages:
                message.channel = channel.id
        event = {
            "type": "channel_id_changed",
            "old_channel_id": old,
            "new_channel_id": channel.id,
        }
        return self.tell(event, channel)

    def share(self, channel: Channel, other: "Workspace") -> Outcome:
        """Share a channel with another workspace."""
        channel.shared_with.append(other.id)
        event = {
            "type": "channel_shared",
            "connected_team_id": other.id,
            "channel": channel.id,
        }
        return self.tell(event, channel)

    def unshare(self, channel: Channel, other: "Workspace") -> Outcome:
        """Stop sharing a channel with another workspace; its people are out of it."""
        with self._core.lock:
            channel.shared_with.remove(other.id)
            theirs = {one.id for one in self._core.state.users.values() if one.team_id == other.id}
            channel.members = [one for one in channel.members if one not in theirs]
        event = {
            "type": "channel_unshared",
            "previously_connected_team_id": other.id,
            "channel": channel.id,
            "is_ext_shared": bool(channel.shared_with),
        }
        return self.tell(event, channel)

    def uninstall(self) -> list[Outcome]:
        """Remove the app: its token dies at once, then tokens_revoked and app_uninstalled come."""
        team = self.team
        team.token_error = "account_inactive"  # noqa: S105 -- Slack's error code
        revoked: Json = {
            "type": "tokens_revoked",
            "tokens": {"oauth": [], "bot": [team.bot_user_id]},
        }
        told = [self.tell(revoked), self.tell({"type": "app_uninstalled"})]
        team.installed = False
        return told

    def oauth_code(self) -> str:
        """Give the code with which an administrator sends the app to oauth.v2.access."""
        self.team.oauth_code = f"code-{self.id}-{len(self._core.journal)}"
        return self.team.oauth_code

    def event_request(self, event: Json, channel: Channel | None = None) -> SignedRequest:
        """Make the signed request of any event without sending it."""
        with self._core.lock:
            return events.envelope(self._core, self.team, event, channel)

    def tell(self, event: Json, channel: Channel | None = None) -> Outcome:
        """Deliver any event, if the app is installed and has subscribed to it."""
        return events.tell(self._core, self.team if self.team.installed else None, event, channel)
