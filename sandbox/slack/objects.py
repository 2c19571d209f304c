"""Slack's limits on composition objects: texts, options, confirmations, filters.

https://docs.slack.dev/reference/block-kit/composition-objects
"""

from collections.abc import Mapping

from sandbox.slack.checks import Check, Shape, anything, items, one_of, string, typed, yes_or_no

ID = string(255)
DATE = string(10, pattern=r"\d{4}-\d{2}-\d{2}")
TIME = string(5, pattern=r"\d{2}:\d{2}")


def text(most: int, least: int = 1, *kinds: str) -> Check:
    """Accept a text object of limited length; plain_text alone unless other kinds are named."""
    table: dict[str, Check] = {
        "plain_text": Shape(
            {"type": anything, "text": string(most, least), "emoji": yes_or_no}, ("text",)
        ),
        "mrkdwn": Shape(
            {"type": anything, "text": string(most, least), "verbatim": yes_or_no}, ("text",)
        ),
    }
    return typed({kind: table[kind] for kind in kinds or ("plain_text",)})


def any_text(most: int) -> Check:
    """Accept plain_text or mrkdwn of limited length."""
    return text(most, 1, "plain_text", "mrkdwn")


OPTION_FIELDS: Mapping[str, Check] = {
    "text": text(75),
    "value": string(150),
    "description": text(75),
    "url": string(3000),
}
OPTION = Shape(OPTION_FIELDS, ("text", "value"))
CHOICE = Shape(
    {**OPTION_FIELDS, "text": any_text(75), "description": any_text(75)}, ("text", "value")
)
GROUP = Shape({"label": text(75), "options": items(OPTION, 100)}, ("label", "options"))
CONFIRM = Shape(
    {
        "title": text(100),
        "text": any_text(300),
        "confirm": text(30),
        "deny": text(30),
        "style": one_of("primary", "danger"),
    },
    ("title", "text", "confirm", "deny"),
)
FILTER = Shape(
    {
        "include": items(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": yes_or_no,
        "exclude_bot_users": yes_or_no,
    }
)
DISPATCH = Shape(
    {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)}
)
SLACK_FILE = Shape({"id": string(255), "url": string(3000)})
