"""A local Slack, its people, and a real Bolt app that receives what Slack sends."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from sandbox import Channel, Person, Sandbox, Workspace
from sandbox.server import serving

SECRET = "made-up-signing-secret"
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@dataclass
class Stage:
    """Receives Slack's requests for the Bolt app of the running test, or answers by itself."""

    url: str = ""
    bolt: App | None = None
    answer: Response | None = None
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    async def receive(self, request: Request) -> Response:
        body = await request.body()
        with self.lock:
            self.headers.append(dict(request.headers))
            self.bodies.append(body)
        if self.answer is not None or self.bolt is None:
            return self.answer or PlainTextResponse("")
        answer = await run_in_threadpool(self.bolt.dispatch, to_bolt_request(request, body))
        return to_starlette_response(answer)


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    stage = Stage()
    routes = [Route("/slack/events", stage.receive, methods=["POST"])]
    with serving(Starlette(routes=routes)) as url:
        stage.url = f"{url}/slack/events"
        yield stage


@pytest.fixture(scope="session")
def running_slack() -> Iterator[Sandbox]:
    slack = Sandbox(lambda: NOW, signing_secret=SECRET, retry_delays=(0, 0.01, 0.02))
    with slack.running():
        yield slack


@pytest.fixture
def slack(running_slack: Sandbox, stage: Stage) -> Iterator[Sandbox]:
    """Give the running Slack without faults, with full buckets and an empty log."""
    running_slack.log.clear()
    running_slack.faults.clear()
    running_slack.limits = running_slack.limits
    running_slack.app_url = stage.url
    subscriptions, patience = running_slack.subscriptions, running_slack.core.patience
    yield running_slack
    running_slack.subscriptions, running_slack.core.patience = subscriptions, patience
    running_slack.commands = None
    stage.bolt = stage.answer = None
    stage.headers.clear()
    stage.bodies.clear()


@pytest.fixture
def ws(slack: Sandbox) -> Workspace:
    return slack.add_workspace("Partnership business unit")


@pytest.fixture
def coordinator(ws: Workspace) -> Person:
    return ws.add_user("Coordinator", email=f"coordinator@{ws.id.lower()}.example.org")


@pytest.fixture
def channel(ws: Workspace, coordinator: Person) -> Channel:
    return ws.add_channel("coordinators", private=True, members=[coordinator, ws.bot])


def client_of(slack: Sandbox, ws: Workspace) -> WebClient:
    base = f"{slack.core.base_url}/api/"
    return WebClient(ws.bot_token, base_url=base, retry_handlers=[])


@pytest.fixture
def client(slack: Sandbox, ws: Workspace) -> WebClient:
    return client_of(slack, ws)


@pytest.fixture
def bolt(stage: Stage, client: WebClient) -> App:
    """Give the real Bolt app that now receives what Slack sends."""
    stage.bolt = App(client=client, signing_secret=SECRET, process_before_response=True)
    return stage.bolt


def text(words: str, kind: str = "plain_text") -> dict[str, Any]:
    return {"type": kind, "text": words}


def button(action_id: str, value: str = "1") -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": text("Press"), "value": value}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def field_of(name: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    label = text(name.capitalize())
    return {"type": "input", "block_id": name, "label": label, "element": element} | more


def typed(action_id: str = "typed", **more: Any) -> dict[str, Any]:
    return {"type": "plain_text_input", "action_id": action_id, **more}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": text("Form"),
        "submit": text("Save"),
        "blocks": list(blocks),
    } | more
