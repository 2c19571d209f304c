"""Who may ask the site for anything: its pages act for everybody, and are this machine's own."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MISDIRECTED, FORBIDDEN = 421, 403
POLL = 0.05


def host_name(authority: str) -> str:
    """Give the name in a Host header: without the port, and without an address's brackets."""
    try:
        return urlsplit(f"//{authority}").hostname or ""
    except ValueError:
        return ""


@dataclass(frozen=True)
class OwnHost:
    """Answers to its own names alone, so that no other site's name can be pointed at it."""

    app: ASGIApp
    hosts: frozenset[str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look at the name under which the site was asked for."""
        if scope["type"] == "http" and host_name(Headers(scope=scope).get("host", "")) not in (
            self.hosts
        ):
            answer = PlainTextResponse("This is not a name of the sandbox.", MISDIRECTED)
            return await answer(scope, receive, send)
        return await self.app(scope, receive, send)


@dataclass(frozen=True)
class WhenListening:
    """Keeps people waiting until the app behind the page listens: an open tab is faster."""

    app: ASGIApp
    listens: Callable[[], bool]
    patience: float = 20.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the Web API through at once, which the app needs to start; pages when it has."""
        waits = self.patience if _is_a_page(scope) else 0.0
        while waits > 0 and not self.listens():
            await asyncio.sleep(POLL)
            waits -= POLL
        return await self.app(scope, receive, send)


def _is_a_page(scope: Scope) -> bool:
    path = str(scope.get("path", ""))
    return path == "/" or path.startswith(("/slack", "/live"))


@dataclass(frozen=True)
class OwnPagesOnly:
    """Refuses forms that another site sends: the page is anybody's who can reach it."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look at where a browser says that a request comes from."""
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD"):
            headers = Headers(scope=scope)
            if _is_strange(headers):
                answer = PlainTextResponse("From another site", FORBIDDEN)
                return await answer(scope, receive, send)
        return await self.app(scope, receive, send)


def _is_strange(headers: Mapping[str, str]) -> bool:
    """Tell whether another site's page sends this; programs name no origin."""
    if headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        return True
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2] != headers.get("host")
