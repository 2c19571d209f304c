"""How calls from the app are answered: faults strike, the log is written, connections drop."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from sandbox.slack.core import Core
from sandbox.slack.errors import SlackError
from sandbox.slack.faults import Fault
from sandbox.slack.journal import ApiCall
from sandbox.slack.state import Json


@dataclass(frozen=True)
class Answer:
    """An answer before it becomes HTTP; `text` stands in for JSON where Slack gives plain text."""

    body: Json = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    text: str | None = None
    team_id: str = ""

    def response(self) -> Response:
        """Make the HTTP response."""
        if self.text is not None:
            return PlainTextResponse(self.text, self.status, self.headers)
        return JSONResponse(self.body, self.status, self.headers)


class Dropped(Response):
    """No response: the connection is cut, as the client sees when a network or a Slack dies."""

    async def __call__(self, scope: Scope, receive: Receive, _send: Send) -> None:
        """Abort the transport that `sandbox.server` put into the scope."""
        scope["state"]["abort"]()
        while (await receive())["type"] != "http.disconnect":
            pass


def refused(refusal: SlackError) -> Answer:
    """Answer a refusal: HTTP 200, or 429 with Retry-After when it is about the rate."""
    body = refusal.answer()
    if refusal.code != "ratelimited":
        return Answer(body)
    wait = str(body.pop("retry_after", 1))
    return Answer(body, 429, {"retry-after": wait})


def _struck(fault: Fault | None) -> Answer | None:
    """Give the answer with which a fault replaces the work, if it does."""
    if fault is None:
        return None
    if fault.kind == "error500":
        return Answer(status=500, text="Internal Server Error")
    if fault.kind == "ratelimited":
        return refused(SlackError("ratelimited", retry_after=fault.retry_after))
    if fault.kind == "slack_error":
        return refused(SlackError(fault.error))
    return Answer(status=0) if fault.kind == "drop_before" else None


async def give(
    core: Core, method: str, verb: str, arguments: Json, work: Callable[[], Answer]
) -> Response:
    """Do the work of one call unless a fault prevents it, log it, and answer or drop."""
    started, at = time.monotonic(), time.time()
    fault = core.faults.take(method)
    if fault and fault.kind == "delay":
        await asyncio.sleep(fault.seconds)
    answer = _struck(fault) or work()
    dropped = fault is not None and fault.kind.startswith("drop")
    core.journal.add(
        ApiCall(
            method,
            answer.team_id,
            arguments,
            answer.body,
            0 if dropped else answer.status,
            time.monotonic() - started,
            at,
            verb,
            fault.kind if fault else "",
        )
    )
    return Dropped() if dropped else answer.response()
