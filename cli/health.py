"""Whether a process can work: what `/readyz` asks and what keeps a command from starting."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.faults import kind_of
from db import schema
from db.engine import Database


def problems(database: Database) -> list[str]:
    """Say why the database can't be worked with, in sentences; an empty list if it can."""
    try:
        with database.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        known, wanted = schema.current(database), schema.head()
    except SQLAlchemyError as error:
        return [f"The database does not answer ({kind_of(error)})."]
    if known is None:
        return ["The database is empty. Run: joinedup db upgrade"]
    if known != wanted:
        return [f"The database is at {known}, not at {wanted}. Run: joinedup db upgrade"]
    return []
