"""Filling forms in as the client does: what an element holds, and what may be typed into it.

https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from sandbox.slack.state import Json

PEOPLE = ("user", "conversation", "channel")
# type -> (the key in view.state.values, the key of the initial value, what empty looks like)
HELD: dict[str, tuple[str, str, object]] = {
    "plain_text_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "checkboxes": ("selected_options", "initial_options", []),
    "file_input": ("files", "", []),
}
for _one in ("static", "external"):
    HELD[f"{_one}_select"] = ("selected_option", "initial_option", None)
    HELD[f"multi_{_one}_select"] = ("selected_options", "initial_options", [])
for _one in PEOPLE:
    HELD[f"{_one}s_select"] = (f"selected_{_one}", f"initial_{_one}", None)
    HELD[f"multi_{_one}s_select"] = (f"selected_{_one}s", f"initial_{_one}s", [])

FORMATS = {
    "email_text_input": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "url_text_input": r"https?://\S+",
}


def parts(blocks: Sequence[Json]) -> Iterator[tuple[Json, Json]]:
    """Give every interactive element with its block."""
    for block in blocks:
        inside = [block.get("element"), block.get("accessory"), *(block.get("elements") or [])]
        for element in inside:
            if isinstance(element, dict) and {"type", "action_id"} <= element.keys():
                yield block, element


def first_values(blocks: Sequence[Json]) -> Json:
    """Give `state.values` as it is before the person has done anything."""
    values: Json = {}
    for block, element in parts(blocks):
        if element["type"] in HELD:
            key, initial, empty = HELD[element["type"]]
            held = {"type": element["type"], key: element.get(initial, empty)}
            values.setdefault(block["block_id"], {})[element["action_id"]] = held
    return values


def hold(element: Json, value: object) -> Json:
    """Give what an element holds once a person has chosen or typed `value`."""
    kind = element["type"]
    key, _, empty = HELD[kind]
    if value is None:
        return {"type": kind, key: empty}
    many = isinstance(empty, list)
    chosen: object
    if many:
        several = value if isinstance(value, list | tuple | set) else [value]
        chosen = [_one_value(element, one) for one in several]
    else:
        chosen = _one_value(element, value)
    return {"type": kind, key: chosen}


def _one_value(element: Json, value: object) -> object:
    kind = element["type"]
    if "option" in HELD[kind][0]:
        return choose(element, value)
    if kind == "rich_text_input" and isinstance(value, str):
        return rich_text(value)
    if kind == "file_input":
        return value
    return _plain(kind, value)


def _plain(kind: str, value: object) -> object:
    if isinstance(value, datetime):
        if kind == "datetimepicker":
            return int(value.timestamp())
        return value.strftime("%H:%M" if kind == "timepicker" else "%Y-%m-%d")
    if isinstance(value, date):
        return value.isoformat()
    if kind == "datetimepicker":
        return int(str(value))
    return str(getattr(value, "id", value))


def choose(element: Json, value: object) -> Json:
    """Find an offered option by its value or its label; nobody can pick what isn't offered."""
    if isinstance(value, dict) and element["type"].endswith("external_select"):
        return value
    offered: list[Json] = [*(element.get("options") or [])]
    for group in element.get("option_groups") or []:
        offered += group["options"]
    for option in offered:
        if value in (option["value"], option["text"]["text"], option):
            return {"text": option["text"], "value": option["value"]}
    raise LookupError(f"{element['action_id']} offers no {value!r}")


def rich_text(text: str) -> Json:
    """Give the rich_text block that the composer makes of typed text."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def fill(blocks: Sequence[Json], values: Mapping[str, object], into: Json) -> None:
    """Fill in inputs, each named by its block_id, action_id or label."""
    for name, value in values.items():
        block, element = _named(blocks, name)
        into.setdefault(block["block_id"], {})[element["action_id"]] = hold(element, value)


def _named(blocks: Sequence[Json], name: str) -> tuple[Json, Json]:
    for block, element in parts(blocks):
        label = (block.get("label") or {}).get("text")
        if element["type"] in HELD and name in (block["block_id"], element["action_id"], label):
            return block, element
    raise LookupError(f"the form has no input {name!r}")


def faults(blocks: Sequence[Json], values: Json) -> dict[str, str]:
    """Give what the client would say under each input before it sends the form."""
    found = {}
    for block, element in parts(blocks):
        if block["type"] == "input":
            key = HELD[element["type"]][0]
            held = values[block["block_id"]][element["action_id"]][key]
            if complaint := _fault(block, element, held):
                found[block["block_id"]] = complaint
    return found


def _fault(block: Json, element: Json, held: object) -> str:
    if held in (None, "", []):
        return "" if block.get("optional") else "Please complete this required field."
    if not isinstance(held, str):
        return ""
    if len(held) > element.get("max_length", 3000):
        return "This entry is too long."
    if len(held) < element.get("min_length", 0):
        return "This entry is too short."
    if element["type"] == "number_input":
        return _number_fault(element, held)
    pattern = FORMATS.get(element["type"])
    return "" if not pattern or re.fullmatch(pattern, held) else "This entry is not valid."


def _number_fault(element: Json, held: str) -> str:
    """Give what is wrong with a number; its bounds are texts, and part of what is allowed."""
    if not re.fullmatch(r"-?(\d+(\.\d*)?|\.\d+)", held, re.ASCII):
        return "This entry must be a number."
    number = Decimal(held)
    if not element.get("is_decimal_allowed") and "." in held:
        return "This entry must be a whole number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and number < Decimal(str(least)):
        return f"This entry must be {least} or more."
    if most is not None and number > Decimal(str(most)):
        return f"This entry must be {most} or less."
    return ""
