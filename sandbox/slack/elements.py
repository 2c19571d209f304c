"""Slack's limits on block elements.

https://docs.slack.dev/reference/block-kit/block-elements
"""

from sandbox.slack.checks import (
    Check,
    Shape,
    anything,
    in_turn,
    items,
    number,
    one_of,
    string,
    yes_or_no,
)
from sandbox.slack.menus import element, menu, offered, selects
from sandbox.slack.objects import (
    CHOICE,
    CONFIRM,
    DATE,
    DISPATCH,
    ID,
    OPTION,
    SLACK_FILE,
    TIME,
    text,
)

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
    "button": element(("text",), **_BUTTON),
    "workflow_button": element(("text", "workflow"), **{**_BUTTON, "workflow": anything}),
    "overflow": element(("options",), options=items(OPTION, 5, 2), confirm=CONFIRM),
    "datepicker": menu(initial_date=DATE),
    "timepicker": menu(initial_time=TIME, timezone=string(255)),
    "datetimepicker": element(
        initial_date_time=number(10**9, 10**10 - 1), confirm=CONFIRM, focus_on_load=yes_or_no
    ),
    "radio_buttons": in_turn(
        menu(("options",), options=items(CHOICE, 10), initial_option=CHOICE), offered
    ),
    "checkboxes": in_turn(
        menu(("options",), options=items(CHOICE, 10), initial_options=items(CHOICE, 10)), offered
    ),
    **selects(""),
    **selects("multi_"),
}
WRITTEN: dict[str, Check] = {
    "plain_text_input": element(
        **_TYPED,
        initial_value=string(3000, 0),
        multiline=yes_or_no,
        min_lines=number(1, 100),
        max_lines=number(1, 100),
        min_length=number(0, 3000),
        max_length=number(1, 3000),
    ),
    "email_text_input": element(**_TYPED, initial_value=string(3000, 0)),
    "url_text_input": element(**_TYPED, initial_value=string(3000, 0)),
    "number_input": element(
        ("is_decimal_allowed",),
        **_TYPED,
        is_decimal_allowed=yes_or_no,
        initial_value=string(50),
        min_value=string(50),
        max_value=string(50),
    ),
    "rich_text_input": element(**_TYPED, initial_value=anything),
    "file_input": element(filetypes=items(string(50), 100), max_files=number(1, 10)),
}
INPUTS: dict[str, Check] = {
    **{
        name: check
        for name, check in INTERACTIVE.items()
        if name not in ("button", "workflow_button", "overflow")
    },
    **WRITTEN,
}
