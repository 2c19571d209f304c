"""The sandbox in a browser, and its Web API, on one origin."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.clockwork import Clockwork
from sandbox.live import Live, Watch
from sandbox.pages.clock import ClockPages
from sandbox.pages.log import LogPages
from sandbox.pages.render import Renderer
from sandbox.pages.slack import SlackPages
from sandbox.slack.core import Core
from sandbox.slack.sandbox import Sandbox
from sandbox.slack.webapi import make_app

HERE = Path(__file__).parent
STATIC = HERE / "pages" / "static"
STYLES = ("frame.css", "slack.css", "messages.css", "blocks.css", "modal.css", "log.css")
POST_STYLES = HERE / "post" / "mail.css"
Render = Callable[..., Response]


class Post(Protocol):
    """A post office with pages of its own; `on_change` hears of every change."""

    on_change: Callable[[str], None]

    def routes(self, render: Render) -> Iterable[BaseRoute]:
        """Give the routes; pages are made with `render(request, template_name, **context)`."""
        ...


def stylesheet() -> bytes:
    """Give the one stylesheet: its parts, one after the other."""
    parts = [*(STATIC / name for name in STYLES), POST_STYLES]
    return b"\n".join(part.read_bytes() for part in parts if part.exists())


@dataclass(frozen=True)
class OwnPagesOnly:
    """Refuses forms that another site sends: the page is anybody's who can reach it."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look at where a browser says that a request comes from."""
        if scope["type"] == "http":
            headers = dict(scope["headers"])
            strange = headers.get(b"sec-fetch-site") in (b"cross-site", b"same-site")
            if strange and scope["method"] not in ("GET", "HEAD"):
                await PlainTextResponse("From another site", 403)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _marks(core: Core) -> dict[str, object]:
    """Give what grows with every change: ids, stamps, open modals, the log."""
    state = core.state
    with core.lock:
        stacks = sum(hash(tuple(stack)) for stack in state.stacks.values())
        messages = sum(len(one.messages) for one in state.channels.values())
        stamps = sum(state.last_ts.values())
        slack = (state.last_id, stamps, stacks, messages, len(state.ephemerals))
    return {"slack": slack, "log": len(core.journal)}


def _heard(post: Post | None) -> list[int]:
    """Count the post office's changes, beside whoever else hears of them."""
    count = [0]
    if post is not None:
        others = post.on_change

        def hear(address: str) -> None:
            count[0] += 1
            others(address)

        post.on_change = hear
    return count


def make_site(
    slack: Sandbox,
    *,
    post: Post | None = None,
    clockwork: Clockwork | None = None,
    save: Callable[[], object] | None = None,
) -> Starlette:
    """Make the whole site; `app.state.live` is its hub, and `app.state.close()` ends it.

    `save` is called a second after the last change, and at the end.
    """
    live = Live()
    mail = [("Mail", "/mail"), ("Calendar", "/calendar")] if post else []
    sections = [("Slack", "/slack"), *mail, ("Log", "/log")]
    renderer = Renderer(slack.core, clockwork, sections)
    routes: list[BaseRoute] = [
        *make_app(slack.core).routes,
        *_static(),
        Route("/live", _live(live)),
        *LogPages(slack.core.journal, renderer, lambda: slack.state).routes(),
        *(ClockPages(clockwork).routes() if clockwork else ()),
        *(post.routes(renderer.render) if post else ()),
        *SlackPages(slack, renderer).routes(),
    ]
    if clockwork:
        clockwork.changed = lambda: live.changed("clock")
    site = Starlette(routes=routes, middleware=[Middleware(OwnPagesOnly)])
    mails = _heard(post)
    watch = Watch(lambda: _marks(slack.core) | {"mail": mails[0]}, live.changed, save)

    def close() -> None:
        live.close()
        watch.close()

    site.state.live, site.state.close = live, close
    return site


def _live(live: Live) -> Callable[[Request], object]:
    async def stream(_request: Request) -> Response:
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(live.stream(), media_type="text/event-stream", headers=headers)

    return stream


def _static() -> list[Route]:
    """Serve the stylesheet and the script, asked for again only when they have changed."""

    def serve(content: Callable[[], bytes], kind: str) -> Callable[[Request], Response]:
        def give(request: Request) -> Response:
            body = content()
            tag = f'"{sha256(body).hexdigest()[:16]}"'
            headers = {
                "etag": tag,
                "cache-control": "no-cache",
                "x-content-type-options": "nosniff",
            }
            if request.headers.get("if-none-match") == tag:
                return Response(status_code=304, headers=headers)
            return Response(body, media_type=kind, headers=headers)

        return give

    script = STATIC / "sandbox.js"
    return [
        Route("/static/sandbox.css", serve(stylesheet, "text/css")),
        Route("/static/sandbox.js", serve(script.read_bytes, "text/javascript")),
    ]
