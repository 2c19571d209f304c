"""Callers of Slack's endpoint over HTTP with keep-alive, and what they measure."""

import http.client
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from urllib.parse import urlsplit

from sandbox import SignedRequest


@dataclass(frozen=True, slots=True)
class Times:
    """How long requests took, in milliseconds."""

    each: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.each)

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.each, n=100)[98]


class Caller:
    """One connection that is kept open."""

    def __init__(self, url: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)

    def call(self, request: SignedRequest) -> float:
        """Send a request, read its answer, and give the milliseconds in between."""
        began = time.perf_counter()
        self._connection.request(request.method, request.path, request.body, request.headers)
        answer = self._connection.getresponse()
        answer.read()
        taken = time.perf_counter() - began
        assert answer.status == 200
        return taken * 1000

    def close(self) -> None:
        self._connection.close()


def in_turn(runs: Sequence[tuple[str, Sequence[SignedRequest]]]) -> list[Times]:
    """Send each place its requests, one to each in turn, so that noise hits all alike."""
    with ExitStack() as stack:
        callers = [stack.enter_context(closing(Caller(url))) for url, _ in runs]
        requests = [each for _, each in runs]
        taken = [
            [caller.call(request) for caller, request in zip(callers, turn, strict=True)]
            for turn in zip(*requests, strict=True)
        ]
    return [Times(list(each)) for each in zip(*taken, strict=True)]


def per_second(url: str, requests: Sequence[SignedRequest], callers: int) -> float:
    """Send requests to one place with several callers at once; gives requests a second."""

    def call_all(caller: Caller, own: Sequence[SignedRequest]) -> None:
        for request in own:
            caller.call(request)

    shares = [requests[number::callers] for number in range(callers)]
    with ExitStack() as stack, ThreadPoolExecutor(callers) as pool:
        ready = [stack.enter_context(closing(Caller(url))) for _ in shares]
        began = time.perf_counter()
        list(pool.map(call_all, ready, shares))
        return len(requests) / (time.perf_counter() - began)


def show(line: str, *, end: str = "\n") -> None:
    """Show a line of a table, where pytest is told to (`-s`)."""
    print(line, end=end, flush=True)  # noqa: T201 - what was measured is to be read
