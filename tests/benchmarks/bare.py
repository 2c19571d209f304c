"""Bare Bolt to measure against: `python -m tests.benchmarks.bare SIGNING_SECRET [DATABASE]`.

The same web shell, thread pool and uvicorn as `joinedup web`, and a listener that does nothing
but acknowledge, or for a press put one sentence in place of the message. With a database's address
it first commits one row there, as durably as we do.
"""

import re
import sys
from collections.abc import Callable

import uvicorn
from slack_bolt import Ack, App, Respond
from slack_bolt.authorization import AuthorizeResult

from bot.app import door
from bot.web import Readiness, web_app
from db.engine import Database


def main(signing_secret: str, address: str = "") -> None:
    """Serve on a free port of 127.0.0.1."""
    app = App(signing_secret=signing_secret, authorize=authorize, process_before_response=True)
    app.command("/partner")(commits(address) if address else acknowledge)
    app.action(re.compile(".*"))(respond)
    uvicorn.run(
        web_app(door(app, signing_secret), lambda: Readiness([])),
        host="127.0.0.1",
        port=0,
        log_level="warning",
        access_log=False,
        server_header=False,
    )


def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    """Let everybody in, as the bot does at this point."""
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)


def acknowledge(ack: Ack) -> None:
    """Do nothing else."""
    ack()


def respond(ack: Ack, respond: Respond) -> None:
    """Acknowledge a press, and put a sentence in place of the message, as any app does."""
    text = "Recorded."
    section = {"type": "section", "text": {"type": "plain_text", "text": text}}
    respond(text=text, blocks=[section], replace_original=True)
    ack()


def commits(address: str) -> Callable[[Ack], None]:
    """Make a listener that keeps one row before it acknowledges."""
    engine = Database(address).engine
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE measured (word TEXT)")

    def keep_and_acknowledge(ack: Ack) -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql("INSERT INTO measured VALUES ('kept')")
        ack()

    return keep_and_acknowledge


if __name__ == "__main__":
    main(*sys.argv[1:])
