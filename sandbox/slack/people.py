"""People at their Slack: what they see, and what they do through the real signed requests."""

from collections.abc import Mapping

from sandbox.slack import commands, events, forms, interactions, show, submissions, surfaces
from sandbox.slack.core import Core
from sandbox.slack.interactions import Press
from sandbox.slack.outcomes import Outcome, failure
from sandbox.slack.requests import SignedRequest
from sandbox.slack.speaking import join, leave, say
from sandbox.slack.state import Channel, File, Json, Message, Team, User, View


class Person:
    """One member of a workspace, or its bot: the handle through which tests act and look."""

    def __init__(self, core: Core, user_id: str) -> None:
        self._core = core
        self.id = user_id

    def __repr__(self) -> str:
        return f"<Person {self.id} {self.user.real_name}>"

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

    # What they see

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

    # What they do

    def command_request(self, line: str, channel: Channel | str | None = None) -> SignedRequest:
        """Make the request of a slash command without sending it."""
        with self._core.lock:
            return commands.request(self._core, self.user, line, self._place(channel))

    def run(
        self, line: str, channel: Channel | str | None = None, thread: Message | None = None
    ) -> Outcome:
        """Run a slash command, in the direct messages with the bot unless a channel is named."""
        command = line.partition(" ")[0]
        if said := commands.refusal(self._core, self.user, command, thread):
            return Outcome(shown=said)
        request = self.command_request(line, channel)
        outcome = self._send(request)
        with self._core.lock:
            place = self._place(channel)
            commands.finish(self._core, self.team, self.user, place, outcome)
        outcome.view = self.view
        return outcome

    def shortcut(self, callback_id: str) -> Outcome:
        """Start a global shortcut; members of other workspaces are not offered it."""
        if not self.team.installed:
            return Outcome(shown="not offered")
        with self._core.lock:
            request = interactions.shortcut(self._core, self.user, self.team, callback_id)
        return self._deed(request)

    def message_shortcut(self, message: Message, callback_id: str) -> Outcome:
        """Start a shortcut from a message's menu."""
        if not self.team.installed:
            return Outcome(shown="not offered")
        with self._core.lock:
            self._must_see(message)
            request = interactions.message_shortcut(
                self._core, self.user, self.team, message, callback_id
            )
        return self._deed(request)

    def press_request(
        self,
        where: Message | View,
        action_id: str,
        *,
        value: str | None = None,
        selected: object = None,
        block_id: str | None = None,
    ) -> SignedRequest:
        """Make the request of a press without sending it."""
        pressed = Press(action_id, value, selected, block_id)
        with self._core.lock:
            team = self._app_of(where)
            return interactions.press(self._core, self.user, where, team, pressed)

    def press(
        self,
        where: Message | View,
        action_id: str,
        *,
        value: str | None = None,
        selected: object = None,
        block_id: str | None = None,
    ) -> Outcome:
        """Press a button, or choose `selected` in a menu, picker or set of boxes."""
        request = self.press_request(
            where, action_id, value=value, selected=selected, block_id=block_id
        )
        return self._deed(request)

    def fill(self, values: Mapping[str, object]) -> View:
        """Fill inputs of the top modal in, each named by block_id, action_id or label."""
        with self._core.lock:
            view = self._top()
            given = {name: self._attached(value) for name, value in values.items()}
            forms.fill(view.blocks, given, view.values)
            return view

    def submit_request(self, values: Mapping[str, object] | None = None) -> SignedRequest:
        """Make the request of the filled top modal without sending it."""
        view = self.fill(values or {})
        with self._core.lock:
            return submissions.submit(self._core, self.user, view, self._app_of(view))

    def submit(self, values: Mapping[str, object] | None = None) -> Outcome:
        """Submit the top modal; the client refuses it while required inputs are empty."""
        view = self.fill(values or {})
        if not view.content.get("submit") or view.content.get("submit_disabled"):
            raise LookupError("the modal has no submit button")
        if complaints := forms.faults(view.blocks, view.values):
            return Outcome(refused=[f"{one}: {why}" for one, why in complaints.items()], view=view)
        outcome = self._send(self.submit_request())
        with self._core.lock:
            submissions.finish(self._core, self.user, view, self._app_of(view), outcome)
        outcome.view = self.view
        return outcome

    def close(self, *, everything: bool = False) -> Outcome:
        """Close the top modal, or the whole stack; the app is told if it asked to be."""
        with self._core.lock:
            view = self._top()
            stack = self._core.state.stacks[self.id]
            cleared = everything or bool(view.content.get("clear_on_close"))
            stack[:] = [] if cleared else [one for one in stack if one != view.id]
            if not view.content.get("notify_on_close"):
                return Outcome(view=self.view)
            team = self._app_of(view)
            request = submissions.closed(self._core, self.user, view, team, cleared=cleared)
        return self._deed(request)

    def open_home(self, tab: str = "home") -> Outcome:
        """Visit the app's Home or Messages tab."""
        if not self.team.installed:
            return Outcome(shown="not offered")
        with self._core.lock:
            state, now = self._core.state, self._core.now()
            channel = state.direct(self.team, self.user, now)
            event: Json = {
                "type": "app_home_opened",
                "user": self.id,
                "channel": channel.id,
                "tab": tab,
            }
            if home := self.home:
                event["view"] = show.view(home, self.team)
        outcome = events.tell(self._core, self.team, event)
        outcome.view = self.home
        return outcome

    def say(
        self, text: str, channel: Channel | str | None = None, thread: Message | None = None
    ) -> Outcome:
        """Write a message, to the bot unless a channel is named; mention with `bot.mention`."""
        with self._core.lock:
            place = self._place(channel)
        return say(self._core, self.user, text, place, thread.ts if thread else "")

    def join(self, channel: Channel) -> Outcome:
        """Join a channel; a bot in it is told."""
        return join(self._core, self.user, channel)

    def leave(self, channel: Channel) -> Outcome:
        """Leave a channel; a bot in it is told."""
        return leave(self._core, self.user, channel)

    def upload(self, name: str, content: bytes) -> File:
        """Upload a file, to be given to a form's file input."""
        with self._core.lock:
            file_id = self._core.state.new_id("F")
            file = File(file_id, self.team.id, name, len(content), self.id, name, content)
            file.uploaded = file.shared = True
            self._core.state.files[file_id] = file
            return file

    # How it goes

    def _send(self, request: SignedRequest) -> Outcome:
        return Outcome(request, [self._core.send(request)])

    def _deed(self, request: SignedRequest) -> Outcome:
        """Send what needs no more than an acknowledgement."""
        outcome = self._send(request)
        if not outcome.reply.ok:
            outcome.shown = failure(outcome.reply)
        outcome.view = self.view
        return outcome

    def _top(self) -> View:
        view = self.view
        if view is None:
            raise LookupError("no modal is open")
        return view

    def _attached(self, value: object) -> object:
        """Give files the shape they have in a form's values."""
        if isinstance(value, list):
            return [self._attached(one) for one in value]
        return show.file(value, self._core.base_url) if isinstance(value, File) else value

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
        """Find the installation behind a message or a view, and that the person can see it."""
        state = self._core.state
        if isinstance(where, View):
            if where.user != self.id:
                raise LookupError("that view is another person's")
            return state.teams[where.team_id]
        self._must_see(where)
        team = state.team_of_bot(where.bot_id)
        if team is None:
            raise LookupError("no app posted that message")
        return team

    def _must_see(self, message: Message) -> None:
        members = self._core.state.channels[message.channel].members
        if self.id not in members or message.ephemeral_for not in ("", self.id):
            raise LookupError("they can't see that message")
