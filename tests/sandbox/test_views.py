"""Modals and Home tabs through the Web API: limits, triggers, stacks, hashes."""

from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import Person, Sandbox, Workspace
from tests.sandbox.conftest import actions, button, field_of, modal, text, typed


def refusal(call: Any, /, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        call(**arguments)
    answer = refused.value.response
    return " ".join([answer["error"], *answer.get("response_metadata", {}).get("messages", [])])


@pytest.fixture
def trigger(slack: Sandbox, ws: Workspace, coordinator: Person) -> str:
    return slack.core.triggers.make(ws.id, coordinator.id)


REFUSED = {
    "no title": (modal() | {"title": None}, "missing required field: title"),
    "a long title": (modal(title=text("x" * 25)), "less than 25 characters"),
    "inputs without submit": (modal(field_of("a", typed()), submit=None), "submit"),
    "101 blocks": (modal(*[{"type": "divider"}] * 101), "no more than 100 items"),
    "long metadata": (modal(private_metadata="x" * 3001), "less than 3001 characters"),
    "a long callback_id": (modal(callback_id="x" * 256), "less than 256 characters"),
    "one block_id twice": (modal(field_of("a", typed()), field_of("a", typed())), "already exists"),
    "a table": (modal({"type": "table", "rows": []}), "unsupported type: table"),
    "markdown": (modal({"type": "markdown", "text": "x"}), "unsupported type: markdown"),
    "a button as input": (modal(field_of("a", button("b"))), "unsupported type: button"),
    "a home": ({"type": "home", "blocks": []}, "must be one of: modal"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_modal_is_refused_for(case: str, client: WebClient, trigger: str) -> None:
    view, complaint = REFUSED[case]
    said = refusal(client.views_open, trigger_id=trigger, view=view)
    assert said.startswith("invalid_arguments [ERROR]")
    assert complaint in said


def test_a_view_of_more_than_250_kb_is_too_large(client: WebClient, trigger: str) -> None:
    block = {"type": "section", "text": text("x" * 3000)}
    view = modal(*[block] * 85)
    assert refusal(client.views_open, trigger_id=trigger, view=view) == "view_too_large"


def test_a_trigger_works_once(client: WebClient, trigger: str, coordinator: Person) -> None:
    client.views_open(trigger_id=trigger, view=modal())
    assert coordinator.view
    assert coordinator.view.title == "Form"
    again = refusal(client.views_open, trigger_id=trigger, view=modal())
    assert again == "exchanged_trigger_id"
    assert refusal(client.views_open, trigger_id="1.2.3", view=modal()) == "invalid_trigger_id"


def test_a_trigger_lives_three_seconds(
    client: WebClient, slack: Sandbox, trigger: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert slack.core.triggers.life == 3.0
    monkeypatch.setattr(slack.core.triggers, "life", 0.0)
    assert refusal(client.views_open, trigger_id=trigger, view=modal()) == "expired_trigger_id"


def test_a_trigger_belongs_to_its_installation(
    client: WebClient, slack: Sandbox, coordinator: Person
) -> None:
    foreign = slack.core.triggers.make("T404", coordinator.id)
    assert refusal(client.views_open, trigger_id=foreign, view=modal()) == "invalid_trigger_id"


def test_three_modals_lie_on_each_other_at_most(
    bolt: App, client: WebClient, trigger: str, coordinator: Person
) -> None:
    said = []

    @bolt.action("more")
    def more(ack: Any, client: WebClient, body: dict[str, Any]) -> None:
        try:
            view = modal(actions(button("more")), title=text("Deeper"))
            client.views_push(trigger_id=body["trigger_id"], view=view)
        except SlackApiError as refused:
            said.append(refused.response["error"])
        ack()

    client.views_open(trigger_id=trigger, view=modal(actions(button("more"))))
    for _ in range(3):
        assert coordinator.view
        coordinator.press(coordinator.view, "more")
    assert said == ["push_limit_reached"]
    coordinator.close()
    coordinator.close()
    assert coordinator.view
    assert coordinator.view.title == "Form"


def test_a_stale_hash_conflicts(client: WebClient, trigger: str) -> None:
    view = client.views_open(trigger_id=trigger, view=modal())["view"]
    first = client.views_update(view_id=view["id"], hash=view["hash"], view=modal())["view"]
    assert first["hash"] != view["hash"]
    stale = refusal(client.views_update, view_id=view["id"], hash=view["hash"], view=modal())
    assert stale == "hash_conflict"


def test_an_external_id_is_unique_and_finds_the_view(
    client: WebClient, slack: Sandbox, ws: Workspace, trigger: str
) -> None:
    client.views_open(trigger_id=trigger, view=modal(external_id="one"))
    other = slack.core.triggers.make(ws.id, ws.add_user("Other").id)
    twice = refusal(client.views_open, trigger_id=other, view=modal(external_id="one"))
    assert twice == "duplicate_external_id"
    changed = client.views_update(
        external_id="one", view=modal(external_id="one", title=text("New"))
    )
    assert changed["view"]["title"]["text"] == "New"


def test_typed_text_survives_an_update_of_the_same_input(
    client: WebClient, trigger: str, coordinator: Person
) -> None:
    view = client.views_open(trigger_id=trigger, view=modal(field_of("a", typed())))["view"]
    coordinator.fill({"a": "kept"})
    client.views_update(
        view_id=view["id"], view=modal(field_of("a", typed()), field_of("b", typed()))
    )
    assert coordinator.view
    assert coordinator.view.values["a"]["typed"]["value"] == "kept"
    assert coordinator.view.values["b"]["typed"]["value"] is None


def test_a_home_is_published_and_replaced(
    client: WebClient, coordinator: Person, ws: Workspace
) -> None:
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    before = coordinator.home
    first = client.views_publish(user_id=coordinator.id, view=home)["view"]
    second = client.views_publish(user_id=coordinator.id, view=home, hash=first["hash"])["view"]
    assert first["id"] == second["id"]
    assert before is None
    assert coordinator.home
    assert coordinator.home.blocks[0]["type"] == "divider"
    stale = refusal(client.views_publish, user_id=coordinator.id, view=home, hash=first["hash"])
    assert stale == "hash_conflict"
    ws.team.home_tab = False
    assert refusal(client.views_publish, user_id=coordinator.id, view=home) == "not_enabled"
