"""Whatever JSON comes in, the validators refuse or accept it; they never break."""

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.slack.blocks import IN_MESSAGES, check_message
from sandbox.slack.elements import INPUTS, INTERACTIVE
from sandbox.slack.errors import SlackError
from sandbox.slack.ids import with_ids
from sandbox.slack.state import State
from sandbox.slack.views import check_view

KINDS = st.sampled_from([*IN_MESSAGES, *INTERACTIVE, *INPUTS, "plain_text", "mrkdwn", "modal"])
FIELDS = st.sampled_from(
    [
        "text",
        "value",
        "elements",
        "element",
        "accessory",
        "fields",
        "label",
        "options",
        "option_groups",
        "initial_option",
        "block_id",
        "action_id",
        "rows",
        "title",
        "alt_text",
        "blocks",
    ]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.builds(
            lambda kind, fields: {"type": kind, **fields},
            KINDS,
            st.dictionaries(FIELDS, inner, max_size=4),
        )
    ),
    max_leaves=12,
)
OBJECTS = ANYTHING.filter(lambda value: isinstance(value, dict))


@settings(deadline=None)
@given(st.lists(OBJECTS, max_size=3))
def test_no_blocks_break_the_validator(blocks: list[dict[str, object]]) -> None:
    with contextlib.suppress(SlackError):
        check_message(blocks)
        assert len(with_ids(State(), blocks)) == len(blocks)


@settings(deadline=None)
@given(ANYTHING, st.sampled_from(["modal", "home"]))
def test_no_view_breaks_the_validator(view: object, kind: str) -> None:
    with contextlib.suppress(SlackError):
        check_view(view, kind)
    with contextlib.suppress(SlackError):
        content = {"type": kind, "title": {"type": "plain_text", "text": "x"}, "blocks": [view]}
        check_view(content, kind)
