"""Work that a page starts and waits for a moment only, in a thread that ends with the program."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from threading import Thread


async def aside(work: Callable[[], object], patience: float) -> None:
    """Start some work and wait until it is done, or until patience ends: then it goes on alone."""
    done = Future[None]()

    def run() -> None:
        try:
            work()
        finally:
            with suppress(Exception):  # whoever waited may have gone
                done.set_result(None)

    Thread(target=run, daemon=True).start()
    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.wrap_future(done), patience)
