"""Work for many partnerships in one tick: what fails for one of them holds up nobody else."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.faults import report
from db.tenancy import within

T = TypeVar("T")


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
