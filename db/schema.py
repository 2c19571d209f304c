"""The shape of the tables over time: what `joinedup db` runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, text

from db.engine import Database
from db.models import Base
from domain.errors import Refused
from domain.language import gettext as _

_MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the tables up to a revision, in one transaction. `Refused` where there is none."""
    from alembic import command  # noqa: PLC0415 - slow to load, and seldom needed

    with _known(revision), _migrating(database) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(database: Database, revision: str) -> None:
    """Take the tables back to a revision (`base`: none at all), in one transaction.

    Raises `Refused` where there is none.
    """
    from alembic import command  # noqa: PLC0415 - slow to load, and seldom needed

    with _known(revision), _migrating(database) as connection:
        command.downgrade(_config(connection), revision)


def head() -> str | None:
    """Give the newest revision this code knows."""
    return ScriptDirectory(str(_MIGRATIONS)).get_current_head()


def current(database: Database) -> str | None:
    """Give the revision the database is at, None for an empty one."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def drift(database: Database) -> list[str]:
    """List what the tables lack, or have beyond the models: empty when both agree."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415 - the same

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(difference) for difference in compare_metadata(context, Base.metadata)]


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _known(revision: str) -> Iterator[None]:
    try:
        yield
    except CommandError as error:
        raise Refused(
            _("There is no way from these tables to a revision “{revision}”.").format(
                revision=revision
            )
        ) from error


@contextmanager
def _migrating(database: Database) -> Iterator[Connection]:
    with database.engine.connect() as connection:
        if database.is_sqlite:
            connection.execution_options(sqlite_begin=None)
            with _without_foreign_keys(connection):
                yield connection
        else:
            connection.execute(text("SET LOCAL lock_timeout = '10s'"))
            connection.execute(text("SELECT pg_advisory_xact_lock(7231001)"))
            yield connection
            connection.commit()


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """Rebuild tables as SQLite wants it: keys off before BEGIN, checked before COMMIT."""
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        yield
        if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
            raise RuntimeError(f"This migration would break {len(broken)} foreign keys.")
        connection.exec_driver_sql("COMMIT")
    finally:
        connection.rollback()
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
