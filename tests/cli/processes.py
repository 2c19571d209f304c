"""`joinedup` as processes of its own, for what only a whole program can show."""

import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import psutil

T = TypeVar("T")

ROOT = Path(__file__).parent.parent.parent
SCRIPT = Path(sys.executable).with_name("joinedup")

PATIENCE = 30.0
"""Seconds until a test gives up waiting: far more than anything takes on a busy machine."""


def wait_until(what: str, holds: Callable[[], T], seconds: float = PATIENCE) -> T:
    """Wait for a condition and give what it gave; the test fails if it never holds."""
    deadline = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < deadline, f"waited {seconds} s in vain: {what}"
        time.sleep(0.01)
    return found


def environment(settings: dict[str, str]) -> dict[str, str]:
    """Give what a process sees: the given settings, and none of those of whoever runs the tests."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, **settings}


def joinedup(folder: Path, settings: dict[str, str], *arguments: str) -> tuple[int, str, str]:
    """Run a command to its end, in a folder; gives its exit code, its output and its complaints."""
    ended = subprocess.run(
        [SCRIPT, *arguments],
        cwd=folder,
        env=environment(settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return ended.returncode, ended.stdout, ended.stderr


class Program:
    """A long-running `joinedup`: where it listens, how it is, and its end."""

    def __init__(self, process: psutil.Process, log: Path) -> None:
        self.process = process
        self._log = log
        self._url = ""

    @property
    def log(self) -> str:
        """Give what it has written."""
        return self._log.read_text()

    @property
    def url(self) -> str:
        """Give where it answers, as soon as it does."""
        self._url = self._url or f"http://127.0.0.1:{wait_until('it listens', self._port)}"
        return self._url

    def get(self, path: str) -> int | None:
        """Ask for a page and give the status, None where nobody answers."""
        host = self.url.removeprefix("http://")
        connection = http.client.HTTPConnection(host, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return None
        finally:
            connection.close()

    def listens(self) -> bool:
        """Say whether anybody can still connect."""
        return self._port() is not None

    def kill(self) -> None:
        """End it as a power cut would; harmless for one that has ended."""
        with suppress(psutil.NoSuchProcess):
            self.process.kill()
            self.process.wait()

    def terminate(self, seconds: float = PATIENCE) -> int | None:
        """Ask it to end (SIGTERM), and give its exit code."""
        self.process.terminate()
        return self.process.wait(seconds)

    def _port(self) -> int | None:
        assert self.process.is_running(), self.log
        assert self.process.status() != psutil.STATUS_ZOMBIE, self.log
        found = self.process.net_connections("tcp4")
        return next((each.laddr[1] for each in found if each.status == psutil.CONN_LISTEN), None)


@contextmanager
def running(folder: Path, settings: dict[str, str], *arguments: str) -> Iterator[Program]:
    """Start a command that lasts; it is gone afterwards."""
    log = folder / f"{'-'.join(arguments)}.log"
    with started([str(SCRIPT), *arguments], folder, settings, log) as program:
        yield program


@contextmanager
def started(
    command: list[str], folder: Path, settings: dict[str, str], log: Path
) -> Iterator[Program]:
    """Start any program in a folder; it is gone afterwards."""
    with log.open("ab") as written:
        process = psutil.Popen(
            command,
            cwd=folder,
            env=environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    program = Program(process, log)
    try:
        yield program
    finally:
        program.kill()


class Copies:
    """Makes processes of `joinedup` that start at once (tests/cli/copies.py)."""

    def __init__(self) -> None:
        self._source = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.copies"],
            cwd=ROOT,
            env=environment({}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def web(self, folder: Path, settings: dict[str, str]) -> Program:
        """Start another one that serves on a free port of 127.0.0.1."""
        log = folder / "web.log"
        serve = ("web", "--host", "127.0.0.1", "--port", "0")
        return Program(psutil.Process(self._start(folder, settings, serve, log=str(log))), log)

    def run(self, folder: Path, settings: dict[str, str], *arguments: str) -> tuple[int, str, str]:
        """Run a command to its end, as `joinedup` does."""
        with tempfile.TemporaryDirectory() as kept:
            said, code = Path(kept, "said"), Path(kept, "code")
            self._start(folder, settings, arguments, log=str(said), code=str(code))
            wait_until("it ends", code.exists)
            complaints = said.with_suffix(".complaints").read_text()
            return int(code.read_text()), said.read_text(), complaints

    def _start(
        self, folder: Path, settings: dict[str, str], arguments: Sequence[str], **files: str
    ) -> int:
        assert self._source.stdin
        assert self._source.stdout
        asked = {
            "folder": str(folder),
            "environment": environment(settings),
            "arguments": arguments,
            **files,
        }
        self._source.stdin.write(json.dumps(asked) + "\n")
        self._source.stdin.flush()
        return int(self._source.stdout.readline())

    def close(self) -> None:
        """End all of them, and their source."""
        with suppress(ProcessLookupError):
            os.killpg(self._source.pid, signal.SIGKILL)
        self._source.communicate()
