"""Slack's limits on blocks and messages.

https://docs.slack.dev/reference/block-kit/blocks
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

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
from sandbox.slack.elements import (
    IMAGE,
    INPUTS,
    INTERACTIVE,
)
from sandbox.slack.errors import SlackError
from sandbox.slack.objects import SLACK_FILE, any_text, text
from sandbox.slack.state import Json

MOST_IN_MESSAGE = 50
MOST_MARKDOWN = 12_000
MOST_CHARTS = 2
TABLES = ("table", "data_table")


def _block(needed: tuple[str, ...] = (), /, *, extra: bool = False, **fields: Check) -> Shape:
    common: dict[str, Check] = {"type": anything, "block_id": string(255)}
    return Shape({**common, **fields}, needed, extra)


def _section(value: object, pointer: str) -> Iterator[str]:
    yield from _SECTION(value, pointer)
    if isinstance(value, dict) and not (value.get("text") or value.get("fields")):
        yield error("missing required field: text", pointer)


def _image(value: object, pointer: str) -> Iterator[str]:
    yield from _IMAGE(value, pointer)
    if isinstance(value, dict) and not (value.get("image_url") or value.get("slack_file")):
        yield error("missing required field: image_url", pointer)


_SECTION = _block(
    text=any_text(3000),
    fields=items(any_text(2000), 10),
    accessory=typed({**INTERACTIVE, **IMAGE}),
    expand=yes_or_no,
)
_IMAGE = _block(
    ("alt_text",),
    image_url=string(3000),
    slack_file=SLACK_FILE,
    alt_text=string(2000),
    title=text(2000),
)
_CELL = typed(
    {
        "raw_text": Shape({"type": anything, "text": string(10_000, 0)}, ("text",)),
        "raw_number": Shape({"type": anything, "value": anything, "text": anything}, ("value",)),
        "rich_text": Shape({"type": anything, "elements": anything}, ("elements",)),
    }
)
_COLUMN = Shape({"align": one_of("left", "center", "right"), "is_wrapped": yes_or_no})
_RICH = typed(
    {
        "rich_text_section": Shape({}, ("elements",), extra=True),
        "rich_text_list": Shape({}, ("elements", "style"), extra=True),
        "rich_text_preformatted": Shape({}, ("elements",), extra=True),
        "rich_text_quote": Shape({}, ("elements",), extra=True),
    }
)

EVERYWHERE: dict[str, Check] = {
    "section": _section,
    "header": _block(("text",), text=text(150), level=number(1, 4)),
    "divider": _block(),
    "image": _image,
    "actions": _block(("elements",), elements=items(typed(INTERACTIVE), 25)),
    "context": _block(
        ("elements",),
        elements=items(
            typed(
                {
                    **IMAGE,
                    "plain_text": text(3000),
                    "mrkdwn": text(3000, 1, "mrkdwn"),
                }
            ),
            10,
        ),
    ),
    "input": _block(
        ("label", "element"),
        label=text(2000),
        hint=text(2000),
        element=typed(INPUTS),
        optional=yes_or_no,
        dispatch_action=yes_or_no,
    ),
    "rich_text": _block(("elements",), elements=items(_RICH, 100)),
    "video": _block(("alt_text", "title", "thumbnail_url", "video_url"), extra=True),
    "card": _block(extra=True),
    "carousel": _block(("elements",), extra=True, elements=items(anything, 10)),
    "container": _block(extra=True),
}
IN_MESSAGES: dict[str, Check] = {
    **EVERYWHERE,
    "markdown": _block(("text",), text=string(MOST_MARKDOWN)),
    "table": _block(
        ("rows",),
        rows=items(items(_CELL, 20), 100),
        column_settings=items(_COLUMN, 20, 0),
    ),
    "context_actions": _block(("elements",), elements=items(anything, 5)),
    "data_table": _block(("rows", "caption"), extra=True, page_size=number(1, 100)),
    "data_visualization": _block(("title",), extra=True),
    "task_card": _block(("task_id", "title"), extra=True),
    "plan": _block(("title",), extra=True),
}
IN_MODALS: dict[str, Check] = {
    **EVERYWHERE,
    "alert": _block(
        ("text",), extra=True, level=one_of("default", "info", "warning", "error", "success")
    ),
}
IN_HOME: dict[str, Check] = EVERYWHERE


def _twice(ids: Iterable[object], name: str, pointer: str) -> Iterator[str]:
    for one, times in Counter(one for one in ids if one).items():
        if times > 1:
            yield error(f'{name} "{one}" already exists', pointer)


def unique_ids(blocks: Sequence[Json], pointer: str) -> Iterator[str]:
    """Ask for block ids that are unique, and action ids unique within their block."""
    yield from _twice((block.get("block_id") for block in blocks), "block_id", pointer)
    for index, block in enumerate(blocks):
        if block["type"] == "actions":
            ids = (element.get("action_id") for element in block["elements"])
            yield from _twice(ids, "action_id", f"{pointer}/{index}/elements")


def _message(blocks: list[Json]) -> Iterator[str]:
    kinds = [block["type"] for block in blocks]
    if sum(kind in TABLES for kind in kinds) > 1:
        yield error("only_one_table_allowed", "/blocks")
    if kinds.count("data_visualization") > MOST_CHARTS:
        yield error(f"no more than {MOST_CHARTS} data_visualization blocks allowed", "/blocks")
    yield from unique_ids(blocks, "/blocks")
    markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if markdown > MOST_MARKDOWN:
        yield error(f"must be less than {MOST_MARKDOWN + 1} characters", "/blocks")


def check_message(blocks: list[Json]) -> None:
    """Refuse with `invalid_blocks` what chat.postMessage would refuse."""
    shape = items(typed(IN_MESSAGES), MOST_IN_MESSAGE, 0)
    faults = list(shape(blocks, "/blocks")) or list(_message(blocks))
    if faults:
        raise SlackError("invalid_blocks", faults, errors=faults)
