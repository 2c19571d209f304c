"""The whole post office behind one handle."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Literal

from starlette.routing import Route

from sandbox.post import pages, saving
from sandbox.post.faults import EVERYBODY, Fault, Faults
from sandbox.post.mailroom import Mailroom, nobody_hears
from sandbox.post.pages import Render
from sandbox.post.smtp import Door, listening


class PostOffice(Mailroom):
    """Mailboxes and calendars for anybody, an SMTP server that fills them, and pages to see them.

    `now` stamps what arrives; `on_change` hears whose mailbox or calendar has changed. Mail that
    people send from here goes to `door` ("host:port", the bot's own SMTP server) when its domain
    is one of `door_domains`, else it lies in a mailbox here.
    """

    def __init__(
        self, now: Callable[[], datetime], *, on_change: Callable[[str], None] = nobody_hears
    ) -> None:
        super().__init__(now, on_change)
        self.faults = Faults()

    @contextmanager
    def running(self, port: int = 0) -> Iterator[str]:
        """Take mail on 127.0.0.1, on a free port unless one is named; give `host:port`."""
        with listening(Door(self.accept, self.faults), port) as address:
            self.address = address
            try:
                yield address
            finally:
                self.address = ""

    # Bad days

    def refuse(
        self,
        address: str = EVERYBODY,
        code: int = 550,
        *,
        times: int | None = None,
        stage: Literal["recipient", "data"] = "recipient",
    ) -> Fault:
        """Refuse mail for an address: 5xx for good, 4xx for now (RFC 5321, 4.2.1)."""
        return self.faults.add(Fault("refuse", stage, address.lower(), times, code))

    def delay(self, seconds: float, address: str = EVERYBODY, *, times: int | None = None) -> Fault:
        """Take mail slowly, in real seconds."""
        fault = Fault("delay", "data", address.lower(), times, seconds=seconds)
        return self.faults.add(fault)

    def drop(self, address: str = EVERYBODY, *, after: bool = False, times: int = 1) -> Fault:
        """Cut the line before a mail is kept, or after it: the sender can't tell which."""
        stage: Literal["accepted", "data"] = "accepted" if after else "data"
        return self.faults.add(Fault("drop", stage, address.lower(), times))

    # Pages, and what is kept

    def routes(self, render: Render) -> list[Route]:
        """Give the pages: mailboxes below /mail, calendars below /calendar."""
        return pages.routes(self, render)

    def save(self, folder: Path) -> None:
        """Keep all mail and the calendars' answers in a folder."""
        saving.save(self, folder)

    def load(self, folder: Path) -> bool:
        """Start again with what was saved; say whether there was anything."""
        return saving.load(self, folder)
