"""The whole local Slack behind one handle."""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime

from starlette.types import ASGIApp

from sandbox.server import serving
from sandbox.slack.core import Core
from sandbox.slack.faults import Faults
from sandbox.slack.journal import ApiCall, Journal
from sandbox.slack.limits import Buckets, Limits
from sandbox.slack.offers import Shortcut, SlashCommand, shortcuts, slash_commands
from sandbox.slack.outcomes import Outcome
from sandbox.slack.requests import FORM, SignedRequest
from sandbox.slack.response_urls import ResponseUrls
from sandbox.slack.state import BOT_SCOPES, State, Team, User
from sandbox.slack.webapi import make_app
from sandbox.slack.workspaces import Workspace

SLACK = Limits()


class Sandbox:
    """A Slack on the loopback: workspaces, people, a Web API, and requests to one app.

    `now` stamps messages (demo time); signatures, triggers and rate limits use real time.
    `limits=None` switches rate limits off. `retry_delays` are the seconds before each retry of
    an event; `commands` names the app's slash commands, all being valid when it is None.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        signing_secret: str,
        app_url: str = "",
        limits: Limits | None = SLACK,
        patience: float = 3.0,
        retry_delays: Sequence[float] = (0, 60, 300),
        retry_in_background: bool = False,
    ) -> None:
        self.core = Core(now, signing_secret, Buckets(limits), app_url)
        self.core.patience = patience
        self.core.triggers.life = patience
        self.core.retry_delays = retry_delays
        self.core.retry_in_background = retry_in_background

    # Setting up

    @contextmanager
    def running(self, port: int = 0, app: ASGIApp | None = None) -> Iterator[str]:
        """Serve on the loopback and give the base URL; the Web API is below `/api/`.

        `app` is what to serve: the Web API alone, unless it is the whole site.
        """
        with serving(app or make_app(self.core), port) as base_url:
            self.core.base_url = base_url
            yield base_url

    @property
    def app_url(self) -> str:
        """Give the URL to which commands, interactions and events are sent."""
        return self.core.app_url

    @app_url.setter
    def app_url(self, url: str) -> None:
        self.core.app_url = url

    @property
    def commands(self) -> Sequence[SlashCommand] | None:
        """Give the app's slash commands; None means that every one is valid.

        They are set as bare names or as the entries of a manifest's `slash_commands`.
        """
        return self.core.commands

    @commands.setter
    def commands(self, commands: Iterable[str | Mapping[str, object]] | None) -> None:
        self.core.commands = None if commands is None else slash_commands(commands)

    @property
    def shortcuts(self) -> Sequence[Shortcut]:
        """Give the app's shortcuts, set as the entries of a manifest's `shortcuts`."""
        return self.core.shortcuts

    @shortcuts.setter
    def shortcuts(self, given: Iterable[Mapping[str, object]]) -> None:
        self.core.shortcuts = shortcuts(given)

    @property
    def subscriptions(self) -> frozenset[str]:
        """Give the bot events the app has subscribed to."""
        return self.core.subscriptions

    @subscriptions.setter
    def subscriptions(self, events: Collection[str]) -> None:
        self.core.subscriptions = frozenset(events)

    @property
    def limits(self) -> Limits | None:
        """Give the rate limits; setting them starts all buckets full again."""
        return self.core.buckets.limits

    @limits.setter
    def limits(self, limits: Limits | None) -> None:
        self.core.buckets = Buckets(limits)

    def add_workspace(
        self,
        name: str = "Partnership business unit",
        *,
        team_id: str = "",
        scopes: Sequence[str] = BOT_SCOPES,
        installed: bool = True,
        app_id: str = "A0SANDBOX01",
    ) -> Workspace:
        """Add a workspace with the app in it, or without, as a partner's on Slack Connect."""
        with self.core.lock:
            state = self.core.state
            own = team_id or state.new_id("T")
            bot = User(state.new_id("U"), own, "joinedup", "Joined Up", is_bot=True)
            team = Team(
                id=own,
                name=name,
                domain="-".join(name.lower().split()),
                app_id=app_id,
                bot_id=state.new_id("B"),
                bot_user_id=bot.id,
                bot_token=f"xoxb-{own}-{bot.id}-sandbox",
                scopes=list(scopes),
                installed=installed,
            )
            if not installed:
                team.token_error = "invalid_auth"  # noqa: S105 -- Slack's error code
            state.teams[own], state.users[bot.id] = team, bot
            return Workspace(self.core, own)

    # Looking on

    @property
    def state(self) -> State:
        """Give everything there is; hold `core.lock` while reading it beside a running app."""
        return self.core.state

    @state.setter
    def state(self, state: State) -> None:
        with self.core.lock:
            self.core.state = state

    @property
    def workspaces(self) -> list[Workspace]:
        """Give all workspaces."""
        return [Workspace(self.core, team_id) for team_id in self.core.state.teams]

    @property
    def log(self) -> Journal:
        """Give the log of both directions."""
        return self.core.journal

    @property
    def faults(self) -> Faults:
        """Give the faults, to add some."""
        return self.core.faults

    @property
    def response_urls(self) -> ResponseUrls:
        """Give the response URLs, to let them expire."""
        return self.core.response_urls

    def calls(self, method: str | None = None) -> list[ApiCall]:
        """Give the Web API calls so far, of one method if named."""
        return self.core.journal.calls(method)

    # Sending by hand

    def sign(
        self,
        body: bytes,
        *,
        timestamp: int | None = None,
        content_type: str = FORM,
        kind: str = "custom",
    ) -> SignedRequest:
        """Sign any body, at real time or at any epoch second."""
        return self.core.request(kind, body, content_type, timestamp)

    def deliver(
        self, request: SignedRequest, *, copies: int = 1, at_once: bool = False
    ) -> list[Outcome]:
        """Send the same request several times, one after the other or at once."""
        if not at_once:
            return [Outcome(request, [self.core.send(request)]) for _ in range(copies)]
        start = threading.Barrier(copies)

        def send(_number: int) -> Outcome:
            start.wait()
            return Outcome(request, [self.core.send(request)])

        with ThreadPoolExecutor(copies) as pool:
            return list(pool.map(send, range(copies)))

    def verify_url(self) -> bool:
        """Do the handshake with which Slack checks a request URL before it sends events."""
        challenge = self.core.state.new_id("challenge")
        body = b'{"type":"url_verification","token":"t","challenge":"%s"}' % challenge.encode()
        request = self.sign(body, content_type="application/json", kind="url_verification")
        reply = self.core.send(request)
        return reply.ok and challenge in reply.body.decode(errors="replace")
