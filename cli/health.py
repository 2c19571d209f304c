"""Whether a process can work: what `/readyz` asks and what keeps a command from starting."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.faults import kind_of
from bot.web import Readiness
from db import heartbeats, installations, schema
from db.engine import Database
from db.sealing import Sealer

SILENT_SECONDS = 60
"""A worker beats every 15 seconds; after this it is missed."""


def problems(database: Database, sealer: Sealer) -> list[str]:
    """Say why we can't work, in sentences; an empty list if we can."""
    return table_problems(database) or _key_problems(database, sealer)


def readiness(database: Database, sealer: Sealer) -> Readiness:
    """Say whether `web` can work, and how the worker beside it is."""
    found = problems(database, sealer)
    return Readiness(found, [] if found else _worker(database))


def _worker(database: Database) -> list[str]:
    """Say what is wrong with the worker; another process's trouble does not stop this one."""
    with database.reading() as session:
        heard = heartbeats.latest(session, heartbeats.WORKER)
    if heard is None:
        return ["No worker has been heard of yet: nothing is sent."]
    age, ailments = heard
    if age > SILENT_SECONDS:
        return [f"The worker has not been heard of for {age:.0f} seconds: nothing is sent."]
    return [_NOTES.get(each, f"The worker is not well: {each}.") for each in ailments]


_NOTES = {
    heartbeats.NO_MAIL: "No mail server is set: every mail waits. Set SMTP_URL and MAIL_FROM.",
}


def table_problems(database: Database) -> list[str]:
    """Say why the database can't be worked with: what keeps a command from starting."""
    try:
        with database.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        known, wanted = schema.current(database), schema.head()
    except SQLAlchemyError as error:
        return [f"The database does not answer ({kind_of(error)})."]
    if known is None:
        return ["The database is empty. Run: joinedup db upgrade"]
    if known != wanted:
        return [f"The database is at {known}, not at {wanted}. Run: joinedup db upgrade"]
    return []


def _key_problems(database: Database, sealer: Sealer) -> list[str]:
    """See whether the keys open what is kept."""
    try:
        with database.reading() as session:
            closed = installations.unreadable(session, sealer)
    except SQLAlchemyError as error:
        return [f"The database does not answer ({kind_of(error)})."]
    return [locked_tokens(closed)] if closed else []


def locked_tokens(count: int) -> str:
    """Say that there are tokens which nobody can read, and what to do."""
    tokens = "a Slack token" if count == 1 else f"{count} Slack tokens"
    return (
        f"SECRET_KEY does not open {tokens} kept: set the key before it as SECRET_KEY_PREVIOUS, "
        "or SLACK_BOT_TOKEN to keep a new one."
    )
