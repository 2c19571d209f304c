"""The sender to Slack, against a sandboxed one: what comes back, and what each failure means."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bot.failures import SlackFailed
from bot.reply import Message
from bot.slack import Slack
from sandbox import Sandbox
from sandbox.slack.people import Person
from sandbox.slack.workspaces import Workspace
from tests.conftest import NOW

HELLO = Message("Hello", ({"type": "section", "text": {"type": "mrkdwn", "text": "*Hello*"}},))
HOME = {"type": "home", "blocks": []}
MODAL = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "New partner"},
    "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "…"}}],
}


@dataclass
class Scene:
    sandbox: Sandbox
    workspace: Workspace
    carol: Person
    base_url: str
    slack: Slack

    @property
    def token(self) -> str:
        return self.workspace.bot_token

    def room(self) -> str:
        return self.slack.open_dm(self.token, self.carol.id)

    def fail(self, kind: str, method: str = "chat.postMessage", **options: object) -> SlackFailed:
        self.sandbox.faults.add(method=method, kind=kind, **options)  # type: ignore[arg-type]
        with pytest.raises(SlackFailed) as failure:
            self.slack.post(self.token, self.room(), HELLO)
        return failure.value


@pytest.fixture
def scene() -> Iterator[Scene]:
    sandbox = Sandbox(lambda: NOW, signing_secret="s", limits=None)
    with sandbox.running() as base_url:
        workspace = sandbox.add_workspace()
        carol = workspace.add_user("Carol", email="carol@example.org")
        yield Scene(sandbox, workspace, carol, base_url, Slack(f"{base_url}/api", timeout=1))


def test_a_message_is_posted_and_changed(scene: Scene) -> None:
    room = scene.room()
    ts = scene.slack.post(scene.token, room, HELLO, client_msg_id="x")
    scene.slack.update(scene.token, room, ts, Message("Goodbye"))
    (message,) = scene.workspace.messages(room)
    assert (message.ts, message.text) == (ts, "Goodbye")


def test_history_gives_back_the_metadata_over_several_pages(scene: Scene) -> None:
    room = scene.room()
    for number in range(450):
        mark = {"event_type": "t", "event_payload": {"number": number}}
        scene.slack.post(scene.token, room, HELLO, metadata=mark)
    found = list(scene.slack.history(scene.token, room, oldest=0))
    numbers = [message["metadata"]["event_payload"]["number"] for message in found]
    assert numbers == list(reversed(range(450)))
    since = float(found[10]["ts"])
    assert len(list(scene.slack.history(scene.token, room, oldest=since))) == 10
    with pytest.raises(SlackFailed, match="too_long"):
        list(Slack(scene.slack.base_url, pages=2).history(scene.token, room, oldest=0))


def test_forms_and_the_home_tab(scene: Scene) -> None:
    scene.slack.publish_home(scene.token, scene.carol.id, HOME)
    assert scene.carol.home is not None
    trigger = scene.sandbox.core.triggers.make(scene.workspace.id, scene.carol.id, from_modal=True)
    view = scene.slack.open_view(scene.token, trigger, MODAL)
    scene.slack.update_view(scene.token, view["id"], MODAL, view_hash=view["hash"])
    with pytest.raises(SlackFailed, match="hash_conflict"):
        scene.slack.update_view(scene.token, view["id"], MODAL, view_hash=view["hash"])
    trigger = scene.sandbox.core.triggers.make(scene.workspace.id, scene.carol.id, from_modal=True)
    assert scene.slack.push_view(scene.token, trigger, MODAL)["previous_view_id"] == view["id"]


def test_who_and_what(scene: Scene) -> None:
    channel = scene.workspace.add_channel("board", private=True, members=[scene.workspace.bot])
    assert scene.slack.auth_test(scene.token)["team_id"] == scene.workspace.id
    assert scene.slack.conversation(scene.token, channel.id)["is_private"]
    found = scene.slack.user_by_email(scene.token, "carol@example.org")
    assert found is not None
    assert found["id"] == scene.carol.id
    assert scene.slack.user_by_email(scene.token, "nobody@example.org") is None


def test_a_limit_says_how_long(scene: Scene) -> None:
    failure = scene.fail("ratelimited", retry_after=7)
    assert (failure.code, failure.retry_after) == ("ratelimited", 7)
    assert not failure.permanent
    assert not failure.in_doubt


@pytest.mark.parametrize("kind", ["drop_after", "drop_before", "error500"])
def test_a_post_without_an_answer_is_in_doubt(scene: Scene, kind: str) -> None:
    failure = scene.fail(kind)
    assert failure.in_doubt
    assert not failure.permanent
    assert len(scene.sandbox.calls("chat.postMessage")) == 1  # nobody tried again by themselves


def test_a_time_out_is_in_doubt(scene: Scene) -> None:
    failure = scene.fail("delay", seconds=1.5)
    assert (failure.in_doubt, failure.code) == (True, "TimeoutError")


@pytest.mark.parametrize(
    ("error", "permanent", "in_doubt"),
    [
        ("fatal_error", False, True),
        ("internal_error", False, True),
        ("service_unavailable", False, False),
        ("is_archived", True, False),
        ("account_inactive", True, False),
        ("invalid_blocks", True, False),
    ],
)
def test_slacks_errors_are_told_apart(
    scene: Scene, error: str, *, permanent: bool, in_doubt: bool
) -> None:
    failure = scene.fail("slack_error", error=error)
    assert (failure.permanent, failure.in_doubt) == (permanent, in_doubt)


def test_opening_twice_is_harmless_and_never_in_doubt(scene: Scene) -> None:
    assert not scene.fail("drop_after", method="conversations.open").in_doubt
    assert scene.room() == scene.room()


def test_what_never_left_is_in_no_doubt(scene: Scene) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nowhere = Slack(f"http://127.0.0.1:{closed.getsockname()[1]}/api/")
        with pytest.raises(SlackFailed) as failure:
            nowhere.post(scene.token, "D1", HELLO)
    assert (failure.value.in_doubt, failure.value.permanent) == (False, False)


def test_a_failure_names_no_secret(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(SlackFailed) as failure:
        scene.slack.post("xoxb-stolen", "D1", HELLO)
    scene.fail("drop_before")
    assert "xoxb" not in f"{failure.value!r} {caplog.text}"
    assert "Hello" not in f"{failure.value!r} {caplog.text}"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/actions/1",
        "http://hooks.slack.com/actions/1",
        "https://hooks.slack.com.example.org/actions/1",
        "https://hooks.slack.com@example.org/actions/1",
        "file:///etc/passwd",
        "",
    ],
)
def test_nobody_but_slack_is_answered(scene: Scene, url: str) -> None:
    with pytest.raises(ValueError, match="Slack"):
        scene.slack.respond(url, {"text": "x"})


def test_a_used_up_response_url_is_a_permanent_failure(scene: Scene) -> None:
    with pytest.raises(SlackFailed) as failure:
        scene.slack.respond(f"{scene.base_url}/actions/T1/1/unknown", {"text": "x"})
    assert failure.value.permanent
