"""The database's own clock: leases and waits go by it, so that no worker's clock matters."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement

from db.models.base import Instant


class database_clock(FunctionElement[datetime]):  # noqa: N801 - an SQL function
    """The moment by the database's clock, the same on every worker."""

    type = Instant()
    inherit_cache = True


@compiles(database_clock, "sqlite")
def _on_sqlite(*_: Any, **__: Any) -> str:
    return "strftime('%Y-%m-%d %H:%M:%f000', 'now')"


@compiles(database_clock, "postgresql")
def _on_postgresql(*_: Any, **__: Any) -> str:
    return "clock_timestamp()"


def database_now(session: Session) -> datetime:
    """Read the database's clock (UTC)."""
    return session.connection().execute(select(database_clock())).scalar_one()
