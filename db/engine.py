"""The database, SQLite or PostgreSQL, and the two kinds of session an edge may open."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from threading import Lock

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from db.door import Door, Shut
from db.guard import guard
from db.tenancy import PartnershipSession

POOL = 16
"""Connections kept open: of SQLAlchemy's own 5 + 10 the 10 close on return (4 times slower)."""

BUSY_SECONDS = 30
"""How long a writer waits for SQLite's lock: longer than any writer holds it, a backup included."""


CONNECT_SECONDS = 5
"""How long a PostgreSQL server may take to answer the door."""


class Busy(RuntimeError):  # noqa: N818 - named for what it is
    """Somebody else has been writing for longer than the caller can wait."""


class Database:
    """One database. Edges open sessions on it; nobody else does."""

    def __init__(self, url: str | URL) -> None:
        self.url = database_url(url)
        self.engine = _engine(self.url)
        guard(self.engine)
        reads = "only_reads" if self.is_sqlite else "postgresql_readonly"
        self._reader = self.engine.execution_options(**{reads: True})
        self._writer = self.engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")
        lazily = {"sqlite_begin": None, "lazily": True}
        alone = lazily if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        self._stepper = self.engine.execution_options(**alone)
        self._turn = Lock()
        self._door = Door(_beside(self.url))

    @property
    def is_sqlite(self) -> bool:
        """Say whether this is a file of ours rather than a server."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that sees one moment and can't write; it takes no lock.

        The database itself refuses to write, whatever way a statement takes.
        """
        with _session(self._reader) as session:
            session.info["reading"] = True
            yield session

    @contextmanager
    def writing(
        self, *, patience: float = BUSY_SECONDS, has_time: bool = False
    ) -> Iterator[Session]:
        """Open a session in one transaction: committed at the end, rolled back on any exception.

        On SQLite it takes the writer's lock at once, so that it can't fail half-way. Raises `Busy`
        where that can't be had within `patience` seconds. Who `has_time` lets all others go first.
        """
        until = time.monotonic() + patience
        with (
            self._alone(patience, has_time=has_time),
            _session(self._writer) as session,
            session.begin(),
        ):
            self._begin(session, until)
            yield session

    def _begin(self, session: Session, until: float) -> None:
        """Begin what a session writes; on SQLite somebody may have the lock who knows no door."""
        try:
            left = max(round(until - time.monotonic(), 1), 0.0)  # mostly as it was before
            session.connection(execution_options={"sqlite_patience": left})
        except OperationalError as error:
            raise (Busy() if self.is_sqlite else error) from error

    @contextmanager
    def stepping(self) -> Iterator[Session]:
        """Open a session that commits each statement by itself, for changes of one statement each.

        It keeps its connection, but no lock: take a `turn` for every statement. On SQLite a power
        cut, though no crash of ours, may lose the last of them: only for what can be found out
        again (docs/decisions/0006-ledger.md). Whatever commits after it is kept with it.
        """
        with _session(self._stepper) as session:
            yield session

    @contextmanager
    def turn(self, session: Session) -> Iterator[None]:
        """Let a stepping session do one statement; one that fails leaves it as it was."""
        with self._alone(BUSY_SECONDS):
            try:
                yield
            except BaseException:
                session.rollback()
                raise

    @contextmanager
    def _alone(self, patience: float, *, has_time: bool = False) -> Iterator[None]:
        """Queue SQLite's writers: those of a process here, the first of each at the door."""
        if not self.is_sqlite:
            yield
            return
        until = time.monotonic() + patience
        with ExitStack() as inside:
            try:
                self._come_in(inside, until, has_time=has_time)
            except Shut as error:
                raise Busy from error
            yield

    def _come_in(self, inside: ExitStack, until: float, *, has_time: bool) -> None:
        if has_time:
            self._door.let_people_go_first()
        with nullcontext() if has_time else self._door.hurrying():
            if not self._turn.acquire(timeout=max(until - time.monotonic(), 0)):
                raise Shut
            inside.callback(self._turn.release)
            inside.enter_context(self._door.through(until - time.monotonic()))

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _session(engine: Engine) -> Session:
    return PartnershipSession(engine, expire_on_commit=False, autoflush=True)


def _beside(url: URL) -> str | None:
    """Give the file beside which writers of SQLite's queue; None on a server, or in memory."""
    in_file = url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}
    return url.database if in_file else None


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
        return create_engine(
            url,
            pool_size=POOL,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"connect_timeout": CONNECT_SECONDS, "options": "-c lock_timeout=10s"},
        )
    engine = create_engine(
        url, pool_size=POOL, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS}
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "begin", _only_read)
    event.listen(engine, "begin", _commit_lazily)
    event.listen(engine, "checkin", _let_write_again)
    event.listen(engine, "checkin", _commit_for_good)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Set what SQLite forgets with each connection, and leave BEGIN to `_begin_sqlite`."""
    assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - listened for on SQLite only
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    patience = options.get("sqlite_patience", BUSY_SECONDS)
    begin = options.get("sqlite_begin", "BEGIN")
    if connection.info.get("patience", BUSY_SECONDS) != patience:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={int(patience * 1000)}")
        connection.info["patience"] = patience
    if begin:
        connection.exec_driver_sql(begin)


def _only_read(connection: Connection) -> None:
    if connection.get_execution_options().get("only_reads"):
        connection.info["only_reads"] = True
        connection.exec_driver_sql("PRAGMA query_only=ON")


def _let_write_again(connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    """Hand a reader's connection back as it was: whoever gets it next may write."""
    if connection is not None and entry.info.pop("only_reads", False):
        assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - listened for on SQLite only
        connection.execute("PRAGMA query_only=OFF")


def _commit_lazily(connection: Connection) -> None:
    if connection.get_execution_options().get("lazily") and not connection.info.get("lazily"):
        connection.info["lazily"] = True
        connection.exec_driver_sql("PRAGMA synchronous=NORMAL")


def _commit_for_good(connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    """Hand a lazy connection back as it was: what its next user commits outlives a power cut."""
    if connection is not None and entry.info.pop("lazily", False):
        assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - listened for on SQLite only
        connection.execute("PRAGMA synchronous=FULL")
