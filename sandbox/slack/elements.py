"""Slack's limits on block elements and composition objects.

https://docs.slack.dev/reference/block-kit/block-elements
"""

from collections.abc import Iterator, Mapping

from sandbox.slack.checks import (
    Check,
    Shape,
    anything,
    error,
    items,
    number,
    one_of,
    string,
    typed,
    yes_or_no,
)

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


def _element(needed: tuple[str, ...] = (), /, **fields: Check) -> Shape:
    common: dict[str, Check] = {"type": anything, "action_id": ID}
    return Shape({**common, **fields}, needed)


def _menu(needed: tuple[str, ...] = (), /, **fields: Check) -> Shape:
    return _element(
        needed, placeholder=text(150), confirm=CONFIRM, focus_on_load=yes_or_no, **fields
    )


def _options(value: object, pointer: str) -> Iterator[str]:
    """Ask for either options or option groups, not both."""
    has = isinstance(value, dict) and [
        one for one in ("options", "option_groups") if value.get(one)
    ]
    if not has:
        yield error("missing required field: options", pointer)
    elif len(has) > 1:
        yield error("must provide only one of: options, option_groups", pointer)


def _initial(value: object, pointer: str) -> Iterator[str]:
    """Ask initial options to be among the options."""
    if not isinstance(value, dict):
        return
    offered = [*(value.get("options") or [])]
    for group in value.get("option_groups") or []:
        offered += group.get("options") or []
    first = value.get("initial_option")
    for one in [first] if first else value.get("initial_options") or []:
        if one not in offered:
            yield error("initial option must exactly match one of the options", pointer)


def _all(*checks: Check) -> Check:
    def check(value: object, pointer: str) -> Iterator[str]:
        for one in checks:
            yield from one(value, pointer)

    return check


def _select(prefix: str) -> dict[str, Check]:
    """Give the five kinds of menus, single or with the prefix `multi_`."""
    many = bool(prefix)
    most: dict[str, Check] = {"max_selected_items": number(1, 100)} if many else {}
    groups: dict[str, Check] = {"options": items(OPTION, 100), "option_groups": items(GROUP, 100)}
    url: dict[str, Check] = {} if many else {"response_url_enabled": yes_or_no}

    def first(name: str, check: Check) -> dict[str, Check]:
        return {f"initial_{name}s": items(check, 100)} if many else {f"initial_{name}": check}

    static = _menu(**groups, **first("option", OPTION), **most)
    conversations: dict[str, Check] = {"default_to_current_conversation": yes_or_no}
    return {
        f"{prefix}static_select": _all(static, _options, _initial),
        f"{prefix}external_select": _menu(
            **first("option", OPTION), min_query_length=number(0, 100), **most
        ),
        f"{prefix}users_select": _menu(**first("user", ID), **most),
        f"{prefix}conversations_select": _menu(
            **first("conversation", ID), **conversations, filter=FILTER, **url, **most
        ),
        f"{prefix}channels_select": _menu(**first("channel", ID), **url, **most),
    }


_IMAGE: dict[str, Check] = {
    "type": anything,
    "image_url": string(3000),
    "slack_file": SLACK_FILE,
    "alt_text": string(2000),
}
_TYPED: dict[str, Check] = {
    "placeholder": text(150),
    "focus_on_load": yes_or_no,
    "dispatch_action_config": DISPATCH,
}
_BUTTON: dict[str, Check] = {
    "text": text(75),
    "url": string(3000),
    "value": string(2000),
    "style": one_of("primary", "danger"),
    "confirm": CONFIRM,
    "accessibility_label": string(75),
    "visible_to_user_ids": items(ID, 100, 0),
    "agent_prompt": anything,
    "agent_prompt_display": anything,
}

IMAGE: dict[str, Check] = {"image": Shape(_IMAGE, ("alt_text",))}
INTERACTIVE: dict[str, Check] = {
    "button": _element(("text",), **_BUTTON),
    "workflow_button": _element(("text", "workflow"), **{**_BUTTON, "workflow": anything}),
    "overflow": _element(("options",), options=items(OPTION, 5, 2), confirm=CONFIRM),
    "datepicker": _menu(initial_date=DATE),
    "timepicker": _menu(initial_time=TIME, timezone=string(255)),
    "datetimepicker": _element(
        initial_date_time=number(10**9, 10**10 - 1), confirm=CONFIRM, focus_on_load=yes_or_no
    ),
    "radio_buttons": _all(
        _menu(("options",), options=items(CHOICE, 10), initial_option=CHOICE), _initial
    ),
    "checkboxes": _all(
        _menu(("options",), options=items(CHOICE, 10), initial_options=items(CHOICE, 10)), _initial
    ),
    **_select(""),
    **_select("multi_"),
}
WRITTEN: dict[str, Check] = {
    "plain_text_input": _element(
        **_TYPED,
        initial_value=string(3000, 0),
        multiline=yes_or_no,
        min_lines=number(1, 100),
        max_lines=number(1, 100),
        min_length=number(0, 3000),
        max_length=number(1, 3000),
    ),
    "email_text_input": _element(**_TYPED, initial_value=string(3000, 0)),
    "url_text_input": _element(**_TYPED, initial_value=string(3000, 0)),
    "number_input": _element(
        ("is_decimal_allowed",),
        **_TYPED,
        is_decimal_allowed=yes_or_no,
        initial_value=string(50),
        min_value=string(50),
        max_value=string(50),
    ),
    "rich_text_input": _element(**_TYPED, initial_value=anything),
    "file_input": _element(filetypes=items(string(50), 100), max_files=number(1, 10)),
}
INPUTS: dict[str, Check] = {
    **{
        name: check
        for name, check in INTERACTIVE.items()
        if name not in ("button", "workflow_button", "overflow")
    },
    **WRITTEN,
}
