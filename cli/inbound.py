"""`joinedup inbound --eml`: one mail from a mail server's pipe, kept, with the exit code it knows.

What may pass ends with 75 (sysexits.h), so that the server tries again: also settings that are
wrong, for those are mended and the mail is not lost.
"""

import os
import sys
from collections.abc import Sequence
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import getaddresses
from pathlib import Path
from typing import NamedTuple

from bot import inbound as door
from bot.dialogue import Limits
from bot.faults import report
from bot.settings import BadSettings
from cli.opening import open_house
from cli.wiring import House
from db import inbound
from domain.mailboxes import token_at

STDIN = "-"

_SENT_TO = ("X-Original-To", "Delivered-To", "Envelope-To", "To", "Cc")
"""Where a mail says for whom it is: what our server wrote, before what its sender did."""


class Ended(NamedTuple):
    """How it ended: an exit code of sysexits.h, and a sentence for the server's log."""

    code: int
    sentence: str


def take(file: str, sender: str | None, recipients: Sequence[str]) -> Ended:
    """Keep one mail; 0 says that it is in the database."""
    try:
        raw = _read(file)
        if raw is None:
            return Ended(os.EX_DATAERR, "The mail is too large.")
        return _keep(raw, sender, recipients)
    except BadSettings as bad:
        return Ended(os.EX_TEMPFAIL, " ".join(bad.problems))
    except SystemExit:  # the house could not be opened, which it has said itself
        return Ended(os.EX_TEMPFAIL, "The mail could not be kept: try again later.")
    except Exception as error:  # noqa: BLE001 - whatever it is, the server shall try again
        report("mail not kept", error)
        return Ended(os.EX_TEMPFAIL, "The mail could not be kept: try again later.")


def read_again(house: House) -> str:
    """Let what failed wait once more; gives a sentence."""
    with house.database.writing() as session:
        count = inbound.again(session)
    if not count:
        return "No mail has failed."
    return f"{count} {'mail waits' if count == 1 else 'mails wait'} for the worker again."


def _keep(raw: bytes, sender: str | None, recipients: Sequence[str]) -> Ended:
    house = open_house()
    mailbox = house.settings.mail_from.strip()
    if not mailbox:
        return Ended(os.EX_TEMPFAIL, "MAIL_FROM is missing: whose mail is this?")
    head = BytesHeaderParser(policy=compat32).parsebytes(raw)
    own = door.meant(recipients or _recipients(head, mailbox), mailbox)
    if not own:
        return Ended(os.EX_NOUSER, f"This mail is not for {mailbox}.")
    came_from = str(head.get("Return-Path", "")).strip("<> ") if sender is None else sender
    kept = door.keep(house.database, raw, came_from, own, house.now())
    house.database.close()
    return Ended(os.EX_OK, "" if kept else "This mail was here already.")


def _read(file: str) -> bytes | None:
    """Give what a file holds, or what comes by the pipe; None for too much."""
    most = Limits().size
    if file == STDIN:
        raw = sys.stdin.buffer.read(most + 1)
    else:
        with Path(file).open("rb") as opened:
            raw = opened.read(most + 1)
    return raw if len(raw) <= most else None


def _recipients(head: "Message[str, str]", mailbox: str) -> list[str]:
    """Give our addresses that a mail names, by the first of its headers that names any."""
    for name in _SENT_TO:
        lines = [str(line) for line in head.get_all(name, [])]
        found = [address for _name, address in getaddresses(lines)]
        own = [each for each in found if token_at(each, mailbox) is not None]
        if own:
            return own
    return []
