"""The web application: Slack's requests come in here, and whether we are well is asked here."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from slack_bolt import App, BoltRequest
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.faults import reference_for
from bot.verify import MAX_BODY, well_formed

WORKERS = 8
"""Requests of Slack's handled at once (architecture.md, traps: eight threads were the fastest)."""

Problems = Callable[[], list[str]]
"""Says in words why we can't work; an empty list when all is well."""


def web_app(slack: App, problems: Problems) -> Starlette:
    """Make the web application around Bolt's app."""

    async def ready(_request: Request) -> Response:
        found = await run_in_threadpool(problems)
        return JSONResponse({"problems": found}, status_code=503 if found else 200)

    return Starlette(
        routes=[
            Route("/slack/events", SlackEndpoint(slack).answer, methods=["POST"]),
            Route("/healthz", _alive, methods=["GET"]),
            Route("/readyz", ready, methods=["GET"]),
        ],
    )


class SlackEndpoint:
    """Where Slack's requests come in: bounded and well-formed, then Bolt's, in a thread."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._threads = ThreadPoolExecutor(WORKERS, thread_name_prefix="slack")

    async def answer(self, request: Request) -> Response:
        """Answer one request: 413 over 1 MB, 401 unless it is signed, never 500."""
        body = await _read(request)
        if body is None:
            return Response(status_code=413)
        asked = _bolt_request(request, body)
        if asked is None:
            return Response(status_code=401)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._dispatch, asked)

    def _dispatch(self, asked: BoltRequest) -> Response:
        try:
            answer = self._app.dispatch(asked)
        except Exception as error:  # noqa: BLE001 - Slack must not send again what we can't read
            reference_for(error)
            return Response(status_code=200)
        return Response(
            answer.body,
            status_code=answer.status,
            headers=dict(answer.first_headers_without_set_cookie()),
        )


async def _alive(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def _read(request: Request) -> bytes | None:
    """Read a body, None once it is over the limit, whatever its length is said to be."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY:
            return None
        parts.append(part)
    return b"".join(parts)


def _bolt_request(request: Request, body: bytes) -> BoltRequest | None:
    """Give Bolt's view of a request, None for one that no signature could make right."""
    headers = request.headers
    if not well_formed(
        timestamp=headers.get("x-slack-request-timestamp"),
        signature=headers.get("x-slack-signature"),
        body=body,
    ):
        return None
    try:
        return BoltRequest(body=body.decode(), headers={k: [v] for k, v in headers.items()})
    except (ValueError, AttributeError, TypeError, KeyError):  # what it parses before verifying
        return None
