"""The post office's SMTP door (RFC 5321): takes mail for anybody, and fails when it is asked to."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from aiosmtpd.smtp import SMTP, Envelope, Session

from sandbox.post.faults import Faults
from sandbox.post.sending import UndeliveredError

Accept = Callable[[str, list[str], bytes], None]
"""Takes a mail that has arrived: envelope sender, envelope recipients, its bytes."""


class Door:
    """Handles the SMTP dialogue for aiosmtpd: its `handle_` hooks are called by name."""

    def __init__(self, accept: Accept, faults: Faults) -> None:
        self._accept = accept
        self._faults = faults

    async def handle_RCPT(  # noqa: N802 - the library's name
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        """Take any recipient but those that a fault refuses (RFC 5321, 4.2.3)."""
        del server, session, options
        fault = self._faults.take("refuse", "recipient", [address])
        if fault:
            return f"{fault.code} {_sentence(fault.code)}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the mail's bytes as they came, unless a fault comes between."""
        del session
        people = [str(address) for address in envelope.rcpt_tos]
        slow = self._faults.take("delay", "data", people)
        if slow:
            await asyncio.sleep(slow.seconds)
        fault = self._faults.take("refuse", "data", people)
        if fault:
            return f"{fault.code} {_sentence(fault.code)}"
        if self._faults.take("drop", "data", people):
            return _hang_up(server)
        content = envelope.content or b""
        raw = content.encode() if isinstance(content, str) else content
        try:
            self._accept(envelope.mail_from or "", people, raw)
        except UndeliveredError as error:  # the server beyond did not take it, so neither do we
            return f"{error.code or 451} {_sentence(error.code)}"
        if self._faults.take("drop", "accepted", people):
            return _hang_up(server)
        return "250 OK: in the mailbox"


def _hang_up(server: SMTP) -> str:
    """Cut the line without a word: the sender can't know what became of the mail."""
    if isinstance(server.transport, asyncio.WriteTransport):
        server.transport.abort()
    return "421 Gone"


def _sentence(code: int) -> str:
    return "5.1.1 No such mailbox" if code >= 500 else "4.3.0 Try again later"  # noqa: PLR2004


@contextmanager
def listening(door: Door, port: int = 0) -> Iterator[str]:
    """Listen on 127.0.0.1, on a free port unless one is named, in a thread; give `host:port`."""
    loop = asyncio.new_event_loop()
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))

        def protocol() -> SMTP:
            return SMTP(door, loop=loop, enable_SMTPUTF8=True, hostname="post.sandbox.invalid")

        thread = threading.Thread(target=loop.run_forever, name="post-office", daemon=True)
        thread.start()
        opening = loop.create_server(protocol, sock=listener)
        server = asyncio.run_coroutine_threadsafe(opening, loop).result(timeout=5)
        host, bound = listener.getsockname()
        try:
            yield f"{host}:{bound}"
        finally:
            asyncio.run_coroutine_threadsafe(_close(server), loop).result(timeout=5)
            loop.call_soon_threadsafe(loop.stop)
            thread.join(timeout=5)
            loop.close()


async def _close(server: asyncio.Server) -> None:
    """Close the door, then end the dialogues that are still going on."""
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
