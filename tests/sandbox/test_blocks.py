"""Blocks that Slack refuses are refused, with its words; what slack_sdk can say is accepted."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.models import blocks as models
from slack_sdk.models.blocks.block_elements import FileInputElement
from slack_sdk.models.views import View

from sandbox import Channel, Person, Sandbox, Workspace
from tests.sandbox.conftest import actions, button, field_of, text, typed

DIVIDER = {"type": "divider"}
ROW = [{"type": "raw_text", "text": "x"}]
TABLE: dict[str, Any] = {"type": "table", "rows": [ROW]}


def option(number: int, **more: Any) -> dict[str, Any]:
    return {"text": text(f"Option {number}"), "value": str(number)} | more


def options(count: int) -> list[dict[str, Any]]:
    return [option(number) for number in range(count)]


def menu(kind: str, count: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "action_id": "choose", "options": options(count)} | more


def section(**more: Any) -> dict[str, Any]:
    return {"type": "section", "text": text("x")} | more


REFUSED: dict[str, tuple[list[dict[str, Any]], str, str]] = {
    "an unknown type": ([{"type": "leaflet"}], "unsupported type: leaflet", "/blocks/0/type"),
    "no type": ([{}], "missing required field: type", "/blocks/0"),
    "51 blocks": ([DIVIDER] * 51, "no more than 50 items allowed", "/blocks"),
    "a long section": (
        [section(text=text("x" * 3001))],
        "must be less than 3001 characters",
        "/blocks/0/text/text",
    ),
    "an empty text": (
        [section(text=text(""))],
        "must be more than 0 characters",
        "/blocks/0/text/text",
    ),
    "an empty section": ([{"type": "section"}], "missing required field: text", "/blocks/0"),
    "11 fields": ([section(fields=[text("x")] * 11)], "no more than 10 items", "/blocks/0/fields"),
    "a long field": (
        [section(fields=[text("x"), text("x" * 2001)])],
        "must be less than 2001 characters",
        "/blocks/0/fields/1/text",
    ),
    "a long header": (
        [{"type": "header", "text": text("x" * 151)}],
        "must be less than 151 characters",
        "/blocks/0/text/text",
    ),
    "a header in mrkdwn": (
        [{"type": "header", "text": text("x", "mrkdwn")}],
        "unsupported type: mrkdwn",
        "/blocks/0/text/type",
    ),
    "no elements": ([actions()], "no fewer than 1 items", "/blocks/0/elements"),
    "26 buttons": (
        [actions(*[button(f"b{number}") for number in range(26)])],
        "no more than 25 items",
        "/blocks/0/elements",
    ),
    "a long button": (
        [actions(button("b") | {"text": text("x" * 76)})],
        "must be less than 76 characters",
        "/blocks/0/elements/0/text/text",
    ),
    "a long value": (
        [actions(button("b", "x" * 2001))],
        "must be less than 2001 characters",
        "/blocks/0/elements/0/value",
    ),
    "an unknown style": (
        [actions(button("b") | {"style": "loud"})],
        "must be one of: primary, danger",
        "/blocks/0/elements/0/style",
    ),
    "an unknown property": (
        [actions(button("b") | {"colour": "red"})],
        "invalid additional property: colour",
        "/blocks/0/elements/0",
    ),
    "11 radio buttons": (
        [actions(menu("radio_buttons", 11))],
        "no more than 10 items",
        "/blocks/0/elements/0/options",
    ),
    "11 checkboxes": (
        [actions(menu("checkboxes", 11))],
        "no more than 10 items",
        "/blocks/0/elements/0/options",
    ),
    "101 options": (
        [actions(menu("static_select", 101))],
        "no more than 100 items",
        "/blocks/0/elements/0/options",
    ),
    "no options": (
        [actions({"type": "static_select", "action_id": "choose"})],
        "missing required field: options",
        "/blocks/0/elements/0",
    ),
    "an initial option that is not offered": (
        [actions(menu("static_select", 2, initial_option=option(9)))],
        "initial option must exactly match",
        "/blocks/0/elements/0",
    ),
    "a date that is none": (
        [actions({"type": "datepicker", "action_id": "d", "initial_date": "1 May"})],
        "must match a pattern",
        "/blocks/0/elements/0/initial_date",
    ),
    "11 context elements": (
        [{"type": "context", "elements": [text("x")] * 11}],
        "no more than 10 items",
        "/blocks/0/elements",
    ),
    "one block_id twice": (
        [DIVIDER | {"block_id": "a"}, DIVIDER | {"block_id": "a"}],
        'block_id "a" already exists',
        "/blocks",
    ),
    "one action_id twice in a block": (
        [actions(button("b"), button("b"))],
        'action_id "b" already exists',
        "/blocks/0/elements",
    ),
    "two tables": ([TABLE, TABLE], "only_one_table_allowed", "/blocks"),
    "101 rows": ([TABLE | {"rows": [ROW] * 101}], "no more than 100", "/blocks/0/rows"),
    "an alert": ([{"type": "alert", "text": text("x")}], "unsupported type", "/blocks/0/type"),
    "long markdown in two": (
        [{"type": "markdown", "text": "x" * 6001}] * 2,
        "must be less than 12001 characters",
        "/blocks",
    ),
    "a field in a text": ([section(text="x")], "must provide an object", "/blocks/0/text"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_message_is_refused_for(case: str, client: WebClient, channel: Channel) -> None:
    blocks, complaint, pointer = REFUSED[case]
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=channel.id, text="x", blocks=blocks)
    answer = refused.value.response
    assert answer["error"] == "invalid_blocks"
    found = answer["response_metadata"]["messages"]
    assert any(
        f"[ERROR] {complaint}" in one and f"[json-pointer:{pointer}]" in one for one in found
    )
    assert channel.messages == []


def test_what_is_just_within_the_limits_is_posted(client: WebClient, channel: Channel) -> None:
    blocks = [
        section(text=text("x" * 3000, "mrkdwn"), fields=[text("x" * 2000)] * 10),
        {"type": "header", "text": text("x" * 150)},
        actions(*[button(f"b{number}", "x" * 2000) for number in range(25)]),
        actions(menu("radio_buttons", 10), menu("overflow", 5) | {"action_id": "more"}),
        {"type": "context", "elements": [text("x")] * 10},
        TABLE | {"rows": [ROW] * 100},
        field_of("name", typed()),
        *[DIVIDER] * 43,
    ]
    posted = client.chat_postMessage(channel=channel.id, text="x", blocks=blocks)
    ids = [block["block_id"] for block in posted["message"]["blocks"]]
    assert len(set(ids)) == 50


def test_blocks_that_are_no_list_are_refused(client: WebClient, channel: Channel) -> None:
    for wrong in ("{", "{}", '["x"]'):
        with pytest.raises(SlackApiError) as refused:
            client.chat_postMessage(channel=channel.id, text="x", blocks=wrong)
        assert refused.value.response["error"] == "invalid_blocks_format"


OPTIONS = [models.Option(value=str(number), label=f"Option {number}") for number in range(3)]
SURE = models.ConfirmObject(title="Sure?", text="Really?", confirm="Yes", deny="No")
INPUTS = [
    models.PlainTextInputElement(placeholder="p", multiline=True, min_length=1, max_length=9),
    models.EmailInputElement(placeholder="p", focus_on_load=True),
    models.UrlInputElement(initial_value="https://example.org"),
    models.NumberInputElement(is_decimal_allowed=False, min_value="1", max_value="9"),
    models.DatePickerElement(initial_date="2026-03-02", placeholder="p"),
    models.TimePickerElement(initial_time="09:30", timezone="Europe/London"),
    models.DateTimePickerElement(initial_date_time=1772443800),
    models.StaticSelectElement(options=OPTIONS, initial_option=OPTIONS[1], placeholder="p"),
    models.StaticMultiSelectElement(options=OPTIONS, max_selected_items=2, placeholder="p"),
    models.StaticSelectElement(
        option_groups=[models.OptionGroup(label="g", options=OPTIONS)], placeholder="p"
    ),
    models.ExternalDataSelectElement(min_query_length=2, placeholder="p"),
    models.UserSelectElement(initial_user="U1", placeholder="p"),
    models.UserMultiSelectElement(initial_users=["U1"], placeholder="p"),
    models.ConversationSelectElement(
        default_to_current_conversation=True,
        response_url_enabled=True,
        filter=models.ConversationFilter(include=["public"], exclude_bot_users=True),
    ),
    models.ChannelMultiSelectElement(placeholder="p"),
    models.RadioButtonsElement(options=OPTIONS, initial_option=OPTIONS[0]),
    models.CheckboxesElement(options=OPTIONS, initial_options=OPTIONS[:2]),
    models.RichTextInputElement(placeholder="p"),
    FileInputElement(filetypes=["pdf"], max_files=2),
]
PRESSED = [
    models.ButtonElement(text="b", action_id="b", value="1", style="danger", confirm=SURE),
    models.OverflowMenuElement(action_id="o", options=OPTIONS, confirm=SURE),
    models.LinkButtonElement(text="l", action_id="l", url="https://example.org"),
]


def test_what_slack_sdk_can_say_is_accepted(
    slack: Sandbox, ws: Workspace, coordinator: Person, client: WebClient
) -> None:
    form = [
        *[models.InputBlock(label="l", element=one, hint="h", optional=True) for one in INPUTS],
        models.ActionsBlock(elements=PRESSED),
        models.SectionBlock(text="*x*", fields=["a", "b"], accessory=PRESSED[0]),
        models.HeaderBlock(text="h"),
        models.ContextBlock(elements=[models.MarkdownTextObject(text="_c_", verbatim=True)]),
        models.ImageBlock(image_url="https://example.org/a.png", alt_text="a", title="t"),
        models.DividerBlock(),
    ]
    view = View(type="modal", title="t", submit="s", close="c", notify_on_close=True, blocks=form)
    trigger = slack.core.triggers.make(ws.id, coordinator.id)
    opened = client.views_open(trigger_id=trigger, view=view)["view"]
    assert len(opened["blocks"]) == len(form)
    assert len(opened["state"]["values"]) == len(INPUTS)
