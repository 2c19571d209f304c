"""The folder a demo is kept in: one demo at a time, and nothing in it but the demo's own."""

import fcntl
import json
import secrets
import shlex
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from domain.errors import Refused

OWN = (
    "joinedup.sqlite3",
    "joinedup.sqlite3-wal",
    "joinedup.sqlite3-shm",
    "joinedup.sqlite3-turn",
    "joinedup.sqlite3-room",
    "joinedup.sqlite3-people",
    "demo.json",
    "settings.env",
)
OWN_FOLDERS = ("slack", "mail")


class DemoFolder:
    """Where a demo keeps its database, its Slack, its mail, its clock and its key."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().absolute()
        self.slack = self.path / "slack"
        self.mail = self.path / "mail"
        self._notes = self.path / "demo.json"

    @contextmanager
    def taken(self, *, fresh: bool = False) -> Iterator["DemoFolder"]:
        """Hold the folder for one demo; `fresh` empties it of an earlier one's files.

        Raises `Refused` where it can't be written, or where another demo runs in it.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = (self.path / "lock").open("w")
        except OSError as error:
            raise Refused(
                f"{self.path} can't be written. Choose another folder with --data."
            ) from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise Refused(
                    f"Another demo runs in {self.path}. Stop it, or choose another with --data."
                ) from error
            if fresh:
                self._empty()
            for each in (self.slack, self.mail):
                each.mkdir(exist_ok=True)
            yield self

    def secret(self) -> str:
        """Give the demo's own key: made once, kept here, good for nothing else."""
        notes = self._read()
        if "secret" not in notes:
            notes["secret"] = secrets.token_urlsafe(32)
            self._write(notes)
        return str(notes["secret"])

    def keep_settings(self, settings: Mapping[str, str]) -> None:
        """Write down what commands need to work on this demo, for a shell to read."""
        lines = [f"export {name}={shlex.quote(value)}\n" for name, value in settings.items()]
        kept = self.path / "settings.env"
        kept.touch(mode=0o600)
        kept.write_text("".join(lines), encoding="utf-8")

    def ahead(self) -> timedelta:
        """Give how far the demo's clock was ahead when it ended."""
        return timedelta(seconds=float(str(self._read().get("ahead", 0))))

    def keep_ahead(self, ahead: timedelta) -> None:
        """Remember how far the clock is ahead."""
        self._write(self._read() | {"ahead": ahead.total_seconds()})

    def port(self, name: str) -> int:
        """Give where something listened before: links in older mails lead there; 0: nowhere."""
        with self.reading():
            return int(self._ports().get(name, 0))

    def keep_port(self, name: str, port: int) -> None:
        """Remember where something listens, to take that port again."""
        self._write(self._read() | {"ports": self._ports() | {name: port}})

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read what an earlier demo left. Raises `Refused` where it can't be read any more."""
        try:
            yield
        except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
            raise Refused(
                f"What is kept in {self.path} is damaged. Begin anew with --fresh, "
                "or choose another folder with --data."
            ) from error

    def _ports(self) -> dict[str, int]:
        kept = self._read().get("ports", {})
        if not isinstance(kept, dict):
            raise TypeError(kept)
        return kept

    def _read(self) -> dict[str, object]:
        if not self._notes.exists():
            return {}
        with self.reading():
            notes: dict[str, object] = json.loads(self._notes.read_text(encoding="utf-8"))
            return dict(notes)

    def _write(self, notes: dict[str, object]) -> None:
        new = self._notes.with_suffix(".new")
        new.write_text(json.dumps(notes), encoding="utf-8")
        new.replace(self._notes)

    def _empty(self) -> None:
        for name in OWN:
            (self.path / name).unlink(missing_ok=True)
        for name in OWN_FOLDERS:
            shutil.rmtree(self.path / name, ignore_errors=True)
