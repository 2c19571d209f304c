"""Messages and memberships: what people say and where they are, and who is told.

https://docs.slack.dev/reference/events/message
"""

from sandbox.slack import events, forms
from sandbox.slack.core import Core
from sandbox.slack.outcomes import Outcome
from sandbox.slack.state import Channel, Json, Message, User


def say(core: Core, user: User, text: str, channel: Channel, thread_ts: str) -> Outcome:
    """Post a person's message; tell the app of a mention, else of the message."""
    if user.id not in channel.members:
        raise LookupError("they are not in that channel")
    with core.lock:
        ts = core.state.new_ts(core.now(), channel.id)
        block = {**forms.rich_text(text), "block_id": core.state.new_id("b")}
        message = Message(ts, channel.id, user.id, user.team_id, text, [block])
        message.thread_ts = thread_ts
        channel.messages.append(message)
        team = events.app_in(core, channel)
        event = _event(core, user, message, channel)
    mentioned = team is not None and f"<@{team.bot_user_id}>" in text and channel.kind != "im"
    if mentioned:
        outcome = events.tell(core, team, {**event, "type": "app_mention"}, channel)
        events.tell(core, team, _message(event, channel), channel)
    else:
        outcome = events.tell(core, team, _message(event, channel), channel)
    outcome.posted = message
    return outcome


def _event(core: Core, user: User, message: Message, channel: Channel) -> Json:
    event: Json = {
        "user": user.id,
        "ts": message.ts,
        "client_msg_id": core.state.new_id("m"),
        "text": message.text,
        "team": user.team_id,
        "blocks": message.blocks,
        "channel": channel.id,
    }
    if message.thread_ts:
        event["thread_ts"] = message.thread_ts
    if channel.shared_with:
        event |= {"user_team": user.team_id, "source_team": user.team_id}
    return event


def _message(event: Json, channel: Channel) -> Json:
    kind = {"im": "im", "private": "group", "public": "channel"}[channel.kind]
    return {**event, "type": "message", "channel_type": kind}


def _membership(core: Core, user: User, channel: Channel, kind: str) -> Outcome:
    event = {
        "type": kind,
        "user": user.id,
        "channel": channel.id,
        "channel_type": "G" if channel.kind == "private" else "C",
        "team": user.team_id,
    }
    return events.tell(core, events.app_in(core, channel), event, channel)


def join(core: Core, user: User, channel: Channel) -> Outcome:
    """Put a person, or the bot, into a channel."""
    with core.lock:
        if user.team_id not in core.state.teams_in(channel):
            raise LookupError("that channel is not shared with their workspace")
        if user.id not in channel.members:
            channel.members.append(user.id)
    return _membership(core, user, channel, "member_joined_channel")


def leave(core: Core, user: User, channel: Channel) -> Outcome:
    """Take a person out of a channel."""
    with core.lock:
        channel.members.remove(user.id)
    return _membership(core, user, channel, "member_left_channel")
