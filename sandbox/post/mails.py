"""The mails that the post office keeps, and in whose mailbox each of them lies."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from urllib.parse import quote

from sandbox.post.letters import UNREADABLE, Letter, read
from sandbox.post.notices import Notice, UnreadableError, read_notice


@dataclass(frozen=True)
class Resident:
    """Somebody with a mailbox here."""

    address: str
    name: str

    @property
    def key(self) -> str:
        """Write the address as one piece of a link's path: a slash may be part of it."""
        return quote(self.address, safe="@+")


@dataclass(frozen=True)
class Glance:
    """What a list shows of a mail."""

    sender: str = UNREADABLE
    subject: str = UNREADABLE
    snippet: str = ""
    calendar: bool = False


@dataclass(frozen=True)
class Mail:
    """A mail as it came (RFC 5321: envelope and bytes), or as a resident sent it (`sent`)."""

    id: str
    sender: str
    recipients: tuple[str, ...]
    arrived: datetime
    raw: bytes = field(repr=False)
    sent: bool = False

    @cached_property
    def letter(self) -> Letter:
        """Read the mail, once."""
        return read(self.raw)

    @cached_property
    def notice(self) -> Notice | UnreadableError | None:
        """Read the calendar part, once: what it says, why it can't be read, or None without one."""
        try:
            part = self.letter.calendar
            return read_notice(part) if part else None
        except UnreadableError as error:
            return error
        except Exception:  # noqa: BLE001 - one mail that nobody foresaw must not hide the others
            return UnreadableError("The calendar part of this mail can't be understood.")

    @cached_property
    def glance(self) -> Glance:
        """Give what a list shows of the mail, whatever is wrong with it."""
        try:
            letter = self.letter
            calendar = letter.calendar is not None
            return Glance(letter.sender[0], letter.subject, letter.snippet, calendar)
        except Exception:  # noqa: BLE001 - one mail that nobody foresaw must not hide the others
            return Glance()

    @property
    def invites(self) -> bool:
        """Say whether mail programs act on its calendar part: inline, with a method."""
        if not isinstance(self.notice, Notice):
            return False
        part = self.letter.calendar
        return part is not None and Letter.invites(part)


class Mails:
    """All the mail, by number; `read` holds (address, mail) for those a person has opened."""

    def __init__(self) -> None:
        self._all: dict[str, Mail] = {}
        self.opened: set[tuple[str, str]] = set()
        self._lock = threading.RLock()
        self._last = 0

    def add(
        self,
        sender: str,
        recipients: Iterable[str],
        raw: bytes,
        at: datetime,
        *,
        sent: bool = False,
    ) -> Mail:
        """Keep a mail and give it the next number."""
        with self._lock:
            self._last += 1
            people = tuple(dict.fromkeys(recipients))
            mail = Mail(str(self._last), sender, people, at, raw, sent)
            self._all[mail.id] = mail
            return mail

    def restore(self, mails: Iterable[Mail], opened: Iterable[tuple[str, str]]) -> None:
        """Put back what was saved, in the place of all there is."""
        with self._lock:
            self._all = {mail.id: mail for mail in mails}
            self.opened = set(opened)
            self._last = max((int(number) for number in self._all), default=0)

    def get(self, number: str) -> Mail:
        """Give one mail; `LookupError` when there is none of that number."""
        with self._lock:
            return self._all[number]

    def all(self) -> list[Mail]:
        """Give every mail, oldest first."""
        with self._lock:
            return list(self._all.values())

    def inbox(self, address: str) -> list[Mail]:
        """Give what somebody was sent, newest first."""
        wanted = address.lower()
        return [
            mail
            for mail in reversed(self.all())
            if not mail.sent and wanted in (each.lower() for each in mail.recipients)
        ]

    def sent(self, address: str) -> list[Mail]:
        """Give what somebody sent from here, newest first."""
        wanted = address.lower()
        return [
            each for each in reversed(self.all()) if each.sent and each.sender.lower() == wanted
        ]

    def is_unread(self, address: str, mail: Mail) -> bool:
        """Say whether somebody has yet to open a mail."""
        return not mail.sent and (address.lower(), mail.id) not in self.opened

    def mark(self, address: str, mail: Mail, *, opened: bool = True) -> bool:
        """Remember that somebody has opened a mail, or not; say whether that is a change."""
        key = (address.lower(), mail.id)
        with self._lock:
            if (key in self.opened) == opened:
                return False
            self.opened ^= {key}
            return True
