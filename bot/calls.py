"""The calls to Slack that belong to a request: what is shown at once, and what a form looks up."""

from typing import Any

from bot.failures import SlackFailed
from bot.incoming import Incoming
from bot.outgoing import Call
from bot.slack import Slack
from db import installations
from db.engine import Database
from db.sealing import Sealer


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
                self._slack.respond(str(incoming.response_url), call.payload)
            case "publish_home":
                user = incoming.user.user_id if incoming.user else ""
                self._slack.publish_home(self._token(incoming), user, view)
            case "update_view":
                self._slack.update_view(self._token(incoming), str(incoming.view_id), view)
            case "push_view":
                self._slack.push_view(self._token(incoming), str(incoming.trigger_id), view)
            case _:
                self._slack.open_view(self._token(incoming), str(incoming.trigger_id), view)

    def channel(self, incoming: Incoming, channel_id: str) -> dict[str, Any]:
        """Look up a channel (conversations.info); nothing where Slack won't say."""
        try:
            return self._slack.conversation(self._token(incoming), channel_id)
        except SlackFailed:
            return {}

    def _token(self, incoming: Incoming) -> str:
        with self._database.reading() as session:
            for enterprise, team in incoming.teams:
                found = installations.of_workspace(session, enterprise_id=enterprise, team_id=team)
                if found is not None:
                    return self._sealer.open(found.sealed_token, found.partnership_id)
        raise SlackFailed("auth", "not_installed", permanent=True)
