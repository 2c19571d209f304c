"""Runs an ASGI app on the loopback, in a thread, in such a way that connections can be dropped."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol


class DroppableProtocol(H11Protocol):
    """Uvicorn's HTTP protocol; it puts the transport's `abort` into each request's state."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Remember how to cut this one connection."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, "abort": transport.abort}


class PromptServer(uvicorn.Server):
    """Uvicorn's server, which stops as soon as it is told: it looks only ten times a second."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._told: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def stop(self) -> None:
        """Tell it to stop, from whichever thread."""
        self.should_exit = True
        with suppress(RuntimeError):  # it has ended meanwhile
            if self._loop is not None and self._told is not None:
                self._loop.call_soon_threadsafe(self._told.set)

    async def main_loop(self) -> None:
        """Serve until told to stop."""
        self._loop, self._told = asyncio.get_running_loop(), asyncio.Event()
        counter = 0
        while not await self.on_tick(counter % 864_000):
            counter += 1
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), 0.1)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let what is under way end; where nothing is, there is nothing to wait for."""
        if self.server_state.tasks:
            await super().shutdown(sockets)
            return
        for server in self.servers:
            server.close()
        for each in sockets or []:
            each.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()


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
    server = PromptServer(config)
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
            server.stop()
            thread.join(timeout=5)
