"""`joinedup inbound` that dies between its commit and its 250, as a power cut would have it."""

import os
import signal
from collections.abc import Sequence
from datetime import datetime

from bot import inbound
from cli.main import run
from db.engine import Database

_keep = inbound.keep


def keep_and_die(
    database: Database, raw: bytes, sender: str, recipients: Sequence[str], now: datetime
) -> int:
    """Keep a mail for good, and tell nobody."""
    _keep(database, raw, sender, recipients, now)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


if __name__ == "__main__":
    inbound.keep = keep_and_die
    run()
