"""What every interaction payload says about the person, the workspace and the app.

https://docs.slack.dev/reference/interaction-payloads
"""

from sandbox.slack import show
from sandbox.slack.core import Core
from sandbox.slack.state import Channel, Json, Message, Team, User, View

VERIFICATION_TOKEN = "deprecated-verification-token"  # noqa: S105 -- not a secret: nobody checks it


def person(core: Core, user: User, team: Team, kind: str, *, from_modal: bool = False) -> Json:
    """Give the common part; `team` is the installation.

    What comes from a modal names the person's own workspace in `payload.team`; what comes from a
    message names the installation's (slackapi/bolt-python#734, slackapi/java-slack-sdk#1041).
    """
    own = core.state.teams[user.team_id]
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id},
        "api_app_id": team.app_id,
        "token": VERIFICATION_TOKEN,
        "team": {"id": own.id, "domain": own.domain},
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": core.triggers.make(team.id, user.id, from_modal=from_modal),
    }


def channel_name(channel: Channel) -> str:
    """Give the name that payloads use: private channels and direct messages are not named."""
    return {"im": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name)


def in_view(view: View, team: Team) -> Json:
    """Give the part of a payload that comes from a modal or a Home tab."""
    return {
        "container": {"type": "view", "view_id": view.id},
        "view": show.view(view, team),
    }


def in_message(core: Core, message: Message, team: Team, user: User) -> Json:
    """Give the part of a payload that comes from a message; ephemeral ones are not quoted."""
    channel = core.state.channels[message.channel]
    path = core.response_urls.make(team.id, channel.id, user.id, message.ts)
    own = {"id": team.id, "domain": team.domain}
    quoted = {"message": show.message(core.state, message)} if not message.ephemeral_for else {}
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": bool(message.ephemeral_for),
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    return {
        "team": own,
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "response_url": core.base_url + path,
        **quoted,
    }
