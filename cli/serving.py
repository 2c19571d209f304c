"""The long-running processes: `web`, `worker` and `inbound`. All end cleanly on SIGTERM."""

import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Event

import uvicorn

from cli.first_start import prepare_in_background
from cli.wiring import House
from domain.errors import Refused
from jobs.endings import heed_signals, wait_until

GRACE_SECONDS = 25
"""How long requests on their way may take to end: hosts kill 30 seconds after SIGTERM."""


def web(house: House, *, host: str, port: int) -> None:
    """Serve until told to stop. Raises `Refused` where the port can't be had."""
    with _listener(host, port) as listener:
        stop = Event()
        prepare_in_background(house, stop)
        # uvicorn raises the signal again once it has ended everything: that is a clean end.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        config = uvicorn.Config(
            house.web,
            log_config=None,  # its lines take the form of ours (cli/logs.py)
            access_log=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
            server_header=False,
        )
        try:
            with suppress(KeyboardInterrupt):
                uvicorn.Server(config).run(sockets=[listener])
        finally:
            stop.set()
            house.database.close()


def _listener(host: str, port: int, setting: str = "PORT or --port") -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named TCP, or asyncio leaves Nagle's algorithm on and small answers wait 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise Refused(
            f"Port {port} of {host} can't be had ({error.strerror}): another program may have it. "
            f"Choose another with {setting}."
        ) from error
    return listener


def inbound(house: House, say: Callable[[str], None]) -> None:
    """Take mail until told to stop. Raises `Refused` where the port can't be had.

    Where no port is set it waits all the same: an ended process would end those beside it.
    """
    stop = Event()
    heed_signals(stop)
    port = house.settings.inbound_smtp_port
    if port and house.settings.mail_from:
        with (
            _listener(house.settings.inbound_smtp_host, port, "INBOUND_SMTP_PORT") as listener,
            house.door.listening(listener) as address,
        ):
            say(f"Mail to {house.settings.mail_from} is taken at {address}.")
            wait_until(stop)
    else:
        missing = "INBOUND_SMTP_PORT" if not port else "MAIL_FROM"
        say(f"{missing} is not set, so no mail is taken. This waits until it is told to stop.")
        wait_until(stop)
    house.database.close()


def worker(house: House) -> None:
    """Deliver and tick until told to stop."""
    stop = Event()
    prepare_in_background(house, stop)
    house.worker.start()
    house.worker.wait()
    stop.set()
    house.close()
