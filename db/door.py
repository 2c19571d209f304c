"""Where SQLite's writers queue, those of all processes: nobody overtakes who stands there.

SQLite has whoever waits for its lock sleep and ask again, so that a process which writes one
transaction after the other has it back before the other wakes. Here the next writer holds a lock
of the system's on a file beside the database until it has SQLite's own: all others come after it.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

PAUSE = 0.002
"""Seconds between two looks at whether the next in the queue has gone in."""


class Shut(RuntimeError):  # noqa: N818 - named for what it is
    """Somebody else has stood there for longer than the caller can wait."""


class Door:
    """The file at which writers queue; None: there is nobody else. The system frees the dead's."""

    def __init__(self, path: str | None) -> None:
        self._path = path

    @contextmanager
    def next_to_go(self, patience: float) -> Iterator[None]:
        """Be the next to take the database's lock. Raises `Shut` after `patience` seconds.

        Take the lock inside of the block, and write outside. A door that can't be made holds up
        nobody: then it is as SQLite has it.
        """
        place = self._open()
        if place is None:
            yield
            return
        try:  # closing it gives the place up
            _stand(place, time.monotonic() + patience)
            yield
        finally:
            os.close(place)

    def _open(self) -> int | None:
        if self._path is None:
            return None
        try:  # for reading: whoever runs a command may be somebody else than who made it
            return os.open(self._path, os.O_RDONLY | os.O_CREAT, 0o644)
        except OSError:
            return None


def _stand(place: int, until: float) -> None:
    while True:
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise Shut from None
            time.sleep(PAUSE)
        except OSError:  # a file system without locks
            return
        else:
            return
