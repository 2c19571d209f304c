"""The addresses that an operator sets: what makes one."""

from urllib.parse import SplitResult, urlsplit

from sqlalchemy.exc import ArgumentError

from db.engine import database_url


def names_a_database(text: str) -> bool:
    """Say whether this is an SQLite file or a PostgreSQL database, by the drivers we have."""
    try:
        url = database_url(text)
    except (ArgumentError, ValueError):
        return False
    if url.drivername == "sqlite":
        file = url.database not in {None, "", ":memory:"}
        return file and not (url.host or url.query)
    return url.drivername == "postgresql+psycopg"


def taken_apart(text: str, *schemes: str) -> SplitResult:
    """Take an address apart. Raises `ValueError` unless it has a host, by one of the schemes."""
    url = urlsplit(text)
    fits = url.scheme in schemes and url.hostname and text.split() == [text]
    if not fits or url.port == 0 or "?" in text or "#" in text:
        raise ValueError("not such an address")
    return url
