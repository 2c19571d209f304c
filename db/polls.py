"""What a worker asks every second, and no more, while nothing is due."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, Table, and_, bindparam, literal_column, or_, select
from sqlalchemy.orm import Session

from db.clock import database_clock
from db.models.deliveries import OPEN, Delivery, State

_TABLE = cast("Table", Delivery.__table__)
_WAITS = or_(_TABLE.c.next_try_at.is_(None), _TABLE.c.next_try_at <= database_clock())
_ANY_DUE: Select[Any] = (
    select(literal_column("1"))
    .select_from(_TABLE)
    .where(
        _TABLE.c.state.in_([literal_column(f"'{state}'") for state in OPEN]),
        _TABLE.c.due_at <= bindparam("now"),
        or_(
            and_(_TABLE.c.state == State.PLANNED, _WAITS),
            and_(_TABLE.c.state == State.LEASED, _TABLE.c.lease_until <= database_clock()),
        ),
    )
    .limit(1)
)
"""Made once, and with the states written out as the partial index has them."""


def any_due(session: Session, now: datetime) -> bool:
    """Say whether a message of any partnership is due that nobody has, and that waits no more."""
    return session.execute(_ANY_DUE, {"now": now}).first() is not None
