"""`joinedup doctor --mail`: whether mail leaves, comes back through our door, and how it looks.

It sends real mails and waits for them; what it can't see, it says.
"""

import secrets
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from bot.mail import Mail, MailFailed
from cli import mail_words as words
from cli.findings import Findings
from cli.probing import Run
from cli.wiring import House
from db import inbound
from db.models import InboundMail
from domain import probes, reply_mails
from domain.partnerships import clean_address

Say = Callable[[str], None]
_GREETING = b"Joined Up"
_CONNECT_SECONDS = 5.0
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what it means to a client


@dataclass
class Back:
    """What has come back so far, by its purpose, the first of each."""

    mails: dict[str, InboundMail] = field(default_factory=dict)
    seen: int = 0

    def take(self, found: Iterable[InboundMail], number: str) -> list[str]:
        """Take what is new; gives the purposes that came."""
        new = []
        for mail in found:
            self.seen = max(self.seen, mail.id)
            purpose = probes.purpose(mail.token, reply_mails.read(mail.raw or b""), number)
            if purpose and purpose not in self.mails:
                self.mails[purpose] = mail
                new.append(purpose)
        return new


def look(
    house: House, address: str | None, *, wait: float, say: Say, poll: float = 1.0
) -> Findings:
    """Send test mails, wait for what comes back, and say what is wrong with the way.

    Raises `Refused` for an address to which no mail can go.
    """
    settings = house.settings
    if settings.smtp_url is None or not settings.mail_from.strip():
        return Findings([words.nothing_set(settings.smtp_url is not None)], [])
    reader = clean_address(address) if address else ""
    run = Run(secrets.token_hex(4), settings.mail_from.strip(), house.now())
    with house.database.reading() as session:
        back = Back(seen=inbound.newest(session))
    at_the_door = _door(house)
    server = Mail(settings.smtp_url.get_secret_value())
    sent, refused = _send(server, run, reader, say)
    if sent:
        say(words.waiting(sent, reader, wait))
        _wait(house, run.number, back, sent, wait=wait, poll=poll, say=say)
    if probes.ANSWER in sent:
        with suppress(MailFailed):
            server.send(run.cancellation(reader), sender=run.mailbox, recipients=[reader])
    server.close()
    found = words.judged(run, reader, sent, back.mails)
    return Findings([*at_the_door.wrong, *refused, *found.wrong], at_the_door.notes + found.notes)


def _send(server: Mail, run: Run, reader: str, say: Say) -> tuple[list[str], list[str]]:
    """Send all; gives the purposes of what left, and what is wrong with the rest."""
    mails = {purpose: run.probe(purpose) for purpose in (probes.BARE, probes.PLUS)}
    if reader:
        mails[probes.ANSWER] = (reader, run.invitation(reader))
    sent, refused = [], []
    for purpose, (to, raw) in mails.items():
        try:
            server.send(raw, sender=run.mailbox, recipients=[to])
        except MailFailed as failed:
            refused.append(words.not_sent(failed, run.mailbox, to, purpose))
            if failed.of_server:
                break
        else:
            say(words.left(to, purpose))
            sent.append(purpose)
    return sent, refused


def _wait(
    house: House, number: str, back: Back, sent: list[str], *, wait: float, poll: float, say: Say
) -> None:
    """Wait until all that was sent has led to something, or long enough."""
    until = time.monotonic() + wait
    while True:
        with house.database.reading() as session:
            came = back.take(inbound.after(session, back.seen), number)
        for purpose in came:
            say(words.came(purpose))
        is_over = set(sent) <= back.mails.keys() or probes.BOUNCED in back.mails
        if is_over or time.monotonic() >= until:
            return
        time.sleep(poll)


def _door(house: House) -> Findings:
    """See whether our own door listens, from this machine."""
    port = house.settings.inbound_smtp_port
    host = house.settings.inbound_smtp_host
    if not port:
        return Findings([], [words.NO_DOOR])
    try:
        with socket.create_connection((_EVERYWHERE.get(host, host), port), _CONNECT_SECONDS) as to:
            heard = to.recv(512)
    except OSError:
        return Findings([words.closed(host, port)], [])
    return Findings([] if _GREETING in heard else [words.not_ours(host, port)], [])
