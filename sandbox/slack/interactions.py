"""Buttons, menus and shortcuts: what is sent when a person presses something.

https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.slack import forms, payloads, show
from sandbox.slack.core import Core
from sandbox.slack.requests import SignedRequest, payload_body
from sandbox.slack.state import Json, Message, Team, User, View


@dataclass(frozen=True)
class Press:
    """What is pressed: an action by id, told apart by button value or block, and what is chosen.

    `typed` is what the other inputs of a message hold, as in `state.values`.
    """

    action_id: str
    value: str | None = None
    selected: object = None
    block_id: str | None = None
    typed: Json | None = None

    def find(self, blocks: Sequence[Json]) -> tuple[Json, Json]:
        """Find the one element that is meant."""
        found = [part for part in forms.parts(blocks) if self._meant(*part)]
        if len(found) == 1:
            return found[0]
        offered = [element["action_id"] for _, element in forms.parts(blocks)]
        raise LookupError(f"{len(found)} elements are {self}; there are {offered}")

    def _meant(self, block: Json, element: Json) -> bool:
        button = element["type"] == "button"
        return (
            element["action_id"] == self.action_id
            and self.block_id in (None, block["block_id"])
            and (not button or self.value in (None, element.get("value")))
        )

    def action(self, block: Json, element: Json) -> Json:
        """Give the entry in the payload's `actions`."""
        action = {
            "type": element["type"],
            "action_id": element["action_id"],
            "block_id": block["block_id"],
        }
        for same in ("text", "value", "style", "placeholder"):
            if same in element:
                action[same] = element[same]
        if element["type"] == "overflow":
            action["selected_option"] = forms.choose(element, self.selected)
        elif element["type"] in forms.HELD:
            chosen = self.selected if self.selected is not None else self.value
            action |= forms.hold(element, chosen)
        return action


def _place(core: Core, user: User, where: Message | View, team: Team) -> Json:
    if isinstance(where, View):
        return payloads.in_view(where, team)
    return payloads.in_message(core, where, team, user)


def press(
    core: Core, user: User, where: Message | View, team: Team, pressed: Press
) -> SignedRequest:
    """Make the signed request for a press in a message, a modal or the Home tab."""
    blocks = where.blocks
    block, element = pressed.find(blocks)
    action = pressed.action(block, element)
    action["action_ts"] = core.state.new_ts(core.now(), "presses")
    in_view = isinstance(where, View)
    common = payloads.person(core, user, team, "block_actions", from_modal=in_view)
    held = where.values if isinstance(where, View) else forms.first_values(blocks)
    values = held if pressed.typed is None else pressed.typed
    if element["type"] in forms.HELD:
        chosen = {key: action[key] for key in ("type", forms.HELD[element["type"]][0])}
        values.setdefault(block["block_id"], {})[element["action_id"]] = chosen
    place = _place(core, user, where, team)
    payload = {**common, **place, "state": {"values": values}, "actions": [action]}
    return core.request("block_actions", payload_body(payload))


def search(
    core: Core, user: User, where: Message | View, team: Team, pressed: Press
) -> SignedRequest:
    """Make the signed request for the options of an external menu while a person types."""
    block, element = pressed.find(where.blocks)
    common = payloads.person(core, user, team, "block_suggestion")
    del common["trigger_id"]
    place = _place(core, user, where, team)
    place.pop("response_url", None)
    asked = {
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "value": pressed.selected,
    }
    return core.request("block_suggestion", payload_body({**common, **place, **asked}))


def shortcut(core: Core, user: User, team: Team, callback_id: str) -> SignedRequest:
    """Make the signed request for a global shortcut."""
    payload = payloads.person(core, user, team, "shortcut")
    payload |= {
        "callback_id": callback_id,
        "action_ts": core.state.new_ts(core.now(), "presses"),
    }
    return core.request("shortcut", payload_body(payload))


def message_shortcut(
    core: Core, user: User, team: Team, message: Message, callback_id: str
) -> SignedRequest:
    """Make the signed request for a shortcut in a message's menu."""
    payload = payloads.person(core, user, team, "message_action")
    place = payloads.in_message(core, message, team, user)
    del place["container"]
    payload |= {
        **place,
        "callback_id": callback_id,
        "message_ts": message.ts,
        "action_ts": core.state.new_ts(core.now(), "presses"),
        "message": show.message(core.state, message),
    }
    return core.request("message_action", payload_body(payload))
