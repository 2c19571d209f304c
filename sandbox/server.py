"""Runs an ASGI app on the loopback, in a thread, in such a way that connections can be dropped."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol


class DroppableProtocol(H11Protocol):
    """Uvicorn's HTTP protocol; it puts the transport's `abort` into each request's state."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Remember how to cut this one connection."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, "abort": transport.abort}


@contextmanager
def serving(app: ASGIApp, port: int = 0) -> Iterator[str]:
    """Serve on 127.0.0.1, on a free port unless one is named, and give the base URL.

    An app with a `state.close` (the site) is told to end its streams before the server stops.
    """
    config = uvicorn.Config(
        app,
        http=DroppableProtocol,
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    # Named TCP, or asyncio leaves Nagle's algorithm on and small answers wait 40 ms.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.005)
        if not server.started:
            raise RuntimeError("the server could not start")
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            close = getattr(getattr(app, "state", None), "close", None)
            if close:
                close()
            server.should_exit = True
            thread.join(timeout=5)
