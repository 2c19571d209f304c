"""Signs of life between processes, on the database's clock: a worker beats, a probe looks."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.clock import database_clock
from db.models import Heartbeat

WORKER = "worker"
"""The part that delivers and ticks."""

NO_MAIL = "no mail server is set"
"""What ails a worker that has no way to send mail."""

_heartbeat = cast("Table", Heartbeat.__table__)


def beat(session: Session, name: str, ailments: Sequence[str]) -> None:
    """Say that a part of the bot lives now, and name what ails it."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    sign = {"at": database_clock(), "ailments": list(ailments)}
    row = dialect.insert(_heartbeat).values(name=name, **sign)
    session.connection().execute(row.on_conflict_do_update(index_elements=["name"], set_=sign))


def lacks_mail(session: Session) -> bool:
    """Say whether the worker has no way to send mail; one that never was heard of may have."""
    heard = latest(session, WORKER)
    return heard is not None and NO_MAIL in heard[1]


def latest(session: Session, name: str) -> tuple[float, list[str]] | None:
    """Give the seconds since a part last said that it lives, and what ailed it; None: it never did.

    The age is by the database's clock.
    """
    found = session.connection().execute(
        select(_heartbeat.c.at, _heartbeat.c.ailments, database_clock()).where(
            _heartbeat.c.name == name
        )
    )
    row = found.one_or_none()
    if row is None:
        return None
    at, ailments, now = row
    return max((now - at).total_seconds(), 0.0), ailments
