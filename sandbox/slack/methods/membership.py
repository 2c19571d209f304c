"""conversations.create, join, invite, …: who is in a channel, and its name and state.

https://docs.slack.dev/reference/methods/conversations.invite
"""

from sandbox.slack import show
from sandbox.slack.errors import SlackError
from sandbox.slack.methods.registry import Call, method
from sandbox.slack.state import Channel, Json, Kind

LONGEST_NAME = 80


def _member_of(call: Call) -> Channel:
    channel = call.channel(call.need("channel"))
    if channel.kind == "im":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    if not call.is_member(channel):
        raise SlackError("not_in_channel")
    return channel


def _manage(call: Call, channel: Channel) -> None:
    call.scope("groups:write" if channel.kind == "private" else "channels:manage")


@method("conversations.create", tier=2)
def conversations_create(call: Call) -> Json:
    """Create a channel with the bot in it."""
    name, private = call.need("name"), call.flag("is_private")
    call.scope("groups:write" if private else "channels:manage")
    if name != name.lower() or " " in name or len(name) > LONGEST_NAME:
        raise SlackError("invalid_name_specials")
    own = [one for one in call.state.channels.values() if one.team_id == call.team.id]
    if any(one.name == name for one in own):
        raise SlackError("name_taken")
    bot = call.team.bot_user_id
    made = int(call.core.now().timestamp())
    kind: Kind = "private" if private else "public"
    channel = Channel(call.state.new_id("C"), call.team.id, name, kind, made, bot, [bot])
    call.state.channels[channel.id] = channel
    return {"channel": show.channel(channel, call.team)}


@method("conversations.join", tier=3, scope="channels:join")
def conversations_join(call: Call) -> Json:
    """Put the bot into a public channel."""
    channel = call.channel(call.need("channel"))
    if channel.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    if not call.is_member(channel):
        channel.members.append(call.team.bot_user_id)
    return {"channel": show.channel(channel, call.team)}


@method("conversations.leave", tier=3)
def conversations_leave(call: Call) -> Json:
    """Take the bot out of a channel."""
    channel = _member_of(call)
    _manage(call, channel)
    channel.members.remove(call.team.bot_user_id)
    return {}


@method("conversations.invite", tier=3)
def conversations_invite(call: Call) -> Json:
    """Put people into a channel."""
    channel = _member_of(call)
    _manage(call, channel)
    users = [call.user(one) for one in call.need("users").split(",")]
    for user in users:
        if user.id == call.team.bot_user_id:
            raise SlackError("cant_invite_self")
        if user.id in channel.members:
            raise SlackError("already_in_channel")
    channel.members += [user.id for user in users]
    return {"channel": show.channel(channel, call.team)}


@method("conversations.kick", tier=3)
def conversations_kick(call: Call) -> Json:
    """Remove a person from a channel."""
    channel = _member_of(call)
    _manage(call, channel)
    user = call.user(call.need("user"))
    if user.id not in channel.members:
        raise SlackError("not_in_channel")
    channel.members.remove(user.id)
    return {}


@method("conversations.archive", tier=2)
def conversations_archive(call: Call) -> Json:
    """Close a channel."""
    channel = _member_of(call)
    _manage(call, channel)
    channel.archived = True
    return {}


@method("conversations.rename", tier=2)
def conversations_rename(call: Call) -> Json:
    """Rename a channel."""
    channel = _member_of(call)
    _manage(call, channel)
    channel.name = call.need("name")
    return {"channel": show.channel(channel, call.team)}


@method("conversations.setTopic", tier=2)
def conversations_set_topic(call: Call) -> Json:
    """Set a channel's topic."""
    channel = _member_of(call)
    _manage(call, channel)
    channel.topic = call.text("topic")
    if len(channel.topic) > 250:  # noqa: PLR2004 -- Slack's limit
        raise SlackError("too_long")
    return {"channel": show.channel(channel, call.team)}
