"""What our SMTP door says and hears (RFC 5321), with bounds on all that a stranger may send."""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address

from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.faults import report
from domain.mailboxes import token_at

Keep = Callable[[bytes, str, Sequence[str]], Awaitable[int]]
"""Keeps a mail: its bytes, envelope sender and envelope recipients. Raises where it can't."""

_LINE = 64 * 1024
"""Bytes of a line that are held at once. Longer lines of a mail are taken in pieces."""

_COMMAND = 512
"""Bytes of a command (RFC 5321, 4.5.3.1.4)."""

_COMMANDS = {"*": 50, "MAIL": 1000, "RCPT": 2000, "DATA": 1000, "RSET": 1000}
"""How often each may be said in one connection: a mail server sends many mails by one."""

_HANG_UP = 4
"""How many times too large a mail is heard out, for the sake of a civil answer."""

_SOON = 60.0
_STEP = 0.05

_TOO_LARGE = "552 5.3.4 The mail is too large"
_LATER = "451 4.3.0 The mail could not be kept now: try again later"
_FULL = "452 4.3.1 Too much mail at once: try again later"
_CROWDED = b"421 4.3.2 Too many connections: try again later\r\n"
_CLOSING = b"421 4.3.2 The server is closing\r\n"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much we take: bytes of a mail and of all together, connections, seconds."""

    size: int = 10 * 1024 * 1024
    held: int = 64 * 1024 * 1024
    connections: int = 100
    connections_of_one: int = 25
    recipients: int = 20
    command_seconds: float = 120.0
    mail_seconds: float = 300.0


class Guests:
    """Everybody who is connected, and how much of their mail is held in memory."""

    def __init__(self, limits: Limits, mailbox: str, keep: Keep) -> None:
        self.limits = limits
        self.mailbox = mailbox
        self.keep = keep
        self.held = 0
        self.closing = False
        self._inside: set[Dialogue] = set()
        self._by_host: Counter[str] = Counter()

    def let_in(self, dialogue: "Dialogue", host: str) -> bool:
        """Let somebody in, unless there are too many, in all or from one host elsewhere."""
        full = len(self._inside) >= self.limits.connections
        crowd = self._by_host[host] >= self.limits.connections_of_one and not _is_here(host)
        if full or crowd or self.closing:
            return False
        self._inside.add(dialogue)
        self._by_host[host] += 1
        return True

    def let_out(self, dialogue: "Dialogue", host: str) -> None:
        """Forget somebody who has gone."""
        if dialogue in self._inside:
            self._inside.remove(dialogue)
            self._by_host[host] -= 1
            self._by_host += Counter()  # without those who have none left

    async def leave(self, patience: float) -> None:
        """Send away who is not sending a mail, and wait some seconds for the others."""
        self.closing = True
        loop = asyncio.get_running_loop()
        until = loop.time() + patience
        while self._inside:
            for dialogue in [each for each in self._inside if not each.is_busy]:
                dialogue.dismiss()
            if loop.time() >= until:
                break
            await asyncio.sleep(_STEP)
        for dialogue in list(self._inside):
            dialogue.cut()


class Dialogue(SMTP):
    """One connection. The library reads a mail line by line into memory; here it is bounded."""

    line_length_limit = _LINE

    def __init__(self, guests: Guests, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(
            Handler(guests),
            data_size_limit=guests.limits.size,
            enable_SMTPUTF8=True,
            hostname=guests.mailbox.rpartition("@")[2],
            ident="Joined Up",
            timeout=guests.limits.command_seconds,
            auth_exclude_mechanism=("LOGIN", "PLAIN"),
            command_call_limit=_COMMANDS,
            loop=loop,
        )
        self.command_size_limits = defaultdict(lambda: _COMMAND)  # the class's own only grow
        self._guests = guests
        self._host = ""
        self._let_in = False
        self.is_busy = False

    # The line

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, or say that there are too many."""
        self._host = str((transport.get_extra_info("peername") or ("",))[0])
        self._let_in = self._guests.let_in(self, self._host)
        if self._let_in:
            super().connection_made(transport)
        elif isinstance(transport, asyncio.Transport):
            transport.write(_CROWDED)
            transport.close()

    def data_received(self, data: bytes) -> None:
        """Hear somebody who was let in."""
        if self._let_in:
            super().data_received(data)

    def eof_received(self) -> bool | None:
        """Hear that somebody says no more."""
        return super().eof_received() if self._let_in else False

    def connection_lost(self, error: Exception | None) -> None:
        """Forget somebody who has gone."""
        if self._let_in:
            self._guests.let_out(self, self._host)
            super().connection_lost(error)

    def dismiss(self) -> None:
        """Say that we close, and close."""
        if isinstance(self.transport, asyncio.Transport) and not self.transport.is_closing():
            self.transport.write(_CLOSING)
            self.transport.close()

    def cut(self) -> None:
        """End it now, whether or not anybody reads what we still have to say."""
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()

    def _timeout_cb(self) -> None:
        self.cut()  # the library waits until what we said was read, which may be never

    # A mail

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - the library's name
        """Take a mail; 250 means that it is kept for good (RFC 5321, 6.1)."""
        if await self.check_helo_needed():
            return
        if arg or self.envelope is None or not self.envelope.rcpt_tos:
            await self.push("501 Syntax: DATA" if arg else "503 Error: need RCPT command")
            return
        self.is_busy = True
        try:
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            self._reset_timeout(self._guests.limits.mail_seconds)
            status = await self._take(self.envelope)
            self._reset_timeout(self._guests.limits.command_seconds)
            self.envelope = self._create_envelope()
            await self.push(status)
        finally:
            self.is_busy = False

    async def _take(self, envelope: Envelope) -> str:
        """Hear a mail out and keep it; gives what to say."""
        mail = _Heard(self._guests)
        try:
            await mail.listen(self._reader, self.cut)
            if mail.refusal:
                return mail.refusal
            people = [str(each) for each in envelope.rcpt_tos]
            self._reset_timeout(self._guests.limits.mail_seconds)
            await self._guests.keep(bytes(mail.content), envelope.mail_from or "", people)
        except Exception as error:  # noqa: BLE001 - whatever it is, the sender shall try again
            report("mail not kept", error)
            return _LATER
        finally:
            mail.let_go()
        return "250 2.0.0 The mail is kept"


class _Heard:
    """A mail as it comes in: its bytes, or why it is not taken."""

    def __init__(self, guests: Guests) -> None:
        self._guests = guests
        self._size = 0
        self.content = bytearray()
        self.refusal = ""

    async def listen(self, reader: asyncio.StreamReader, cut: Callable[[], None]) -> None:
        """Hear to the end, which is a line with a dot alone; other dots are doubled (4.5.2)."""
        at_start = True
        while True:
            piece = await _piece(reader)
            if at_start and piece == b".\r\n":
                return
            self._add(piece[1:] if at_start and piece.startswith(b".") else piece)
            if self._size > _HANG_UP * self._guests.limits.size:
                cut()
            at_start = piece.endswith(b"\r\n")

    def _add(self, piece: bytes) -> None:
        self._size += len(piece)
        if self.refusal:
            return
        if self._size > self._guests.limits.size:
            self._refuse(_TOO_LARGE)
        elif self._guests.held + len(piece) > self._guests.limits.held:
            self._refuse(_FULL)
        else:
            self._guests.held += len(piece)
            self.content += piece

    def _refuse(self, why: str) -> None:
        self.refusal = why
        self.let_go()

    def let_go(self) -> None:
        """Hold nothing of it any more."""
        self._guests.held -= len(self.content)
        self.content = bytearray()


async def _piece(reader: asyncio.StreamReader) -> bytes:
    """Give the next line with its end, or a part of a long one."""
    try:
        return await reader.readuntil(b"\r\n")
    except asyncio.LimitOverrunError as over:
        return await reader.read(over.consumed)


class Handler:
    """What the library asks us, by the names of its hooks."""

    def __init__(self, guests: Guests) -> None:
        self._guests = guests

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        """Take only our own mailbox, with or without a tag: nothing is relayed."""
        if token_at(address, self._guests.mailbox) is None:
            return "550 5.7.1 This is not a mailbox of ours"
        if len(envelope.rcpt_tos) >= self._guests.limits.recipients:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_VRFY(  # noqa: N802 - the library's name
        self, _server: SMTP, _session: Session, _envelope: Envelope, _address: str
    ) -> str:
        """Tell nobody which addresses there are."""
        return "502 5.5.1 VRFY is not available"

    async def handle_exception(self, error: Exception) -> str:
        """Say nothing of what went wrong on our side but that it may pass."""
        report("mail dialogue", error)
        return _LATER


def _is_here(host: str) -> bool:
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return True


logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # it quotes what people send
