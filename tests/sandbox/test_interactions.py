"""Buttons, menus, forms and shortcuts, with a real Bolt app answering."""

import time
from datetime import UTC, date, datetime
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from starlette.responses import JSONResponse, PlainTextResponse

from sandbox import Channel, Message, Person, Sandbox, Workspace
from tests.sandbox.conftest import Stage, actions, button, field_of, modal, text, typed


def options(*words: str) -> list[dict[str, Any]]:
    return [{"text": text(word.capitalize()), "value": word} for word in words]


@pytest.fixture
def message(client: WebClient, channel: Channel) -> Message:
    """Give a message with two buttons and a menu."""
    menu = {"type": "static_select", "action_id": "seat", "options": options("lead", "deputy")}
    buttons = [button("accept", "7"), button("decline", "7")]
    blocks = [actions(*buttons, menu), actions(button("accept", "8"))]
    client.chat_postMessage(channel=channel.id, text="Will you come?", blocks=blocks)
    return channel.messages[-1]


@pytest.fixture
def form(bolt: App, coordinator: Person) -> App:
    """Open a form with a name and a date."""

    @bolt.shortcut("new")
    def new(ack: Any, client: WebClient, shortcut: dict[str, Any]) -> None:
        picker = {"type": "datepicker", "action_id": "day", "initial_date": "2026-03-02"}
        name, day = field_of("name", typed()), field_of("day", picker, optional=True)
        client.views_open(
            trigger_id=shortcut["trigger_id"], view=modal(name, day, notify_on_close=True)
        )
        ack()

    assert coordinator.shortcut("new").view
    return bolt


def test_a_press_says_who_pressed_what_where(
    bolt: App, coordinator: Person, message: Message, ws: Workspace
) -> None:
    seen: dict[str, Any] = {}

    @bolt.action("accept")
    def accept(ack: Any, body: dict[str, Any]) -> None:
        seen.update(body)
        ack()

    assert coordinator.press(message, "accept", value="8").ok
    assert seen["user"] == {
        "id": coordinator.id,
        "username": "coordinator",
        "name": "coordinator",
        "team_id": ws.id,
    }
    assert seen["team"]["id"] == ws.id
    assert seen["container"]["message_ts"] == seen["message"]["ts"] == message.ts
    assert seen["channel"] == {"id": message.channel, "name": "privategroup"}
    action = seen["actions"][0]
    assert (action["action_id"], action["value"], action["type"]) == ("accept", "8", "button")
    assert action["block_id"] == message.blocks[1]["block_id"]
    first = action["action_ts"]
    coordinator.press(message, "accept", value="8")
    assert seen["actions"][0]["action_ts"] > first


def test_a_choice_in_a_menu_is_in_the_action_and_the_state(
    bolt: App, coordinator: Person, message: Message
) -> None:
    seen: dict[str, Any] = {}

    @bolt.action("seat")
    def seat(ack: Any, body: dict[str, Any]) -> None:
        seen.update(body)
        ack()

    coordinator.press(message, "seat", selected="Deputy")
    block_id = message.blocks[0]["block_id"]
    assert seen["actions"][0]["selected_option"]["value"] == "deputy"
    assert seen["state"]["values"][block_id]["seat"]["selected_option"]["value"] == "deputy"
    with pytest.raises(LookupError, match="offers no"):
        coordinator.press(message, "seat", selected="chair")


def test_nobody_presses_what_is_not_there_or_not_theirs(
    client: WebClient, coordinator: Person, message: Message, ws: Workspace
) -> None:
    with pytest.raises(LookupError):
        coordinator.press(message, "nonsense")
    with pytest.raises(LookupError, match="2 elements"):
        coordinator.press(message, "accept")
    with pytest.raises(LookupError, match="can't see"):
        ws.add_user("Outsider").press(message, "decline")
    client.chat_delete(channel=message.channel, ts=message.ts)
    with pytest.raises(LookupError, match="gone"):
        coordinator.press(message, "decline")


def test_a_press_that_is_not_acknowledged_is_shown(
    slack: Sandbox, stage: Stage, bolt: App, coordinator: Person, message: Message
) -> None:
    stage.answer = PlainTextResponse("", 503)
    assert coordinator.press(message, "decline").shown == "dispatch_failed"
    stage.answer, slack.core.patience = None, 0.05

    @bolt.action("decline")
    def decline(ack: Any) -> None:
        time.sleep(0.2)
        ack()

    assert coordinator.press(message, "decline").shown == "operation_timeout"


@pytest.mark.usefixtures("form")
def test_a_form_is_refused_by_the_client_while_required_inputs_are_empty(
    slack: Sandbox, coordinator: Person
) -> None:
    outcome = coordinator.submit()
    assert outcome.refused == ["name: Please complete this required field."]
    assert slack.log.sent("view_submission") == []
    with pytest.raises(LookupError, match="no input 'nonsense'"):
        coordinator.submit({"nonsense": "x"})


@pytest.mark.parametrize("name", ["name", "typed", "Name"])
def test_inputs_are_named_by_block_action_or_label(
    form: App, coordinator: Person, name: str
) -> None:
    seen: dict[str, Any] = {}

    @form.view("form")
    def save(ack: Any, view: dict[str, Any]) -> None:
        seen.update(view["state"]["values"])
        ack()

    outcome = coordinator.submit({name: "Housing Trust", "day": date(2026, 5, 1)})
    assert outcome.ok
    assert outcome.view is None
    assert seen == {
        "name": {"typed": {"type": "plain_text_input", "value": "Housing Trust"}},
        "day": {"day": {"type": "datepicker", "selected_date": "2026-05-01"}},
    }


def test_errors_of_the_app_keep_the_form_open(form: App, coordinator: Person) -> None:
    form.view("form")(lambda ack: ack(response_action="errors", errors={"name": "Taken."}))
    outcome = coordinator.submit({"name": "x"})
    assert outcome.errors == {"name": "Taken."}
    assert coordinator.view is not None


def test_errors_under_what_is_no_input_are_refused(form: App, coordinator: Person) -> None:
    form.view("form")(lambda ack: ack(response_action="errors", errors={"typed": "Taken."}))
    outcome = coordinator.submit({"name": "x"})
    assert "typed" in outcome.refused[0]
    assert outcome.errors == {}


def test_a_form_can_be_updated_pushed_upon_and_cleared(form: App, coordinator: Person) -> None:
    @form.view("form")
    def save(ack: Any, view: dict[str, Any]) -> None:
        step = {"Form": "update", "update": "push", "push": "clear"}[view["title"]["text"]]
        more = {} if step == "clear" else {"view": modal(title=text(step))}
        ack(response_action=step, **more)

    first = coordinator.submit({"name": "x"}).view
    assert first
    assert first.title == "update"
    second = coordinator.submit().view
    assert second
    assert (second.title, second.previous_id) == ("push", first.id)
    assert coordinator.submit().view is None


def test_a_bad_view_in_the_answer_is_refused(form: App, coordinator: Person) -> None:
    long = modal(title=text("x" * 25))
    form.view("form")(lambda ack: ack(response_action="update", view=long))
    outcome = coordinator.submit({"name": "x"})
    assert "less than 25" in outcome.refused[0]
    assert "trouble" in outcome.shown
    assert coordinator.view
    assert coordinator.view.title == "Form"


@pytest.mark.usefixtures("form")
def test_an_unacknowledged_form_stays_open(stage: Stage, coordinator: Person) -> None:
    stage.answer = JSONResponse({}, 500)
    outcome = coordinator.submit({"name": "x"})
    assert "trouble" in outcome.shown
    assert coordinator.view is not None


def test_closing_tells_the_app_when_it_asked(form: App, coordinator: Person) -> None:
    closed: list[bool] = []

    @form.view_closed("form")
    def close(ack: Any, body: dict[str, Any]) -> None:
        closed.append(body["is_cleared"])
        ack()

    assert coordinator.close().ok
    assert closed == [False]
    assert coordinator.view is None


@pytest.mark.usefixtures("stage")
def test_every_kind_of_input_holds_what_was_chosen(
    slack: Sandbox, client: WebClient, ws: Workspace, coordinator: Person
) -> None:
    when = datetime(2026, 5, 1, 14, 30, tzinfo=UTC)
    file = coordinator.upload("a.pdf", b"pdf")
    cases: dict[str, tuple[dict[str, Any], object, object]] = {
        "time": ({"type": "timepicker"}, "14:30", "14:30"),
        "when": ({"type": "datetimepicker"}, when, int(when.timestamp())),
        "radio": ({"type": "radio_buttons", "options": options("a", "b")}, "b", "b"),
        "boxes": ({"type": "checkboxes", "options": options("a", "b")}, ["a", "b"], ["a", "b"]),
        "who": ({"type": "users_select"}, coordinator, coordinator.id),
        "all": ({"type": "multi_users_select"}, [coordinator], [coordinator.id]),
        "many": ({"type": "multi_static_select", "options": options("a", "b")}, "A", ["a"]),
        "mail": ({"type": "email_text_input"}, "a@example.org", "a@example.org"),
        "number": ({"type": "number_input", "is_decimal_allowed": False}, 7, "7"),
        "files": ({"type": "file_input"}, [file], [file.id]),
    }
    blocks = [
        field_of(name, element | {"action_id": name}) for name, (element, _, _) in cases.items()
    ]
    trigger = slack.core.triggers.make(ws.id, coordinator.id)
    client.views_open(trigger_id=trigger, view=modal(*blocks))
    assert coordinator.submit({name: chosen for name, (_, chosen, _) in cases.items()}).ok
    view = slack.state.views[max(slack.state.views)]
    for name, (_, _, expected) in cases.items():
        held = {key: value for key, value in view.values[name][name].items() if key != "type"}
        (found,) = held.values()
        assert plain(found) == expected, name


def plain(found: Any) -> Any:
    if isinstance(found, list):
        return [plain(one) for one in found]
    return found.get("value", found.get("id")) if isinstance(found, dict) else found


@pytest.mark.parametrize(
    ("element", "value", "complaint"),
    [
        (typed(max_length=3), "long", "too long"),
        (typed(min_length=3), "x", "too short"),
        ({"type": "email_text_input", "action_id": "typed"}, "nobody", "not valid"),
    ],
)
def test_the_client_checks_what_is_typed(
    slack: Sandbox,
    client: WebClient,
    ws: Workspace,
    coordinator: Person,
    element: dict[str, Any],
    value: str,
    complaint: str,
) -> None:
    trigger = slack.core.triggers.make(ws.id, coordinator.id)
    client.views_open(trigger_id=trigger, view=modal(field_of("a", element)))
    assert complaint in coordinator.submit({"a": value}).refused[0]


def test_a_message_shortcut_carries_the_message(
    bolt: App, coordinator: Person, message: Message
) -> None:
    seen: dict[str, Any] = {}

    @bolt.shortcut("file")
    def file(ack: Any, body: dict[str, Any]) -> None:
        seen.update(body)
        ack()

    assert coordinator.message_shortcut(message, "file").ok
    assert seen["type"] == "message_action"
    assert seen["message"]["text"] == "Will you come?"


def test_a_response_url_replaces_answers_and_deletes(
    bolt: App, coordinator: Person, message: Message, channel: Channel
) -> None:
    @bolt.action("accept")
    def accept(ack: Any, respond: Any, action: dict[str, Any]) -> None:
        ack()
        if action["value"] == "8":
            respond(delete_original=True)
            return
        respond(text="Thank you", replace_original=True)
        respond(text="Only you")
        respond(text="All", response_type="in_channel")

    block_id = message.blocks[0]["block_id"]
    other = message.blocks[1]["block_id"]
    coordinator.press(message, "accept", block_id=block_id)
    assert [one.text for one in channel.messages] == ["Thank you", "All"]
    assert [one.text for one in coordinator.ephemerals] == ["Only you"]
    coordinator.press(message, "accept", block_id=other)
    assert [one.text for one in channel.messages] == ["All"]


def test_a_response_url_works_five_times_within_thirty_minutes(
    slack: Sandbox, bolt: App, coordinator: Person
) -> None:
    answers: list[tuple[int, str]] = []
    urls: list[Any] = []

    @bolt.command("/partner")
    def partner(ack: Any, respond: Any) -> None:
        ack()
        urls.append(respond)
        for number in range(6):
            answer = respond(text=str(number))
            answers.append((answer.status_code, answer.body))

    coordinator.run("/partner")
    assert answers[:5] == [(200, "ok")] * 5
    assert answers[5][0] == 404
    assert "used_url" in answers[5][1]
    slack.response_urls.expire()
    assert "expired_url" in urls[0](text="x").body


def test_blocks_in_a_response_are_checked(bolt: App, coordinator: Person) -> None:
    answers: list[Any] = []

    @bolt.command("/partner")
    def partner(ack: Any, respond: Any) -> None:
        ack()
        answers.append(respond(text="x", blocks=[{"type": "nonsense"}]))

    coordinator.run("/partner")
    assert answers[0].status_code == 400
    assert "invalid_blocks" in answers[0].body


def test_an_external_menu_asks_the_app_for_options(
    slack: Sandbox, bolt: App, client: WebClient, ws: Workspace, coordinator: Person
) -> None:
    @bolt.options("organisation")
    def find(ack: Any, payload: dict[str, Any]) -> None:
        ack(options=options(payload["value"]))

    menu = {"type": "external_select", "action_id": "organisation", "min_query_length": 1}
    trigger = slack.core.triggers.make(ws.id, coordinator.id)
    client.views_open(trigger_id=trigger, view=modal(field_of("who", menu)))
    assert coordinator.view
    offered = coordinator.search(coordinator.view, "organisation", "housing").offered
    assert [option["value"] for option in offered] == ["housing"]
    values = coordinator.fill({"who": offered[0]}).values
    assert values["who"]["organisation"]["selected_option"] == offered[0]


def test_words_are_all_that_a_person_reads(message: Message) -> None:
    assert message.words.split("\n") == ["Will you come?", "Press", "Lead", "Deputy"]


def test_the_home_tab_has_buttons_that_open_forms(
    bolt: App, client: WebClient, coordinator: Person, ws: Workspace
) -> None:
    @bolt.action("add")
    def add(ack: Any, client: WebClient, body: dict[str, Any]) -> None:
        assert body["container"]["type"] == "view"
        client.views_open(trigger_id=body["trigger_id"], view=modal(field_of("name", typed())))
        ack()

    home = {"type": "home", "blocks": [actions(button("add"))]}
    client.views_publish(user_id=coordinator.id, view=home)
    tab = coordinator.home
    assert tab
    opened = coordinator.press(tab, "add").view
    assert opened
    assert opened.words.startswith("Form")
    with pytest.raises(LookupError, match="not theirs"):
        ws.add_user("Outsider").press(tab, "add")
    coordinator.close()
    with pytest.raises(LookupError, match="not open"):
        coordinator.press(opened, "typed", value="x")


def test_the_log_keeps_answers_as_they_were(
    slack: Sandbox, client: WebClient, ws: Workspace, coordinator: Person
) -> None:
    trigger = slack.core.triggers.make(ws.id, coordinator.id)
    client.views_open(trigger_id=trigger, view=modal(field_of("name", typed())))
    coordinator.fill({"name": "later"})
    values = slack.calls("views.open")[0].answer["view"]["state"]["values"]
    assert values["name"]["typed"]["value"] is None
