"""conversations.*: what channels there are.

https://docs.slack.dev/apis/web-api/using-the-conversations-api
"""

from sandbox.slack import show
from sandbox.slack.errors import SlackError
from sandbox.slack.methods.registry import Call, method, page
from sandbox.slack.state import Channel, Json

FAMILY = {"public": "channels", "private": "groups", "im": "im"}
TYPE = {"public": "public_channel", "private": "private_channel", "im": "im"}


def need_scope(call: Call, channel: Channel, right: str) -> None:
    """Ask for the scope of the channel's kind, such as groups:history for a private one."""
    call.scope(f"{FAMILY[channel.kind]}:{right}")


@method("conversations.open", tier=3, scope="im:write")
def conversations_open(call: Call) -> Json:
    """Open the direct messages of the bot and one person."""
    if wanted := call.text("channel"):
        channel = call.channel(wanted)
    else:
        users = [one for one in call.need("users").split(",") if one]
        if len(users) != 1:
            call.scope("mpim:write")
            raise SlackError("users_list_not_supplied" if not users else "too_many_users")
        channel = call.direct(call.user(users[0]))
    if call.flag("return_im"):
        return {"channel": show.channel(channel, call.team)}
    return {"channel": {"id": channel.id}}


@method("conversations.info", tier=3)
def conversations_info(call: Call) -> Json:
    """Describe a conversation."""
    channel = call.channel(call.need("channel"))
    need_scope(call, channel, "read")
    shown = show.channel(channel, call.team)
    if call.flag("include_num_members"):
        shown["num_members"] = len(channel.members)
    return {"channel": shown}


@method("conversations.members", tier=4)
def conversations_members(call: Call) -> Json:
    """List who is in a conversation, members of other workspaces too."""
    channel = call.channel(call.need("channel"))
    need_scope(call, channel, "read")
    members, cursor = page(call, channel.members, 100, 1000)
    return {"members": members, **cursor}


@method("conversations.list", tier=2)
def conversations_list(call: Call) -> Json:
    """List the conversations the bot can see."""
    types = [one.strip() for one in (call.text("types") or "public_channel").split(",")]
    for kind, name in TYPE.items():
        if name in types:
            call.scope(f"{FAMILY[kind]}:read")
    found = [
        show.channel(channel, call.team)
        for channel in call.state.channels.values()
        if TYPE[channel.kind] in types
        and call.team.id in call.state.teams_in(channel)
        and (channel.kind == "public" or call.is_member(channel))
        and not (channel.archived and call.flag("exclude_archived"))
    ]
    some, cursor = page(call, found, 100, 1000)
    return {"channels": some, **cursor}
