"""Our SMTP door for tests: open on this machine, and what has come in by it."""

import smtplib
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass

from sqlalchemy import select

from bot.dialogue import Limits
from bot.inbound import Door
from db.engine import Database
from db.models import InboundMail
from tests.conftest import NOW

MAILBOX = "calendar@joinedup.example.org"
TAGGED = "calendar+Token-1@joinedup.example.org"
STRANGER = "lead@police.example.org"
PATIENCE = 60.0


@dataclass
class Line:
    """A connection on which anything may be said."""

    bare: socket.socket

    def put(self, words: bytes) -> bool:
        """Say something without waiting for an answer; False: the line is cut."""
        try:
            self.bare.sendall(words)
        except OSError:
            return False
        return True

    def hear(self) -> bytes:
        """Wait for an answer; empty: the line is cut."""
        try:
            return self.bare.recv(65536)
        except ConnectionError:
            return b""

    def say(self, words: bytes) -> bytes:
        """Say something, and give the answer."""
        self.put(words)
        return self.hear()

    def begin(self, recipient: str = TAGGED) -> None:
        """Say all that comes before a mail."""
        for words in ("HELO x", f"MAIL FROM:<{STRANGER}>", f"RCPT TO:<{recipient}>"):
            assert self.say(f"{words}\r\n".encode()).startswith(b"250")
        assert self.say(b"DATA\r\n").startswith(b"354")


@dataclass
class Open:
    """A door that is open."""

    host: str
    port: int
    database: Database
    close: Callable[[], None]

    def client(self) -> smtplib.SMTP:
        """Connect as a mail server does."""
        return smtplib.SMTP(self.host, self.port, local_hostname="mx.example.org", timeout=PATIENCE)

    def send(self, raw: bytes, *recipients: str, sender: str = STRANGER) -> None:
        """Hand a mail over."""
        with self.client() as smtp:
            smtp.sendmail(sender, recipients or [TAGGED], raw)

    @contextmanager
    def line(self) -> Iterator["Line"]:
        """Speak on a bare line, past its greeting."""
        with closing(socket.create_connection((self.host, self.port), PATIENCE)) as bare:
            line = Line(bare)
            line.hear()
            yield line

    def mails(self) -> Sequence[InboundMail]:
        """Give what is kept, in the order it came."""
        with self.database.reading() as session:
            return session.scalars(select(InboundMail).order_by(InboundMail.id)).all()


@contextmanager
def opened(database: Database, limits: Limits | None = None) -> Iterator[Open]:
    """Open a door on a free port."""
    door = Door(database, MAILBOX, lambda: NOW, limits=limits)
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        address = stack.enter_context(door.listening(listener, patience=5))
        host, _, port = address.rpartition(":")
        yield Open(host, int(port), database, stack.close)


def mail(number: int = 1, text: str = "I shall be there.", head: str = "") -> bytes:
    """Write a small mail."""
    return (
        f"{head}From: {STRANGER}\r\nTo: {MAILBOX}\r\nSubject: Re: Forum\r\n"
        f"Message-ID: <{number}@police.example.org>\r\n\r\n{text}\r\n"
    ).encode()
