"""Each kind of block as HTML: its words, its roles, and nothing of what people typed as markup."""

from typing import Any

import pytest

from sandbox import Sandbox
from sandbox.pages.places import Choices, Place
from sandbox.pages.reader import Reader
from sandbox.pages.render import Renderer
from sandbox.slack import forms
from sandbox.slack.blocks import IN_MESSAGES, IN_MODALS
from sandbox.slack.state import Json
from tests.sandbox.conftest import NOW, SECRET, button, text
from tests.sandbox.pages.showcase import EVERY_INPUT, RICH, TABLE, options

NASTY = "<img src=x onerror=alert(1)>"


def shown(*blocks: Json, **held: Any) -> str:
    slack = Sandbox(lambda: NOW, signing_secret=SECRET)
    person = slack.add_workspace("Host").add_user("Alex Morgan")
    whole = [{"block_id": f"b{number}"} | block for number, block in enumerate(blocks)]
    place = Place(
        "modal",
        "view-1",
        "Europe/London",
        forms.first_values(whole),
        choices=Choices([person.user], [], slack.state),
        **held,
    )
    reader = Reader.of(slack.state, person.user, NOW)
    kit = Renderer(slack.core, None, []).environment.get_template("blocks/block.html").module
    return str(kit.blocks(whole, place, reader))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("block", "parts"),
    [
        ({"type": "header", "text": text("A title")}, ['role="heading"', "A title"]),
        ({"type": "section", "text": text("*b*", "mrkdwn")}, ["<p><b>b</b></p>"]),
        ({"type": "section", "text": text("*b* :tada:")}, ["*b* 🎉"]),
        ({"type": "section", "fields": [text("One"), text("Two")]}, ["One", "Two", "fields"]),
        ({"type": "divider"}, ["<hr"]),
        ({"type": "context", "elements": [text("Small", "mrkdwn")]}, ["<p>Small</p>"]),
        (
            {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A map"},
            ['aria-label="A map"', 'href="https://example.org/a.png"'],
        ),
        (RICH, ["<b>Bold</b>", "<li>First</li>", "<blockquote>A quote", "<pre>code()", "🎉"]),
        (TABLE, ['<th scope="col" class="left">Partner', '<td class="right">4 of 5']),
        ({"type": "alert", "text": text("Careful"), "level": "warning"}, ["Warning", "Careful"]),
        ({"type": "markdown", "text": "# Title"}, ["<b>markdown</b> block", "# Title"]),
        ({"type": "video", "title": text("A film"), "alt_text": "x"}, ["<b>video</b>", "A film"]),
        ({"type": "task_card", "task_id": "1", "title": "A task"}, ["<b>task card</b>", "A task"]),
        ({"type": "new_kind", "stuff": [1]}, ["<b>new kind</b> block"]),
    ],
)
def test_a_block_shows_its_words(block: Json, parts: list[str]) -> None:
    html = shown(block).replace(' dir="auto"', "")
    assert [part for part in parts if part not in html] == []


def test_no_picture_is_fetched_from_elsewhere() -> None:
    picture = {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A map"}
    section = {"type": "section", "text": text("Here"), "accessory": picture}
    assert "src=" not in shown(picture, section, {"type": "context", "elements": [picture]})


def test_every_input_has_a_name_and_a_label() -> None:
    html = shown(*({**block, "block_id": f"i{n}"} for n, block in enumerate(EVERY_INPUT)))
    for number, block in enumerate(EVERY_INPUT):
        path = f"i{number}/{block['element']['action_id']}"
        assert f'name="has" value="{path}"' in html
        assert f'id="label-view-1/{path}"' in html
        assert block["label"]["text"] in html


@pytest.mark.parametrize(
    "element",
    [
        button("go") | {"text": text(NASTY), "value": NASTY},
        {"type": "overflow", "action_id": "go", "options": options(NASTY, "b")},
        {"type": "static_select", "action_id": NASTY, "options": options(NASTY)},
        {"type": "multi_static_select", "action_id": '"><b>', "options": options(NASTY)},
        {"type": "radio_buttons", "action_id": "go", "options": options(NASTY)},
        {"type": "checkboxes", "action_id": "go", "options": options(NASTY)},
        {"type": "external_select", "action_id": "go", "placeholder": text(NASTY)},
        {"type": "plain_text_input", "action_id": "go", "initial_value": NASTY},
        {"type": "plain_text_input", "action_id": "go", "multiline": True, "initial_value": NASTY},
        {"type": "unheard_of", "action_id": NASTY},
    ],
)
def test_no_element_is_markup(element: Json) -> None:
    held = {"errors": {NASTY: NASTY}}
    acting = {"type": "actions", "block_id": '"><i>', "elements": [element]}
    html = shown(acting, {"type": "section", "text": text(NASTY), "block_id": NASTY}, **held)
    assert "<img" not in html
    assert "<i>" not in html
    assert 'style="' not in html


def test_a_link_button_leads_nowhere_dangerous() -> None:
    element = button("go") | {"url": "javascript:alert(1)"}
    assert "javascript" not in shown({"type": "actions", "elements": [element]})


def test_errors_and_hints_describe_their_input() -> None:
    block = EVERY_INPUT[0] | {"hint": text("As people write it"), "block_id": "name"}
    html = shown(block, errors={"name": "Too long."})
    ids = "error-view-1/name/plain_text_input hint-view-1/name/plain_text_input"
    assert f'aria-describedby="{ids}" aria-invalid="true"' in html
    assert "Too long." in html


def test_what_is_held_is_shown() -> None:
    both, second = options("Weekly", "Monthly"), options("Monthly")[0]
    select = {"type": "static_select", "action_id": "s", "options": both, "initial_option": second}
    at = {"type": "datetimepicker", "action_id": "d", "initial_date_time": 1781254800}
    blocks = [{"type": "actions", "elements": [select, at]}]
    assert '<option value="monthly" selected>' in shown(*blocks)
    assert 'value="2026-06-12T10:00"' in shown(*blocks)


@pytest.mark.parametrize(
    "kind", sorted({*IN_MESSAGES, *IN_MODALS} - {"section", "context", "actions", "input", "table"})
)
def test_everything_that_slack_takes_is_shown_somehow(kind: str) -> None:
    words = {"text": text("Words"), "alt_text": "Words", "title": text("Words"), "elements": []}
    assert shown({"type": kind} | words)
