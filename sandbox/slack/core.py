"""What both directions share: the state and its lock, the clock, the log, the faults."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.slack.faults import Faults
from sandbox.slack.journal import AppRequest, Journal
from sandbox.slack.limits import Buckets
from sandbox.slack.offers import Shortcut, SlashCommand
from sandbox.slack.requests import FORM, Reply, SignedRequest, send, signed_headers
from sandbox.slack.response_urls import ResponseUrls
from sandbox.slack.state import State
from sandbox.slack.triggers import Triggers

SUBSCRIPTIONS = frozenset(
    {
        "app_home_opened",
        "app_mention",
        "app_uninstalled",
        "channel_id_changed",
        "channel_shared",
        "channel_unshared",
        "member_joined_channel",
        "member_left_channel",
        "message.im",
        "team_join",
        "tokens_revoked",
        "user_change",
    }
)


@dataclass
class Core:
    """The parts that the Web API and the people hold in common; `lock` guards `state`."""

    now: Callable[[], datetime]
    signing_secret: str
    buckets: Buckets
    app_url: str = ""
    base_url: str = ""
    patience: float = 3.0
    retry_delays: Sequence[float] = (0, 60, 300)
    retry_in_background: bool = False
    subscriptions: frozenset[str] = SUBSCRIPTIONS
    commands: Sequence[SlashCommand] | None = None
    shortcuts: Sequence[Shortcut] = ()
    state: State = field(default_factory=State)
    lock: threading.RLock = field(default_factory=threading.RLock)
    triggers: Triggers = field(default_factory=Triggers)
    response_urls: ResponseUrls = field(default_factory=ResponseUrls)
    faults: Faults = field(default_factory=Faults)
    journal: Journal = field(default_factory=Journal)

    def request(
        self, kind: str, body: bytes, content_type: str = FORM, timestamp: int | None = None
    ) -> SignedRequest:
        """Sign a body at real time, or at any epoch second, for the app's URL."""
        at = int(time.time()) if timestamp is None else timestamp
        headers = signed_headers(self.signing_secret, body, content_type, at)
        return SignedRequest(kind, "POST", self.app_url, headers, body)

    def send(self, request: SignedRequest) -> Reply:
        """Send a request to the app and write it into the log."""
        at = time.time()
        reply = send(request, self.patience)
        self.journal.add(
            AppRequest(
                request.kind,
                request.url,
                request.headers,
                request.body,
                reply.status,
                reply.body,
                reply.elapsed,
                at,
                reply.error,
            )
        )
        return reply
