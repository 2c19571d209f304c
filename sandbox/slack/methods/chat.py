"""chat.*: posting, changing and removing messages.

https://docs.slack.dev/reference/methods/chat.postMessage
"""

from sandbox.slack import posting, show
from sandbox.slack.errors import SlackError
from sandbox.slack.methods.registry import Call, method
from sandbox.slack.state import Channel, Json, Message

LONGEST_UPDATE = 4_000


def _content(call: Call) -> posting.Content:
    arguments = {
        "text": call.args.get("text"),
        "blocks": call.json("blocks", "invalid_blocks_format"),
        "attachments": call.json("attachments", "invalid_attachments"),
        "metadata": call.json("metadata", "invalid_metadata_format"),
    }
    return posting.check(arguments, call.state)


def _target(call: Call) -> Channel:
    """Find where to post: a conversation, a person's direct messages, or a public `#name`."""
    wanted = call.need("channel")
    if wanted in call.state.users:
        return call.direct(call.user(wanted))
    name = wanted.removeprefix("#")
    for channel in call.state.channels.values():
        if name == channel.name and channel.team_id == call.team.id and call.is_member(channel):
            return channel
    return call.channel(wanted)


def _postable(call: Call, channel: Channel) -> None:
    if channel.archived:
        raise SlackError("is_archived")
    public = channel.kind == "public" and "chat:write.public" in call.team.scopes
    if not call.is_member(channel) and not public:
        raise SlackError("not_in_channel")


@method("chat.postMessage", tier=0, scope="chat:write")
def post_message(call: Call) -> Json:
    """Post a message."""
    channel = _target(call)
    if wait := call.core.buckets.post(call.team.id, channel.id):
        raise SlackError("ratelimited", retry_after=wait)
    _postable(call, channel)
    content = _content(call)
    if content.empty:
        raise SlackError("no_text")
    ts = call.state.new_ts(call.core.now(), channel.id)
    message = posting.from_bot(call.team, channel, ts, content, call.text("thread_ts"))
    if message.thread_ts and not channel.find(message.thread_ts):
        raise SlackError("thread_not_found")
    channel.messages.append(message)
    shown = show.message(call.state, message, metadata=True)
    return {"channel": channel.id, "ts": ts, "message": shown}


@method("chat.postEphemeral", tier=4, scope="chat:write")
def post_ephemeral(call: Call) -> Json:
    """Show a message to one person; it is not part of the channel."""
    channel = call.channel(call.need("channel"))
    _postable(call, channel)
    user = call.need("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    content = _content(call)
    if content.empty:
        raise SlackError("no_text")
    ts = call.state.new_ts(call.core.now(), channel.id)
    message = posting.from_bot(call.team, channel, ts, content, call.text("thread_ts"))
    message.ephemeral_for = user
    call.state.ephemerals.append(message)
    return {"message_ts": ts}


def _own(call: Call, refusal: str) -> tuple[Channel, Message]:
    channel = call.channel(call.need("channel"))
    message = channel.find(call.need("ts"))
    if message is None:
        raise SlackError("message_not_found")
    if message.bot_id != call.team.bot_id:
        raise SlackError(refusal)
    return channel, message


def _rich(blocks: list[Json]) -> bool:
    return any(block["type"] == "rich_text" for block in blocks)


@method("chat.update", tier=3, scope="chat:write")
def update(call: Call) -> Json:
    """Change one of the bot's own messages."""
    channel, message = _own(call, "cant_update_message")
    if len(call.text("text")) > LONGEST_UPDATE:
        raise SlackError("msg_too_long")
    content = _content(call)
    if content.text is None and content.blocks is None and content.attachments is None:
        raise SlackError("no_text")
    if content.blocks and _rich(message.blocks) and not _rich(content.blocks):
        raise SlackError("block_mismatch")
    posting.replace(message, content, call.state.new_ts(call.core.now(), channel.id))
    shown = show.message(call.state, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


@method("chat.delete", tier=3, scope="chat:write")
def delete(call: Call) -> Json:
    """Remove one of the bot's own messages."""
    channel, message = _own(call, "cant_delete_message")
    channel.messages.remove(message)
    return {"channel": channel.id, "ts": message.ts}


@method("chat.getPermalink", tier=0)
def get_permalink(call: Call) -> Json:
    """Give a link to a message."""
    channel, ts = call.channel(call.need("channel")), call.need("message_ts")
    if channel.find(ts) is None:
        raise SlackError("message_not_found")
    link = f"https://{call.team.domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}
