"""Slash commands: who may run them, what is sent, and what the answer does.

https://docs.slack.dev/interactivity/implementing-slash-commands
"""

import json
import re

from sandbox.slack import posting, responding
from sandbox.slack.core import Core
from sandbox.slack.errors import SlackError
from sandbox.slack.outcomes import Outcome, failure
from sandbox.slack.payloads import VERIFICATION_TOKEN, channel_name
from sandbox.slack.requests import Reply, SignedRequest, form_body
from sandbox.slack.response_urls import ResponseUrl
from sandbox.slack.state import Channel, Json, User


def refusal(core: Core, user: User, command: str, thread: object) -> str:
    """Say what Slack says when it won't send a command: not shared with other workspaces."""
    own = core.state.teams[user.team_id]
    known = core.commands is None or command in [one.command for one in core.commands]
    if not own.installed or not known:
        return f"{command} is not a valid command."
    return f"{command} is not supported in threads. Sorry!" if thread else ""


def request(core: Core, user: User, line: str, channel: Channel) -> SignedRequest:
    """Make the signed request for a command line such as `/partner add Housing Trust`."""
    command, _, text = line.partition(" ")
    if not command.startswith("/"):
        raise ValueError(f"no command: {line!r}")
    team = core.state.teams[user.team_id]
    fields = {
        "token": VERIFICATION_TOKEN,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": escaped(core, user, text.strip()),
        "api_app_id": team.app_id,
        "is_enterprise_install": "false",
        "response_url": core.base_url + core.response_urls.make(team.id, channel.id, user.id),
        "trigger_id": core.triggers.make(team.id, user.id),
    }
    return core.request("command", form_body(fields))


def escaped(core: Core, user: User, text: str) -> str:
    """Write `@name` and `#channel` as `should_escape: true` does: `<@U…|name>`, `<#C…|name>`."""
    people = {one.name: one.id for one in core.state.users.values() if one.team_id == user.team_id}
    rooms = {one.name: one.id for one in core.state.channels.values() if one.name}

    def mention(match: re.Match[str]) -> str:
        sign, name = match.groups()
        found = (people if sign == "@" else rooms).get(name)
        return f"<{sign}{found}|{name}>" if found else match.group()

    return re.sub(r"(?<![<\w])([@#])([\w.-]+)", mention, text)


def finish(core: Core, user: User, command: str, channel: Channel, outcome: Outcome) -> Outcome:
    """Do with a command's answer what Slack does: show it, post it, or say that it failed."""
    if not outcome.reply.ok:
        outcome.shown = f'{command} failed with the error "{failure(outcome.reply)}"'
        return outcome
    try:
        _show(core, user, channel, outcome)
    except SlackError as refused:
        outcome.refused = refused.messages or [refused.code]
    return outcome


def _show(core: Core, user: User, channel: Channel, outcome: Outcome) -> None:
    wanted = _answer(outcome.reply)
    content = posting.check(wanted, core.state)
    if content.empty:
        return
    where = ResponseUrl(user.team_id, channel.id, user.id, "", 0.0)
    message = responding.answer(core, where, content, wanted)
    if message.ephemeral_for:
        outcome.ephemeral = message
    else:
        outcome.posted = message


def _answer(reply: Reply) -> Json:
    """Read an answer: a JSON message, or a text to show."""
    text = reply.body.decode(errors="replace")
    if "json" in reply.headers.get("content-type", "") or text.startswith("{"):
        try:
            found = json.loads(text or "{}")
        except ValueError:
            raise SlackError("invalid_command_response") from None
        if not isinstance(found, dict):
            raise SlackError("invalid_command_response")
        return found
    return {"text": text} if text.strip() else {}
