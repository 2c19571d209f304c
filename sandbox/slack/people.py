"""What people do in their Slack, through the real signed requests."""

from collections.abc import Mapping

from sandbox.slack import commands, events, forms, interactions, show, submissions, suggestions
from sandbox.slack.interactions import Press
from sandbox.slack.onlookers import Onlooker
from sandbox.slack.outcomes import Outcome, failure
from sandbox.slack.requests import SignedRequest
from sandbox.slack.speaking import join, leave, say
from sandbox.slack.state import Channel, File, Json, Message, View


class Person(Onlooker):
    """One member of a workspace, or its bot: the handle through which tests act and look."""

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
            commands.finish(self._core, self.user, command, place, outcome)
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
        typed: Json | None = None,
    ) -> SignedRequest:
        """Make the request of a press without sending it."""
        pressed = Press(action_id, value, selected, block_id, typed)
        with self._core.lock:
            self._must_see(where)
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
        typed: Json | None = None,
    ) -> Outcome:
        """Press a button, or choose `selected` in a menu, picker or set of boxes.

        `typed` is what the inputs of a message hold by then.
        """
        request = self.press_request(
            where, action_id, value=value, selected=selected, block_id=block_id, typed=typed
        )
        return self._deed(request)

    def search(self, where: Message | View, action_id: str, typed: str) -> Outcome:
        """Type into an external menu; `offered` holds the options the app gives."""
        with self._core.lock:
            self._must_see(where)
            pressed = Press(action_id, selected=typed)
            team = self._app_of(where)
            request = interactions.search(self._core, self.user, where, team, pressed)
        return suggestions.finish(self._deed(request))

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
