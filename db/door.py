"""Where SQLite's writers queue, those of all processes: nobody overtakes who stands there.

SQLite has whoever waits for its lock sleep and ask again, for a tenth of a second in the end, so
that a process which writes one transaction after the other has it back before the other wakes.
Here a writer holds a lock of the system's, on a file beside the database, for as long as it
writes: it finds SQLite's own lock free. One other, who holds a second one, is the next to go; all
others come after it. Who has time lets people go first, for a while.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

PAUSE = 0.001
"""Seconds between two looks at whether the next in the queue may go in."""

LEISURE = 1.0
"""Seconds for which who has time lets people go first: then it is their turn, too."""


class Shut(RuntimeError):  # noqa: N818 - named for what it is
    """Somebody else has stood there for longer than the caller can wait."""


class Door:
    """The files at which writers queue; None: there is nobody else. The system frees the dead's."""

    def __init__(self, path: str | None) -> None:
        self._path = path

    @contextmanager
    def through(self, patience: float) -> Iterator[None]:
        """Be the one who writes. Raises `Shut` after `patience` seconds.

        A door that can't be made holds up nobody: then it is as SQLite has it.
        """
        until = time.monotonic() + patience
        room = self._open("-room")
        try:
            with self.next_to_go(patience):
                _stand(room, until)
            yield
        finally:
            _leave(room)

    @contextmanager
    def next_to_go(self, patience: float) -> Iterator[None]:
        """Be the next to write. Raises `Shut` after `patience` seconds."""
        place = self._open("-turn")
        try:
            _stand(place, time.monotonic() + patience)
            yield
        finally:
            _leave(place)

    @contextmanager
    def hurrying(self) -> Iterator[None]:
        """Let whoever has time know that a person waits."""
        bell = self._open("-people")
        try:
            if bell is not None:
                _may_have(bell, fcntl.LOCK_SH)
            yield
        finally:
            _leave(bell)

    def let_people_go_first(self) -> None:
        """Wait as long as a person waits, but not for ever."""
        bell = self._open("-people")
        until = time.monotonic() + LEISURE
        try:
            while bell is not None and not _may_have(bell, fcntl.LOCK_EX):
                if time.monotonic() >= until:
                    return
                time.sleep(PAUSE)
        finally:
            _leave(bell)

    def _open(self, which: str) -> int | None:
        if self._path is None:
            return None
        try:  # for reading: whoever runs a command may be somebody else than who made it
            return os.open(self._path + which, os.O_RDONLY | os.O_CREAT, 0o644)
        except OSError:
            return None


def _stand(place: int | None, until: float) -> None:
    while place is not None and not _may_have(place, fcntl.LOCK_EX):
        if time.monotonic() >= until:
            raise Shut
        time.sleep(PAUSE)


def _may_have(place: int, how: int) -> bool:
    """Take a place if it is free; where a file system has no locks, all are."""
    try:
        fcntl.flock(place, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _leave(place: int | None) -> None:
    """Give a place up."""
    if place is not None:
        os.close(place)
