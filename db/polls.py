"""What a worker asks every second, and no more, while nothing is due."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, Table, bindparam, literal_column, select
from sqlalchemy.orm import Session

from db.models.deliveries import OPEN, Delivery

_TABLE = cast("Table", Delivery.__table__)
_ANY_DUE: Select[Any] = (
    select(literal_column("1"))
    .select_from(_TABLE)
    .where(
        _TABLE.c.state.in_([literal_column(f"'{state}'") for state in OPEN]),
        _TABLE.c.due_at <= bindparam("now"),
    )
    .limit(1)
)
"""Made once, and with the states written out as the partial index has them."""


def any_due(session: Session, now: datetime) -> bool:
    """Say whether a message of any partnership is due that may still go out."""
    return session.execute(_ANY_DUE, {"now": now}).first() is not None
