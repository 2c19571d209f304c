"""The long-running processes: `web` and `worker`. Both end cleanly on SIGTERM."""

import signal
import sys
from threading import Event

import uvicorn

from cli.first_start import prepare_in_background
from cli.wiring import House

GRACE_SECONDS = 25
"""How long requests on their way may take to end: hosts kill 30 seconds after SIGTERM."""


def web(house: House, *, host: str, port: int) -> None:
    """Serve until told to stop."""
    stop = Event()
    prepare_in_background(house, stop)
    # uvicorn raises the signal again once it has ended everything: that is a clean end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        uvicorn.run(
            house.web,
            host=host,
            port=port,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
            server_header=False,
        )
    finally:
        stop.set()
        house.database.close()


def worker(house: House) -> None:
    """Deliver and tick until told to stop."""
    stop = Event()
    prepare_in_background(house, stop)
    house.worker.start()
    house.worker.wait()
    stop.set()
    house.database.close()
