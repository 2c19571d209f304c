"""Let the databases of one test process remember made SQL together, as one engine does in use.

SQLAlchemy makes the SQL of a statement once for each engine, under the engine's dialect. Every test
opens a database of its own, so each made all its SQL anew, which took longer than running it. What
db/guard.py refuses is never remembered, and so is refused each time.
"""

from collections.abc import Callable

from sqlalchemy import Engine
from sqlalchemy.util import LRUCache

ROOM = 5_000
"""Statements to remember: more than all tests make, so that none is made twice."""


class Remembered:
    """What has been made of statements, for each kind of database."""

    def __init__(self, guard: Callable[[Engine], None]) -> None:
        self._guard = guard
        self._first: dict[str, Engine] = {}

    def keep(self, engine: Engine) -> None:
        """Let all databases of its kind use what this one remembers: it has been connected."""
        engine._compiled_cache = LRUCache(ROOM)
        self._first[engine.dialect.name] = engine

    def guard(self, engine: Engine) -> None:
        """Guard a new engine: by its own compiler, or by that of the first of its kind."""
        first = self._first.get(engine.dialect.name)
        if first is None:
            self._guard(engine)
            return
        engine.dialect = engine.pool._dialect = first.dialect
        engine._compiled_cache = first._compiled_cache
