"""What people see of their Slack: messages, modals, the Home tab."""

from sandbox.slack import surfaces
from sandbox.slack.core import Core
from sandbox.slack.state import Channel, Message, Team, User, View


class Onlooker:
    """One member of a workspace, or its bot: what they are and what they see."""

    def __init__(self, core: Core, user_id: str) -> None:
        self._core = core
        self.id = user_id

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id} {self.user.real_name}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Onlooker) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def user(self) -> User:
        """Give what Slack knows of the person."""
        return self._core.state.users[self.id]

    @property
    def mention(self) -> str:
        """Give the text that mentions the person."""
        return f"<@{self.id}>"

    @property
    def team(self) -> Team:
        """Give the person's own workspace."""
        return self._core.state.teams[self.user.team_id]

    @property
    def view(self) -> View | None:
        """Give the modal on top, if one is open."""
        with self._core.lock:
            return next(reversed([*self._core.state.stack(self.id)]), None)

    @property
    def home(self) -> View | None:
        """Give the Home tab the app has published for them in their own workspace."""
        with self._core.lock:
            view_id = self._core.state.homes.get(surfaces.home_key(self.team, self.id))
            return self._core.state.views[view_id] if view_id else None

    @property
    def ephemerals(self) -> list[Message]:
        """Give the ephemeral messages shown to them, oldest first."""
        with self._core.lock:
            return self._core.state.ephemerals_of(self.id)

    @property
    def messages(self) -> list[Message]:
        """Give their direct messages with the apps' bots, oldest first."""
        with self._core.lock:
            found = [
                message
                for channel in self._core.state.channels.values()
                if channel.kind == "im" and self.id in channel.members
                for message in channel.messages
            ]
        return sorted(found, key=lambda message: message.ts)

    def _place(self, channel: Channel | str | None) -> Channel:
        if isinstance(channel, str):
            return self._core.state.channels[channel]
        if channel is not None:
            return channel
        if self.team.installed:
            return self._core.state.direct(self.team, self.user, self._core.now())
        for known in self._core.state.channels.values():
            if known.kind == "im" and self.id in known.members:
                return known
        raise LookupError("they have no direct messages with a bot yet")

    def _app_of(self, where: Message | View) -> Team:
        """Find the installation behind a message or a view."""
        state = self._core.state
        if isinstance(where, View):
            return state.teams[where.team_id]
        team = state.team_of_bot(where.bot_id)
        if team is None:
            raise LookupError("no app posted that message")
        return team

    def _must_see(self, where: Message | View) -> None:
        """Refuse to act on what the person does not have before their eyes."""
        state = self._core.state
        if isinstance(where, View):
            if where is not self.view and where is not self.home:
                raise LookupError("that view is not open, or not theirs")
            return
        members = state.channels[where.channel].members
        if self.id not in members or where.ephemeral_for not in ("", self.id):
            raise LookupError("they can't see that message")
        if state.find_message(where.channel, where.ts) is None:
            raise LookupError("that message is gone")
