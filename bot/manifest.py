"""Slack's app manifest, made from the command table (manifest schema, major version 1)."""

import json
from typing import Any

from bot.grammar import spelled
from bot.routing import Shortcut, Table

SCOPES = (
    "app_mentions:read",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:read",
    "im:history",
    "im:write",
    "team:read",
    "users:read",
    "users:read.email",
)
"""What the bot may do (slack.md, 2.9), all at once: a new scope means installing again.

im:history lets a doubtful message be looked up.
"""

EVENTS = ("app_home_opened", "app_mention", "app_uninstalled", "message.im", "tokens_revoked")
"""What Slack tells us of itself: as much as something here listens to; adding is no new install."""

DESCRIPTION = "Keeps a multi-agency partnership joined up"
LONG_DESCRIPTION = (
    "Joined Up keeps the register of partner organisations, arranges leadership events, takes "
    "answers by whichever way partners like, records who came, and says early and with reasons "
    "which partners are becoming less connected. No child's, family's or case detail belongs here."
)


def manifest(table: Table, *, public_url: str, prefix: str = "") -> dict[str, Any]:
    """Make the manifest for an installation at an address."""
    requests = f"{public_url.rstrip('/')}/slack/events"
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": "Joined Up",
            "description": DESCRIPTION,
            "long_description": LONG_DESCRIPTION,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Joined Up", "always_online": True},
            "shortcuts": _shortcuts(table),
            "slash_commands": _commands(table, requests, prefix),
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {"request_url": requests, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, "request_url": requests},
            "org_deploy_enabled": False,
            "socket_mode_enabled": False,
            "token_rotation_enabled": False,
        },
    }


def as_json(table: Table, *, public_url: str, prefix: str = "") -> str:
    """Give the manifest as Slack's "create from a manifest" takes it."""
    made = manifest(table, public_url=public_url, prefix=prefix)
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def _commands(table: Table, requests: str, prefix: str) -> list[dict[str, Any]]:
    return [
        {
            "command": spelled(noun, prefix),
            "description": description,
            "usage_hint": _hint(table, noun),
            "url": requests,
            "should_escape": False,
        }
        for noun, description in table.nouns.items()
    ]


def _hint(table: Table, noun: str) -> str:
    own = [each for each in table.commands if each.noun == noun and each.verb]
    return " | ".join(" ".join(filter(None, (each.verb, each.arguments))) for each in own)


def _shortcuts(table: Table) -> list[dict[str, Any]]:
    return [
        {
            "name": row.title,
            "type": "global",
            "callback_id": row.name,
            "description": row.summary,
        }
        for row in table.rows
        if isinstance(row, Shortcut)
    ]
