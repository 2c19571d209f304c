"""The ids that Slack makes up for blocks and interactive elements that came without one."""

from collections.abc import Sequence

from sandbox.slack.elements import INPUTS, INTERACTIVE
from sandbox.slack.state import Json, State


def with_ids(state: State, blocks: Sequence[Json]) -> list[Json]:
    """Give copies of the blocks in which everything that can be pressed or filled has its ids."""
    return [_block(state, block) for block in blocks]


def _block(state: State, block: Json) -> Json:
    named = {**block, "block_id": block.get("block_id") or state.new_id("b")}
    for place in ("element", "accessory"):
        if isinstance(block.get(place), dict):
            named[place] = _element(state, block[place])
    if block["type"] == "actions":
        named["elements"] = [_element(state, element) for element in block["elements"]]
    return named


def _element(state: State, element: Json) -> Json:
    if str(element.get("type")) not in {*INPUTS, *INTERACTIVE}:
        return element
    return {**element, "action_id": element.get("action_id") or state.new_id("a")}
