"""The mail edge: our own SMTP door. What it has taken is in the database before it says 250.

A mail that can't be kept is refused for now (4xx), so that its sender tries again; only mail to
our own mailbox is taken, so nothing can be relayed.
"""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime

from bot.dialogue import Dialogue, Guests, Limits
from db import inbound
from db.engine import Database
from domain.mailboxes import token_at

PATIENCE = 25.0
"""Seconds that a mail on its way gets when the door closes: hosts kill after 30."""

_WRITERS = 4
_LOCK_SECONDS = 20.0
"""How long a mail waits for SQLite's lock before its sender is asked to come again."""


def keep(
    database: Database, raw: bytes, sender: str, recipients: Sequence[str], now: datetime
) -> int:
    """Keep a mail for its recipients, who are all ours, in one transaction; say how many are new.

    Raises what the database raises: nothing was kept then.
    """
    with database.writing(patience=_LOCK_SECONDS) as session:
        kept = [inbound.store(session, raw, sender, each, now) for each in recipients]
        return sum(each is not None for each in kept)


def meant(recipients: Sequence[str], mailbox: str) -> list[str]:
    """Give the addresses of ours for which a mail is kept: those with a tag, else the mailbox.

    A mail to both is one mail, and the tag says whose it is.
    """
    tokens = {each: token_at(each, mailbox) for each in dict.fromkeys(recipients)}
    with_tag = [each for each, token in tokens.items() if token]
    return with_tag or [each for each, token in tokens.items() if token is not None][:1]


class Door:
    """Takes mail by SMTP for one mailbox of ours, with or without a tag behind its plus."""

    def __init__(
        self,
        database: Database,
        mailbox: str,
        clock: Callable[[], datetime],
        *,
        limits: Limits | None = None,
    ) -> None:
        self._database = database
        self._mailbox = mailbox
        self._clock = clock
        self._limits = limits or Limits()
        self.is_open = False

    @contextmanager
    def listening(self, listener: socket.socket, patience: float = PATIENCE) -> Iterator[str]:
        """Take mail on a bound socket, in a thread of its own; give `host:port`.

        At the end nobody is let in any more, and what is on its way may still arrive.
        """
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, name="inbound", daemon=True)
        thread.start()
        with ThreadPoolExecutor(_WRITERS, thread_name_prefix="inbound") as writers:
            guests = Guests(self._limits, self._mailbox, self._keeping(loop, writers))
            opening = loop.create_server(lambda: Dialogue(guests, loop), sock=listener, backlog=512)
            server = asyncio.run_coroutine_threadsafe(opening, loop).result()
            host, port = listener.getsockname()[:2]
            self.is_open = True
            try:
                yield f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
            finally:
                self.is_open = False
                closing = _close(server, guests, patience)
                asyncio.run_coroutine_threadsafe(closing, loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

    def _keeping(
        self, loop: asyncio.AbstractEventLoop, writers: ThreadPoolExecutor
    ) -> Callable[[bytes, str, Sequence[str]], asyncio.Future[int]]:
        """Give what keeps a mail without holding up the other dialogues."""

        def keeping(raw: bytes, sender: str, recipients: Sequence[str]) -> asyncio.Future[int]:
            own = meant(recipients, self._mailbox)
            return loop.run_in_executor(
                writers, lambda: keep(self._database, raw, sender, own, self._clock())
            )

        return keeping


async def _close(server: asyncio.Server, guests: Guests, patience: float) -> None:
    """Let nobody in any more, wait for mail that is on its way, then end every dialogue."""
    server.close()
    await guests.leave(patience)
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
