"""Slack's requests, signed, as its documentation shows them: for every row of the table."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from bot.app import HttpAnswer
from bot.routing import Button, Command, Form, Home, Options, Row, Said, Shortcut

Json = dict[str, Any]
Door = Callable[[dict[str, str], bytes], HttpAnswer]


@dataclass(frozen=True)
class Asker:
    """Who sends a request: their own workspace, and the one that has the app."""

    user: str
    team: str
    home: str
    slug: str = "main"


@dataclass(frozen=True)
class Sent:
    """What a request carries: a value, what a form holds, and its state."""

    value: str = ""
    text: str = ""
    entered: Mapping[str, Json] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)


NOTHING = Sent()


class Numbers:
    """Gives each request what makes it another one."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> str:
        self._last += 1
        return f"{self._last:06}"


_numbers = Numbers()


def send(door: Door, secret: str, row: Row, asker: Asker, sent: Sent = NOTHING) -> HttpAnswer:
    """Send the request that a row answers, as Slack would."""
    body, kind = _body(row, asker, sent)
    stamp = str(int(time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
    headers = {
        "content-type": kind,
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature or "",
    }
    return door(headers, body.encode())


def _body(row: Row, asker: Asker, sent: Sent) -> tuple[str, str]:
    if isinstance(row, Home | Said):
        return json.dumps(_event(row, asker, sent)), "application/json"
    if isinstance(row, Command):
        return urlencode(_command(row, asker, sent)), "application/x-www-form-urlencoded"
    payload = json.dumps(_payload(row, asker, sent))
    return urlencode({"payload": payload}), "application/x-www-form-urlencoded"


def _command(row: Command, asker: Asker, sent: Sent) -> Json:
    return {
        "command": row.noun,
        "text": " ".join(filter(None, (row.verb, sent.text))),
        "team_id": asker.home,
        "user_id": asker.user,
        "channel_id": "D000000001",
        "trigger_id": f"1.{_numbers.next()}",
        "response_url": "https://hooks.slack.com/commands/1",
    }


def _event(row: Home | Said, asker: Asker, sent: Sent) -> Json:
    written = {"channel_type": "im", "text": sent.text} if isinstance(row, Said) else {}
    return {
        "type": "event_callback",
        "team_id": asker.home,
        "event_id": f"Ev{_numbers.next()}",
        "event_time": 1,
        "authorizations": [{"team_id": asker.home}],
        "event": {
            "type": row.name,
            "user": asker.user,
            "tab": "home",
            "channel": "D000000001",
            "user_team": asker.team,
            **written,
        },
    }


def _payload(row: Row, asker: Asker, sent: Sent) -> Json:
    base: Json = {
        "team": {"id": asker.home},
        "user": {"id": asker.user, "team_id": asker.team},
        "trigger_id": f"1.{_numbers.next()}",
    }
    if isinstance(row, Shortcut):
        return base | {"type": "shortcut", "callback_id": row.name}
    view = _view(row, asker, sent)
    if isinstance(row, Form):
        return base | {"type": "view_submission", "view": view}
    if isinstance(row, Options):
        asked = {"action_id": row.name, "block_id": "some", "value": sent.value}
        return base | {"type": "block_suggestion", "view": view, **asked}
    assert isinstance(row, Button)
    pressed = {
        "type": "button",
        "action_id": row.name,
        "block_id": f"in:{asker.slug}:0",
        "value": sent.value,
        "action_ts": _numbers.next(),
    }
    message = {"ts": "1.1", "team": asker.home}
    return base | {
        "type": "block_actions",
        "actions": [pressed],
        "message": message,
        "container": {"message_ts": "1.1"},
        "response_url": "https://hooks.slack.com/actions/1",
    }


def _view(row: Row, asker: Asker, sent: Sent) -> Json:
    state = {**sent.state, "partnership": asker.slug}
    return {
        "id": f"V{_numbers.next()}",
        "hash": _numbers.next(),
        "type": "modal",
        "callback_id": row.name if isinstance(row, Form) else "any",
        "app_installed_team_id": asker.home,
        "private_metadata": json.dumps(state),
        "state": {"values": {block: {"entered": each} for block, each in sent.entered.items()}},
    }
