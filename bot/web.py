"""The web application: Slack's requests come in here, and whether we are well is asked here."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.app import HttpAnswer
from bot.verify import MAX_BODY

WORKERS = 8
"""Requests of Slack's handled at once (architecture.md, traps: eight threads were the fastest)."""

Door = Callable[[dict[str, str], bytes], HttpAnswer]
"""Answers a request of Slack's, by its headers and body."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether we can work. `problems` keep us from it; `notes` are worth an operator's look."""

    problems: list[str]
    notes: list[str] = field(default_factory=list)


def web_app(
    slack: Door, readiness: Callable[[], Readiness], pages: Iterable[BaseRoute] = ()
) -> Starlette:
    """Make the web application around Slack's door, with the pages that people open."""
    threads = ThreadPoolExecutor(WORKERS, thread_name_prefix="slack")

    async def asked_by_slack(request: Request) -> Response:
        body = await _read(request)
        if body is None:
            return Response(status_code=413)
        loop = asyncio.get_running_loop()
        answer = await loop.run_in_executor(threads, slack, dict(request.headers), body)
        return Response(answer.body, status_code=answer.status, headers=answer.headers)

    async def ready(_request: Request) -> Response:
        found = await run_in_threadpool(readiness)
        return JSONResponse(asdict(found), status_code=503 if found.problems else 200)

    return Starlette(
        routes=[
            Route("/slack/events", asked_by_slack, methods=["POST"]),
            Route("/healthz", _alive, methods=["GET"]),
            Route("/readyz", ready, methods=["GET"]),
            *pages,
        ],
    )


async def _alive(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def _read(request: Request) -> bytes | None:
    """Read a body; None once it is over the limit, or when whoever sends it hangs up."""
    parts, size = [], 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > MAX_BODY:
                return None
            parts.append(part)
    except ClientDisconnect:
        return None
    return b"".join(parts)
