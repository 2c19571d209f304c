"""The whole site over a real server, a real browser before it, and a real Bolt app behind it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from slack_bolt import App

from sandbox import Channel, Person, Sandbox
from sandbox.clockwork import Clockwork
from sandbox.site import make_site
from sandbox.slack.state import State
from tests.sandbox.conftest import NOW, SECRET, Stage
from tests.sandbox.pages import showcase
from tests.sandbox.pages.showcase import World


@dataclass
class Time:
    """A clock, and a bot that has things to do at some instants and does them when asked."""

    now: datetime = NOW
    dues: list[datetime] = field(default_factory=list)

    def advance(self, by: timedelta) -> datetime:
        self.now += by
        return self.now

    def next_due(self, after: datetime | None = None) -> datetime | None:
        first = min((each for each in self.dues if after is None or each > after), default=None)
        if first and first <= self.now:  # done by the time one asks again
            self.dues.remove(first)
        return first


@dataclass
class Site:
    """A running site, its world, and what the bot heard."""

    base: str
    world: World
    heard: list[tuple[str, Any]]
    time: Time
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def url(self, person: Person, where: Channel | str = "messages") -> str:
        room = where if isinstance(where, str) else where.id
        return f"{self.base}/slack/{person.id}/{room}"

    def last(self, name: str) -> Any:
        return next(what for one, what in reversed(self.heard) if one == name)


@pytest.fixture(scope="session")
def served(stage: Stage) -> Iterator[tuple[Sandbox, Time, str]]:
    time = Time()
    slack = Sandbox(lambda: time.now, signing_secret=SECRET, limits=None, retry_delays=())
    work = Clockwork(lambda: time.now, time.advance, time.next_due)
    site = make_site(slack, clockwork=work)
    with slack.running(app=site) as base:
        slack.app_url = stage.url
        yield slack, time, base


@pytest.fixture
def site(served: tuple[Sandbox, Time, str], stage: Stage) -> Iterator[Site]:
    """Give the site with a world of its own, whose ids never come again."""
    slack, time, base = served
    slack.state = State(last_id=slack.state.last_id)
    slack.log.clear()
    slack.app_url = stage.url
    slack.commands, slack.shortcuts = showcase.COMMANDS, showcase.SHORTCUTS
    time.now, time.dues = NOW, []
    world, heard = showcase.world(slack), list[tuple[str, Any]]()
    stage.bolt = App(client=world.client, signing_secret=SECRET, process_before_response=True)
    showcase.listen(stage.bolt, heard)
    site = Site(base, world, heard, time)
    yield site
    stage.bolt = stage.answer = None
    strange = [one for one in site.requests if not one.startswith((base, "data:"))]
    assert (strange, site.complaints) == ([], [])


Open = Callable[..., Page]


@pytest.fixture
def tab(chromium: Browser, site: Site) -> Iterator[Open]:
    """Open tabs, each in a browser of its own; all requests and complaints are noted."""
    opened = []

    def new(url: str = "", **options: Any) -> Page:
        options.setdefault("viewport", {"width": 1280, "height": 860})
        context = chromium.new_context(**options)
        opened.append(context)
        page = context.new_page()
        page.on("request", lambda one: site.requests.append(one.url))
        page.on("pageerror", lambda one: site.complaints.append(str(one)))
        page.on("console", lambda one: _note(site, one.type, one.text))
        if url:
            page.goto(url)
        return page

    yield new
    for context in opened:
        context.close()


def _note(site: Site, kind: str, text: str) -> None:
    expected = ("404 (Not Found)", "ERR_INTERNET_DISCONNECTED")
    if kind == "error" and not any(one in text for one in expected):
        site.complaints.append(text)
