"""The sandbox in a browser, and its Web API, on one origin."""

from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from sandbox.clockwork import Clockwork
from sandbox.live import Live, Watch
from sandbox.pages.clock import ClockPages
from sandbox.pages.desk import Desks
from sandbox.pages.guards import LOOPBACK, OwnHost, OwnPagesOnly, WhenListening
from sandbox.pages.log import LogPages
from sandbox.pages.render import Renderer
from sandbox.pages.slack import SlackPages
from sandbox.slack.core import Core
from sandbox.slack.sandbox import Sandbox
from sandbox.slack.webapi import make_app

HERE = Path(__file__).parent
STATIC = HERE / "pages" / "static"
STYLES = ("frame.css", "slack.css", "messages.css", "blocks.css", "modal.css", "log.css")
SCRIPT = STATIC / "sandbox.js"
LOGGED = 2_000
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


def _marks(core: Core) -> dict[str, object]:
    """Give what grows with every change: ids, stamps, open modals, the log."""
    state = core.state
    with core.lock:
        stacks = sum(hash(tuple(stack)) for stack in state.stacks.values())
        messages = sum(len(one.messages) for one in state.channels.values())
        stamps = sum(state.last_ts.values())
        slack = (state.last_id, stamps, stacks, messages, len(state.ephemerals))
    return {"slack": slack, "log": core.journal.written}


def _hear(post: Post | None, mails: list[int], watch: Watch) -> None:
    """Count the post office's changes, beside whoever else hears of them."""
    if post is not None:
        others = post.on_change

        def changed(address: str) -> None:
            mails[0] += 1
            others(address)
            watch.nudge()

        post.on_change = changed


def make_site(
    slack: Sandbox,
    *,
    post: Post | None = None,
    clockwork: Clockwork | None = None,
    save: Callable[[], object] | None = None,
    desks: Desks | None = None,
    hosts: Iterable[str] = (),
    listens: Callable[[], bool] = lambda: True,
) -> Starlette:
    """Make the whole site; `app.state.live` is its hub, and `app.state.close()` ends it.

    `save` is called a second after the last change, and at the end. `desks` is what the page
    remembers for people beside Slack's state. `hosts` are names it answers to besides this
    machine's own. Pages wait until the app `listens`.
    """
    live, desks = Live(), Desks() if desks is None else desks
    routes = _routes(slack, live, desks, post, clockwork)
    site = Starlette(routes=routes, middleware=_middleware(hosts, listens))
    watch = _watch(slack.core, live, desks, post, save)

    def close() -> None:
        live.close()
        watch.close()

    site.state.live, site.state.close = live, close
    return site


def _watch(
    core: Core, live: Live, desks: Desks, post: Post | None, save: Callable[[], object] | None
) -> Watch:
    """Watch all that pages show, and have it nudged by whoever changes it."""
    mails = [0]

    def marks() -> dict[str, object]:
        return _marks(core) | {"mail": mails[0], "read": desks.read_marks()}

    watch = Watch(marks, live.changed, save)
    _hear(post, mails, watch)
    core.journal.keep(LOGGED)
    core.journal.on_add(watch.nudge)
    desks.on_deed = watch.nudge
    return watch


def _routes(
    slack: Sandbox, live: Live, desks: Desks, post: Post | None, clockwork: Clockwork | None
) -> list[BaseRoute]:
    mail = [("Mail", "/mail"), ("Calendar", "/calendar")] if post else []
    sections = [("Slack", "/slack"), *mail, ("Log", "/log")]
    version = _tag(stylesheet() + SCRIPT.read_bytes())
    renderer = Renderer(slack.core, clockwork, sections, version)
    if clockwork:
        clockwork.changed = lambda: live.changed("clock")
    return [
        *make_app(slack.core).routes,
        *_static(),
        Route("/live", _live(live)),
        *LogPages(slack.core.journal, renderer, lambda: slack.state).routes(),
        *(ClockPages(clockwork).routes() if clockwork else ()),
        *(post.routes(renderer.render) if post else ()),
        *SlackPages(slack, renderer, desks).routes(),
    ]


def _middleware(hosts: Iterable[str], listens: Callable[[], bool]) -> list[Middleware]:
    return [
        Middleware(OwnHost, hosts=frozenset({*LOOPBACK, *hosts})),
        Middleware(OwnPagesOnly),
        Middleware(WhenListening, listens=listens),
        Middleware(GZipMiddleware, compresslevel=5),  # the live stream's kind it leaves alone
    ]


def _live(live: Live) -> Callable[[Request], object]:
    async def stream(_request: Request) -> Response:
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(live.stream(), media_type="text/event-stream", headers=headers)

    return stream


def _tag(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


def _static() -> list[Route]:
    """Serve the stylesheet and the script, asked for again only when they have changed."""

    def serve(content: Callable[[], bytes], kind: str) -> Callable[[Request], Response]:
        def give(request: Request) -> Response:
            body = content()
            tag = f'"{_tag(body)}"'
            headers = {
                "etag": tag,
                "cache-control": "no-cache",
                "x-content-type-options": "nosniff",
            }
            if request.headers.get("if-none-match") == tag:
                return Response(status_code=304, headers=headers)
            return Response(body, media_type=kind, headers=headers)

        return give

    return [
        Route("/static/sandbox.css", serve(stylesheet, "text/css")),
        Route("/static/sandbox.js", serve(SCRIPT.read_bytes, "text/javascript")),
    ]
