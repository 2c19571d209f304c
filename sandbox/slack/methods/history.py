"""conversations.history and conversations.replies: reading back what was posted.

https://docs.slack.dev/reference/methods/conversations.history
"""

from sandbox.slack import show
from sandbox.slack.errors import SlackError
from sandbox.slack.methods.conversations import need_scope
from sandbox.slack.methods.registry import Call, method, page
from sandbox.slack.state import Channel, Json, Message


def _readable(call: Call) -> Channel:
    channel = call.channel(call.need("channel"))
    need_scope(call, channel, "history")
    if not call.is_member(channel):
        raise SlackError("not_in_channel")
    return channel


def _within(call: Call, messages: list[Message]) -> list[Message]:
    oldest, latest = float(call.text("oldest") or 0), float(call.text("latest") or "inf")
    ends = call.flag("inclusive")
    return [
        message
        for message in messages
        if oldest < float(message.ts) < latest or (ends and float(message.ts) in (oldest, latest))
    ]


def _answer(call: Call, messages: list[Message], default: int) -> Json:
    some, cursor = page(call, messages, default, 999)
    metadata = call.flag("include_all_metadata")
    base = call.core.base_url
    shown = [show.message(call.state, one, metadata=metadata, base=base) for one in some]
    more = bool(cursor["response_metadata"]["next_cursor"])
    return {"messages": shown, "has_more": more, **(cursor if more else {})}


@method("conversations.history", tier=3)
def conversations_history(call: Call) -> Json:
    """Give a channel's messages, newest first, without the replies in threads."""
    channel = _readable(call)
    top = [one for one in channel.messages if one.thread_ts in ("", one.ts)]
    return {**_answer(call, _within(call, top)[::-1], 100), "pin_count": 0}


@method("conversations.replies", tier=3)
def conversations_replies(call: Call) -> Json:
    """Give one thread, its first message first."""
    channel, ts = _readable(call), call.need("ts")
    if not channel.find(ts):
        raise SlackError("thread_not_found")
    thread = [one for one in channel.messages if ts in (one.ts, one.thread_ts)]
    return _answer(call, _within(call, thread), 1000)
