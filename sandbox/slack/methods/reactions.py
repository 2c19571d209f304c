"""reactions.*: emoji on messages.

https://docs.slack.dev/reference/methods/reactions.add
"""

from sandbox.slack import show
from sandbox.slack.errors import SlackError
from sandbox.slack.methods.registry import Call, method
from sandbox.slack.state import Json, Message


def _message(call: Call) -> Message:
    message = call.channel(call.need("channel")).find(call.need("timestamp"))
    if message is None:
        raise SlackError("message_not_found")
    return message


@method("reactions.add", tier=3, scope="reactions:write")
def reactions_add(call: Call) -> Json:
    """Add the bot's reaction to a message."""
    who = _message(call).reactions.setdefault(call.need("name"), [])
    if call.team.bot_user_id in who:
        raise SlackError("already_reacted")
    who.append(call.team.bot_user_id)
    return {}


@method("reactions.remove", tier=2, scope="reactions:write")
def reactions_remove(call: Call) -> Json:
    """Take the bot's reaction away."""
    message, name = _message(call), call.need("name")
    who = message.reactions.get(name, [])
    if call.team.bot_user_id not in who:
        raise SlackError("no_reaction")
    who.remove(call.team.bot_user_id)
    if not who:
        del message.reactions[name]
    return {}


@method("reactions.get", tier=3, scope="reactions:read")
def reactions_get(call: Call) -> Json:
    """Give a message with its reactions."""
    message = _message(call)
    return {
        "type": "message",
        "channel": message.channel,
        "message": show.message(call.state, message),
    }
