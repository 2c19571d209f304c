"""Slack's limits on menus, single and multiple.

https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
"""

from collections.abc import Iterator
from typing import cast

from sandbox.slack.checks import Check, Shape, anything, error, in_turn, items, number, yes_or_no
from sandbox.slack.objects import CONFIRM, FILTER, GROUP, ID, OPTION, text
from sandbox.slack.state import Json


def element(needed: tuple[str, ...] = (), /, **fields: Check) -> Shape:
    """Accept an interactive element with these fields beside its type and action_id."""
    common: dict[str, Check] = {"type": anything, "action_id": ID}
    return Shape({**common, **fields}, needed)


def menu(needed: tuple[str, ...] = (), /, **fields: Check) -> Shape:
    """Accept an element that can hold a placeholder, ask for confirmation and take the focus."""
    return element(
        needed, placeholder=text(150), confirm=CONFIRM, focus_on_load=yes_or_no, **fields
    )


def either(value: object, pointer: str) -> Iterator[str]:
    """Ask for options or option groups, not both."""
    menu = cast("Json", value)
    if not (menu.get("options") or menu.get("option_groups")):
        yield error("missing required field: options", pointer)
    elif menu.get("options") and menu.get("option_groups"):
        yield error("must provide only one of: options, option_groups", pointer)


def offered(value: object, pointer: str) -> Iterator[str]:
    """Ask initial options to be among the options."""
    menu = cast("Json", value)
    options = [*(menu.get("options") or [])]
    for group in menu.get("option_groups") or []:
        options += group["options"]
    first = menu.get("initial_option")
    for one in [first] if first else menu.get("initial_options") or []:
        if one not in options:
            yield error("initial option must exactly match one of the options", pointer)


def selects(prefix: str) -> dict[str, Check]:
    """Give the five kinds of menus, single or with the prefix `multi_`."""
    many = bool(prefix)
    most: dict[str, Check] = {"max_selected_items": number(1, 100)} if many else {}
    groups: dict[str, Check] = {"options": items(OPTION, 100), "option_groups": items(GROUP, 100)}
    url: dict[str, Check] = {} if many else {"response_url_enabled": yes_or_no}

    def first(name: str, check: Check) -> dict[str, Check]:
        return {f"initial_{name}s": items(check, 100)} if many else {f"initial_{name}": check}

    static = menu(**groups, **first("option", OPTION), **most)
    conversations: dict[str, Check] = {"default_to_current_conversation": yes_or_no}
    return {
        f"{prefix}static_select": in_turn(static, either, offered),
        f"{prefix}external_select": menu(
            **first("option", OPTION), min_query_length=number(0, 100), **most
        ),
        f"{prefix}users_select": menu(**first("user", ID), **most),
        f"{prefix}conversations_select": menu(
            **first("conversation", ID), **conversations, filter=FILTER, **url, **most
        ),
        f"{prefix}channels_select": menu(**first("channel", ID), **url, **most),
    }
