"""What a posted form says, put into the shape in which Slack's clients hold it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sandbox.pages.desk import Posted
from sandbox.slack import forms
from sandbox.slack.state import Json


def path(block: Json, element: Json) -> str:
    """Give what names an element within its form."""
    return f"{quote(block['block_id'], safe='')}/{quote(element['action_id'], safe='')}"


def element_at(blocks: Sequence[Json], wanted: str) -> tuple[Json, Json]:
    """Find an element by its path; `LookupError` if it is there no more."""
    for block, element in forms.parts(blocks):
        if path(block, element) == wanted:
            return block, element
    raise LookupError("That is not there any more.")


def values(
    blocks: Sequence[Json],
    form: Posted,
    before: Json,
    *,
    zone: str,
    offered: dict[str, list[Json]],
    attach: Callable[[str, bytes], Json],
) -> Json:
    """Give `state.values` after what was posted; inputs that were not on the page stay."""
    made: Json = {block_id: dict(actions) for block_id, actions in before.items()}
    there = set(form.all("has"))
    for block, element in forms.parts(blocks):
        here = path(block, element)
        if element["type"] in forms.HELD and here in there:
            held = made.setdefault(block["block_id"], {})
            reading = _Reading(element, form, f"v/{here}", zone, offered.get(here, []))
            if element["type"] == "file_input":
                held[element["action_id"]] = reading.files(held[element["action_id"]], attach)
            else:
                held[element["action_id"]] = reading.value(held.get(element["action_id"]))
    return made


class _Reading:
    """Reads one element."""

    def __init__(
        self, element: Json, form: Posted, name: str, zone: str, offered: list[Json]
    ) -> None:
        self._element, self._form, self._name, self._zone = element, form, name, zone
        self._offered = offered

    def value(self, before: Json | None) -> Json:
        """Give what the element holds."""
        many = isinstance(forms.HELD[self._element["type"]][2], list)
        given = [one for one in self._form.all(self._name) if one]
        if self._element["type"].endswith("external_select"):
            chosen = self._external(given, before or {})
            return forms.hold(self._element, chosen if many else next(iter(chosen), None))
        if many:
            return forms.hold(self._element, given)
        return forms.hold(self._element, self._one(given[0]) if given else None)

    def _one(self, text: str) -> object:
        if self._element["type"] == "datetimepicker":
            with suppress(ValueError):
                return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(self._zone))
            return None
        if self._element["type"] == "number_input":
            return text.strip() or None
        return text.replace("\r\n", "\n")

    def _external(self, given: list[str], before: Json) -> list[Json]:
        """Give the options with these values: among those offered, or held before."""
        held = before.get(forms.HELD[self._element["type"]][0]) or []
        known = [*(held if isinstance(held, list) else [held]), *self._offered]
        by_value = {one["value"]: {"text": one["text"], "value": one["value"]} for one in known}
        return [by_value[one] for one in given if one in by_value]

    def files(self, before: Json, attach: Callable[[str, bytes], Json]) -> Json:
        """Attach the chosen files; those attached before stay when none is chosen."""
        chosen = [(name, body) for field, name, body in self._form.files if field == self._name]
        if not chosen:
            return before
        return forms.hold(self._element, [attach(name, body) for name, body in chosen])
