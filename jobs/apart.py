"""Work for many partnerships in one tick: what fails for one of them holds up nobody else."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.faults import report
from db.engine import Database
from db.tenancy import within

T = TypeVar("T")

Look = Callable[[Database, int, T, datetime], T | None]
"""Looks at a partnership's piece of work before anything is held; None: there is nothing to do."""


@dataclass(frozen=True, slots=True)
class Pieces(Generic[T]):
    """Work that a tick does piece by piece, each in a transaction of its own: nobody waits long.

    `owed` gives the pieces with their partnerships' ids. Called with a session it does all of them
    in that one's transaction.
    """

    name: str
    owed: Callable[[Session, datetime], Iterable[tuple[int, T]]]
    work: Callable[[Session, T, datetime], int]
    look: Look[T] | None = None

    def __call__(self, session: Session, now: datetime) -> int:
        """Do all that is owed."""
        return sum(self.one(session, each, now) for each in self.owed(session, now))

    def one(self, session: Session, piece: tuple[int, T], now: datetime) -> int:
        """Do one piece within its partnership, and a savepoint: one that fails is reported."""
        partnership_id, each = piece
        return apart(
            session, self.name, [(partnership_id, each)], lambda own: self.work(session, own, now)
        )

    def narrowed(
        self, database: Database, piece: tuple[int, T], now: datetime
    ) -> tuple[int, T] | None:
        """Give what there is to do of a piece; what can't be looked at is done as it is."""
        if self.look is None:
            return piece
        partnership_id, each = piece
        found = self.look(database, partnership_id, each, now)
        return (partnership_id, found) if found is not None else None


def apart(
    session: Session, name: str, owed: Iterable[tuple[int, T]], work: Callable[[T], int]
) -> int:
    """Do each piece of work within its partnership and a savepoint of its own; gives the sum.

    `owed` are the pieces with their partnerships' ids. One that fails is undone and reported.
    """
    done = 0
    for partnership_id, each in owed:
        try:
            with session.begin_nested(), within(session, partnership_id):
                done += work(each)
        except Exception as error:
            if isinstance(error, DBAPIError) and error.connection_invalidated:
                raise  # there is no database: none of the others would get further
            report("one partnership's part failed", error, tick=name, partnership_id=partnership_id)
    return done
