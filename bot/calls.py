"""The calls to Slack that belong to a request: what is shown at once, and what a form looks up."""

from collections.abc import Callable
from typing import Any

from bot.failures import SlackFailed
from bot.incoming import Incoming
from bot.outgoing import Call
from bot.reply import Message
from bot.slack import Slack
from db import callers
from db.engine import Database
from db.sealing import Sealer
from domain.errors import Refused
from domain.language import gettext as _


class Calls:
    """Acts in the workspace that a request came from, with its token."""

    def __init__(self, database: Database, slack: Slack, sealer: Sealer) -> None:
        self._database = database
        self._slack = slack
        self._sealer = sealer

    def make(self, incoming: Incoming, call: Call) -> None:
        """Make the call that follows a commit. Raises `SlackFailed` where it is not taken."""
        view = call.payload.get("view", {})
        match call.way:
            case "respond":
                payload = {**call.payload}
                self._slack.respond(str(payload.pop("at", incoming.response_url)), payload)
            case "tell":
                self._tell(incoming, Message(call.payload["text"], tuple(call.payload["blocks"])))
            case "publish_home":
                user = incoming.user.user_id if incoming.user else ""
                self._slack.publish_home(self._token(incoming), user, view)
            case "update_view":
                self._update(incoming, view)
            case "push_view":
                self._slack.push_view(self._token(incoming), str(incoming.trigger_id), view)
            case _:
                self._slack.open_view(self._token(incoming), str(incoming.trigger_id), view)

    def _tell(self, incoming: Incoming, message: Message) -> None:
        """Post in somebody's direct messages with us: where they wrote, if that was there."""
        token, user = self._token(incoming), incoming.user.user_id if incoming.user else ""
        self._slack.post(token, incoming.channel_id or self._slack.open_dm(token, user), message)

    def _update(self, incoming: Incoming, view: dict[str, Any]) -> None:
        """Show a window in place of the one that something was pressed in, closed since or not."""
        token = self._token(incoming)
        try:
            self._slack.update_view(token, str(incoming.view_id), view)
        except SlackFailed as failed:
            if failed.code != "not_found":
                raise
            self._slack.open_view(token, str(incoming.trigger_id), view)

    def channel(self, incoming: Incoming, channel_id: str) -> dict[str, Any]:
        """Look up a channel (conversations.info): nothing for one that we are not in.

        Raises `Refused` where Slack does not answer.
        """
        return self._looked_up(lambda: self._slack.conversation(self._token(incoming), channel_id))

    def member(self, incoming: Incoming, user_id: str) -> dict[str, Any]:
        """Look up a user (users.info): nothing for one that the workspace does not know.

        Raises `Refused` where Slack does not answer.
        """
        return self._looked_up(lambda: self._slack.user(self._token(incoming), user_id) or {})

    def _looked_up(self, ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        try:
            return ask()
        except SlackFailed as failed:
            if failed.permanent:
                return {}
            raise Refused(
                _("Slack did not answer, so nothing was saved. Please try again in a minute.")
            ) from failed

    def _token(self, incoming: Incoming) -> str:
        with self._database.reading() as session:
            for team in incoming.teams:
                found = callers.installed_in(session, team)
                if found is not None:
                    partnership_id, sealed = found
                    return self._sealer.open(sealed, partnership_id)
        raise SlackFailed("auth", "not_installed", permanent=True)
