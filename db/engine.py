"""The database, SQLite or PostgreSQL, and the two kinds of session an edge may open."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Lock

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from db.tenancy import PartnershipSession

POOL = 16
"""Connections kept open: of SQLAlchemy's own 5 + 10 the 10 close on return (4 times slower)."""

BUSY_SECONDS = 30
"""How long a writer waits for SQLite's lock: longer than any writer holds it, a backup included."""


class Database:
    """One database. Edges open sessions on it; nobody else does."""

    def __init__(self, url: str | URL) -> None:
        self.url = database_url(url)
        self.engine = _engine(self.url)
        self._writer = self.engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")
        self._turn = Lock() if self.is_sqlite else nullcontext()

    @property
    def is_sqlite(self) -> bool:
        """Say whether this is a file of ours rather than a server."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that sees one moment and can't write; it takes no lock."""
        with _session(self.engine) as session:
            session.info["reading"] = True
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a session in one transaction: committed at the end, rolled back on any exception.

        On SQLite it takes the writer's lock at once, so that it can't fail half-way; within a
        process writers queue up here, where waiting costs less than SQLite's own sleeps.
        """
        with self._turn, _session(self._writer) as session, session.begin():
            yield session

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _session(engine: Engine) -> Session:
    return PartnershipSession(engine, expire_on_commit=False, autoflush=True)


def database_url(url: str | URL) -> URL:
    """Give the address with the driver we use: `postgres://` and `postgresql://` mean psycopg 3."""
    parsed = make_url(url)
    if parsed.drivername in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def sqlite_file(folder: Path) -> URL:
    """Give the address of the default database: a file in a data folder."""
    return URL.create("sqlite", database=str(folder / "joinedup.sqlite3"))


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_size=POOL, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(
        url, pool_size=POOL, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS}
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Set what SQLite forgets with each connection, and leave BEGIN to `_begin_sqlite`."""
    assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - listened for on SQLite only
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    begin = connection.get_execution_options().get("sqlite_begin", "BEGIN")
    if begin:
        connection.exec_driver_sql(begin)
