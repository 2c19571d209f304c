"""Slack's limits on modals and Home tabs.

https://docs.slack.dev/reference/views
"""

import json
from collections.abc import Iterator

from sandbox.slack.blocks import IN_HOME, IN_MODALS, unique_ids
from sandbox.slack.checks import Check, Shape, anything, error, items, string, typed, yes_or_no
from sandbox.slack.errors import SlackError
from sandbox.slack.objects import text
from sandbox.slack.state import Json

MOST_BLOCKS = 100
LARGEST = 250_000

_COMMON: dict[str, Check] = {
    "type": anything,
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_MODAL = Shape(
    {
        **_COMMON,
        "title": text(24),
        "submit": text(24),
        "close": text(24),
        "blocks": items(typed(IN_MODALS), MOST_BLOCKS, 0),
        "clear_on_close": yes_or_no,
        "notify_on_close": yes_or_no,
        "submit_disabled": yes_or_no,
    },
    ("title", "blocks"),
)
_HOME = Shape({**_COMMON, "blocks": items(typed(IN_HOME), MOST_BLOCKS, 0)}, ("blocks",))


def _parts(view: Json, kind: str) -> Iterator[str]:
    yield from unique_ids(view["blocks"], "/view/blocks")
    inputs = any(block["type"] == "input" for block in view["blocks"])
    if kind == "modal" and inputs and not view.get("submit"):
        yield error("missing required field: submit, as there are input blocks", "/view")


def _faults(view: object, kind: str) -> Iterator[str]:
    if not isinstance(view, dict) or view.get("type") != kind:
        return iter([error(f"must be one of: {kind}", "/view/type")])
    shape = list((_MODAL if kind == "modal" else _HOME)(view, "/view"))
    return iter(shape) if shape else _parts(view, kind)


def check_view(view: object, kind: str) -> None:
    """Refuse with `invalid_arguments` or `view_too_large` what views.open or publish would."""
    if len(json.dumps(view, ensure_ascii=False).encode()) > LARGEST:
        raise SlackError("view_too_large")
    if faults := list(_faults(view, kind)):
        raise SlackError("invalid_arguments", faults)
