"""What people do on the page, done through the `Person` they are: real signed requests."""

from dataclasses import dataclass

from sandbox.pages import filled
from sandbox.pages.desk import Desk, Doubt, Posted, Trouble, place_id
from sandbox.pages.reader import SLACKBOT
from sandbox.slack import forms, show
from sandbox.slack.core import Core
from sandbox.slack.outcomes import Outcome
from sandbox.slack.people import Person
from sandbox.slack.posting import Content, from_bot
from sandbox.slack.state import Channel, Json, Message, View

GONE = "That is not there any more."
NOT_A_COMMAND = (
    "{} In Slack, what starts with “/” is taken for a command. To send it as a message, "
    "put a space before the “/”."
)
NO_ANSWER = {
    "operation_timeout": "The app did not respond within three seconds (operation_timeout).",
    "dispatch_failed": "The app's answer was an error, or none (dispatch_failed).",
}
Where = Message | View


@dataclass(frozen=True)
class Deeds:
    """One person's hands on the page."""

    core: Core
    person: Person
    desk: Desk

    # Writing

    def write(self, text: str, channel_id: str, thread_ts: str) -> None:
        """Post what was typed, or run it as a command if it begins with a slash."""
        channel = self.core.state.channels[channel_id]
        thread = channel.find(thread_ts) if thread_ts else None
        if text.startswith("/"):
            self._run(text.strip(), channel, thread)
        elif text.strip():
            self.person.say(self._mentions(text.strip()), channel, thread)

    def _mentions(self, text: str) -> str:
        """Write names after `@` and `#` as mentions; escape the rest as Slack's composer does."""
        written = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        people = sorted(self.core.state.users.values(), key=lambda one: -len(one.real_name))
        for user in people:
            for name in (user.real_name, user.name):
                written = written.replace(f"@{name}", f"<@{user.id}>")
        for channel in self.core.state.channels.values():
            if channel.name and self.person.id in channel.members:
                written = written.replace(f"#{channel.name}", f"<#{channel.id}>")
        return written

    def _run(self, line: str, channel: Channel, thread: Message | None) -> None:
        outcome = self.person.run(line, channel, thread)
        if outcome.shown.endswith("is not a valid command."):
            self._slackbot(channel, NOT_A_COMMAND.format(outcome.shown), thread)
        elif outcome.shown:
            self._slackbot(channel, outcome.shown, thread)
        if outcome.refused:
            why = "\n".join(outcome.refused)
            self._slackbot(channel, f"Slack could not show the app's answer:\n{why}", thread)

    def _slackbot(self, channel: Channel, text: str, thread: Message | None) -> None:
        """Show what Slack itself says to the person alone."""
        with self.core.lock:
            state = self.core.state
            ts = state.new_ts(self.core.now(), channel.id)
            written = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            team = self.person.team
            message = from_bot(team, channel, ts, Content(written), thread.ts if thread else "")
            message.user, message.bot_id, message.app_id = SLACKBOT, "", ""
            message.ephemeral_for = self.person.id
            state.ephemerals.append(message)

    # Pressing and filling

    def act(self, form: Posted, *, sure: bool = False) -> None:
        """Do what a form of a message, a modal or the Home tab asks for."""
        where = self._where(form)
        self._keep(where, form)
        if found := form.get("search"):
            self._search(where, form, found)
        elif found := form.get("press"):
            self._press(where, form, found, sure=sure)
        elif isinstance(where, View) and form.get("do") == "submit":
            self._submit(where)

    def answer_doubt(self, *, sure: bool) -> None:
        """Go on with the press that was in doubt, or leave it."""
        doubt, self.desk.doubt = self.desk.doubt, None
        if doubt and sure:
            self.act(doubt.form, sure=True)

    def close(self, *, everything: bool) -> None:
        """Close the top modal, or all."""
        if self.person.view:
            self.person.close(everything=everything)

    def _where(self, form: Posted) -> Where:
        with self.core.lock:
            if view_id := form.get("view"):
                for view in (self.person.view, self.person.home):
                    if view and view.id == view_id:
                        return view
                raise LookupError(GONE)
            message = self.core.state.find_message(form.get("channel"), form.get("ts"))
            if message is None:
                raise LookupError(GONE)
            return message

    def _keep(self, where: Where, form: Posted) -> None:
        """Hold what is typed and chosen, as the client does until the form is sent."""
        with self.core.lock:
            before = self._values(where)
            kept = filled.values(
                where.blocks,
                form,
                before,
                zone=self.person.user.tz,
                offered=self.desk.offered.get(place_id(where), {}),
                attach=self._attach,
            )
            if isinstance(where, View):
                where.values.clear()
                where.values.update(kept)
            else:
                self.desk.typed[where.ts] = (where.edited_ts, kept)

    def _values(self, where: Where) -> Json:
        if isinstance(where, View):
            return where.values
        typed = self.desk.typed_in(where)
        return forms.first_values(where.blocks) if typed is None else typed

    def _attach(self, name: str, content: bytes) -> Json:
        return show.file(self.person.upload(name, content), self.core.base_url)

    def _press(self, where: Where, form: Posted, wanted: str, *, sure: bool) -> None:
        path, _, value = wanted.partition("?")
        block, element = filled.element_at(where.blocks, path)
        if element.get("confirm") and not sure:
            self.desk.doubt = Doubt(element["confirm"], form)
            return
        self.desk.notices.pop(getattr(where, "ts", ""), None)
        outcome = self.person.press(
            where,
            element["action_id"],
            value=element.get("value") if element["type"] == "button" else None,
            selected=self._selected(where, block, element, value),
            block_id=block["block_id"],
            typed=None if isinstance(where, View) else self._values(where),
        )
        self._say(where, outcome)

    def _selected(self, where: Where, block: Json, element: Json, value: str) -> object:
        if element["type"] not in forms.HELD:
            return value
        held = self._values(where)[block["block_id"]][element["action_id"]]
        chosen = held[forms.HELD[element["type"]][0]]
        several = isinstance(chosen, list) and element["type"] != "file_input"
        if several and not element["type"].endswith("external_select"):
            return [one["value"] if isinstance(one, dict) else one for one in chosen]
        single = isinstance(chosen, dict) and element["type"] in ("static_select", "radio_buttons")
        return chosen["value"] if single else chosen

    def _say(self, where: Where, outcome: Outcome) -> None:
        """Show what Slack says on its own account beside what was pressed."""
        said = NO_ANSWER.get(outcome.shown, outcome.shown)
        if not said:
            return
        if isinstance(where, View):
            self.desk.troubles[where.id] = Trouble(said=said)
        else:
            self.desk.notices[where.ts] = said

    def _search(self, where: Where, form: Posted, path: str) -> None:
        _, element = filled.element_at(where.blocks, path)
        typed = form.get(f"q/{path}")
        outcome = self.person.search(where, element["action_id"], typed)
        here = place_id(where)
        self.desk.asked.setdefault(here, {})[path] = typed
        self.desk.offered.setdefault(here, {})[path] = outcome.offered
        self._say(where, outcome)

    def _submit(self, view: View) -> None:
        self.desk.troubles.pop(view.id, None)
        complaints = forms.faults(view.blocks, view.values)
        if complaints:
            self.desk.troubles[view.id] = Trouble(complaints)
            return
        outcome = self.person.submit()
        if outcome.errors:
            self.desk.troubles[view.id] = Trouble(outcome.errors)
        elif outcome.shown or outcome.refused:
            said = [outcome.shown, *outcome.refused]
            self.desk.troubles[view.id] = Trouble(said="\n".join(one for one in said if one))

    # Shortcuts

    def shortcut(self, callback_id: str, channel_id: str, ts: str) -> None:
        """Start a shortcut, from a message if one is named."""
        message = self.core.state.find_message(channel_id, ts) if ts else None
        if message:
            outcome = self.person.message_shortcut(message, callback_id)
            self._say(message, outcome)
        else:
            outcome = self.person.shortcut(callback_id)
            channel = self.core.state.channels.get(channel_id)
            if outcome.shown and channel:
                self._slackbot(channel, NO_ANSWER.get(outcome.shown, outcome.shown), None)
