"""The only sender of mail: SMTP, one connection kept for as long as the server likes (RFC 5321)."""

import smtplib
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import parseaddr
from functools import cache
from typing import Self, TypeVar
from urllib.parse import unquote, urlsplit

TIMEOUT = 10
"""Seconds until a server is given up: far less than the lease of a delivery."""

IDLE = 20.0
"""Seconds after which a kept connection is opened anew: many servers hang up after thirty."""

PORTS = {"smtp": 25, "smtps": 465}
"""What a mail server listens at where its address names no port."""

T = TypeVar("T", str, bytes)

_PASSING, _PERMANENT = 400, 500
"""Where replies begin that refuse for now, and for good (RFC 5321, 4.2.1)."""

_OURS = frozenset({"connect", "tls", "auth", "mail"})
"""Steps before a recipient is named: what fails there is the server's or the settings' fault."""


class MailFailed(Exception):  # noqa: N818 - named for what happened
    """A mail that was not taken, and what that means for trying again.

    `step` is the SMTP step, `code` the server's reply or the network's fault; neither is personal.
    `permanent`: the same mail will be refused again. `in_doubt`: it may have been taken all the
    same. `of_server`: nothing can be sent there until somebody mends it.
    """

    def __init__(
        self, step: str, code: str, *, permanent: bool = False, in_doubt: bool = False
    ) -> None:
        super().__init__(f"{step}: {code}")
        self.step = step
        self.code = code
        self.permanent = permanent
        self.in_doubt = in_doubt

    @property
    def of_server(self) -> bool:
        """Say whether the fault is the server's, whoever the mail was for."""
        return self.step in _OURS


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server: `smtps` speaks TLS from the start, `smtp` turns to it where it is offered."""

    scheme: str
    host: str
    port: int
    user: str | None
    password: str | None

    @classmethod
    def at(cls, url: str) -> Self:
        """Read an address such as smtp://user:password@host:587."""
        parts = urlsplit(url)
        return cls(
            scheme=parts.scheme,
            host=parts.hostname or "",
            port=parts.port or PORTS[parts.scheme],
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )


class Mail:
    """Sends mail through one server; threads share it, and each has a connection of its own."""

    def __init__(self, url: str, *, timeout: float = TIMEOUT) -> None:
        self._server = Server.at(url)
        self.timeout = timeout
        self._kept: list[tuple[float, smtplib.SMTP]] = []
        self._lock = threading.Lock()

    def send(self, raw: bytes, *, sender: str, recipients: Sequence[str]) -> dict[str, str]:
        """Hand a mail over; gives whom of the others the server refused, each with its reply.

        The first recipient must be taken. Raises `MailFailed`.
        """
        refused: dict[str, str] = {}
        with self._connection() as smtp:
            _hear("mail", smtp.mail, parseaddr(sender)[1])
            _hear("rcpt", smtp.rcpt, recipients[0])
            for copy in recipients[1:]:
                try:
                    _hear("rcpt", smtp.rcpt, copy)
                except MailFailed as failed:
                    refused[copy] = failed.code
            _hear("data", smtp.data, raw)
        return refused

    def close(self) -> None:
        """Take leave of the server."""
        with self._lock:
            kept, self._kept = self._kept, []
        for _since, smtp in kept:
            _leave(smtp)

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        """Lend a connection; one on which anything failed is not used again."""
        smtp = self._take() or self._open()
        try:
            yield smtp
        except MailFailed as failed:
            _forget(smtp) if failed.in_doubt or failed.of_server else self._give(smtp)
            raise
        except BaseException:
            _forget(smtp)
            raise
        self._give(smtp)

    def _take(self) -> smtplib.SMTP | None:
        while True:
            with self._lock:
                if not self._kept:
                    return None
                since, smtp = self._kept.pop()
            if time.monotonic() - since < IDLE and _lives(smtp):
                return smtp
            _forget(smtp)

    def _give(self, smtp: smtplib.SMTP) -> None:
        with suppress(smtplib.SMTPException, OSError):
            smtp.rset()
            with self._lock:
                self._kept.append((time.monotonic(), smtp))
            return
        _forget(smtp)

    def _open(self) -> smtplib.SMTP:
        server = self._server
        with _step("connect"):
            if server.scheme == "smtps":
                smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                    server.host, server.port, timeout=self.timeout, context=_tls()
                )
            else:
                smtp = smtplib.SMTP(server.host, server.port, timeout=self.timeout)
            smtp.ehlo_or_helo_if_needed()
        try:
            self._greet(smtp)
        except MailFailed:
            _forget(smtp)
            raise
        return smtp

    def _greet(self, smtp: smtplib.SMTP) -> None:
        """Turn to TLS where it is offered, and say who we are: never in the clear (RFC 4954, 4)."""
        encrypted = self._server.scheme == "smtps"
        if not encrypted and smtp.has_extn("starttls"):
            with _step("tls"):
                smtp.starttls(context=_tls())
                smtp.ehlo()
            encrypted = True
        if self._server.user is None:
            return
        if not encrypted:
            raise MailFailed("auth", "no_tls", permanent=True)
        with _step("auth"):
            smtp.login(self._server.user, self._server.password or "")


def _hear(step: str, call: Callable[[T], tuple[int, bytes]], argument: T) -> None:
    """Make one step of the dialogue. Raises `MailFailed`."""
    with _step(step):
        code, _said = call(argument)
    if code >= _PASSING:
        raise MailFailed(step, str(code), permanent=code >= _PERMANENT)


@contextmanager
def _step(step: str) -> Iterator[None]:
    """Turn whatever goes wrong in a step into a `MailFailed`; once data is sent, all is doubt."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        code = int(error.smtp_code)
        permanent = code >= _PERMANENT
        raise MailFailed(step, str(code), permanent=permanent) from None  # it quotes the server
    except (smtplib.SMTPException, ssl.SSLError, OSError, EOFError) as error:
        raise MailFailed(step, type(error).__name__, in_doubt=step == "data") from error


def _lives(smtp: smtplib.SMTP) -> bool:
    with suppress(smtplib.SMTPException, OSError):
        return bool(smtp.noop()[0] < _PASSING)
    return False


def _leave(smtp: smtplib.SMTP) -> None:
    with suppress(smtplib.SMTPException, OSError):
        smtp.quit()


def _forget(smtp: smtplib.SMTP) -> None:
    with suppress(smtplib.SMTPException, OSError):
        smtp.close()


@cache
def _tls() -> ssl.SSLContext:
    """Read the machine's certificates once."""
    return ssl.create_default_context()
