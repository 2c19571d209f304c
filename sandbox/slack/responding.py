"""What a response URL does: post, show, replace or delete.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

import json

from sandbox.slack import posting
from sandbox.slack.answers import Answer
from sandbox.slack.core import Core
from sandbox.slack.errors import SlackError
from sandbox.slack.response_urls import ResponseUrl
from sandbox.slack.state import Channel, Json, Message


def respond(core: Core, token: str, body: bytes) -> Answer:
    """Answer one use of a response URL."""
    with core.lock:
        url = core.response_urls.take(token)
        if isinstance(url, str):
            return Answer({"ok": False, "error": url}, 404)
        try:
            _apply(core, url, _parse(body))
        except SlackError as refusal:
            return Answer(refusal.answer(), 400, team_id=url.team_id)
        return Answer({"ok": True}, text="ok", team_id=url.team_id)


def _parse(body: bytes) -> Json:
    try:
        found = json.loads(body)
    except ValueError:
        raise SlackError("invalid_payload") from None
    if not isinstance(found, dict):
        raise SlackError("invalid_payload")
    return found


def _apply(core: Core, url: ResponseUrl, wanted: Json) -> None:
    original = core.state.find_message(url.channel, url.message_ts)
    if wanted.get("delete_original"):
        if original:
            remove(core, original)
        return
    content = posting.check(wanted, core.state)
    if content.empty:
        raise SlackError("no_text")
    if wanted.get("replace_original") and original:
        posting.replace(original, content, core.state.new_ts(core.now(), url.channel))
        return
    answer(core, url, content, wanted)


def remove(core: Core, message: Message) -> None:
    """Take a message, stored or ephemeral, away."""
    if message in core.state.ephemerals:
        core.state.ephemerals.remove(message)
    else:
        core.state.channels[message.channel].messages.remove(message)


def answer(core: Core, url: ResponseUrl, content: posting.Content, wanted: Json) -> Message:
    """Show an answer to the person alone, or post it when it is `in_channel`."""
    channel = core.state.channels[url.channel]
    ts = core.state.new_ts(core.now(), channel.id)
    team = core.state.teams[url.team_id]
    message = posting.from_bot(team, channel, ts, content, str(wanted.get("thread_ts") or ""))
    return _place(core, channel, message, url.user_id, wanted.get("response_type") == "in_channel")


def _place(core: Core, channel: Channel, message: Message, user: str, everyone: object) -> Message:
    if everyone:
        channel.messages.append(message)
    else:
        message.ephemeral_for = user
        core.state.ephemerals.append(message)
    return message
