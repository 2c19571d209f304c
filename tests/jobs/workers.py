"""Worker processes for tests, and the ways in which they die."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import NOW
from tests.jobs.office import Office

ROOT = Path(__file__).parent.parent.parent


class Worker:
    """A worker process: loaded at once, at work only when told so."""

    def __init__(self, office: Office, lease: float, smtp: str) -> None:
        url = office.database.url.render_as_string(hide_password=False)
        numbers = [NOW.isoformat(), str(lease), smtp]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.jobs.worker_process", url, office.api, *numbers],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def begin(self) -> None:
        assert self.process.stdin
        assert self.process.stdout
        assert self.process.stdout.readline() == b"ready\n"
        self.process.stdin.write(b"go\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        """End as in a power cut; harmless for one that has ended."""
        self.process.kill()
        self.process.communicate()


@contextmanager
def workers(
    office: Office, count: int, *, lease: float = 4, smtp: str = ""
) -> Iterator[list[Worker]]:
    """Load workers; all are gone afterwards."""
    loaded = [Worker(office, lease, smtp) for _ in range(count)]
    try:
        yield loaded
    finally:
        for worker in loaded:
            worker.kill()


def wait_for_posts(office: Office, count: int, seconds: float = 10) -> None:
    """Wait until so many more messages have arrived."""
    wanted = len(office.sandbox.log) + count
    deadline = time.monotonic() + seconds
    while len(office.sandbox.log) < wanted and time.monotonic() < deadline:
        time.sleep(0.005)


def wait_until_settled(office: Office, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while office.open_rows() and time.monotonic() < deadline:
        time.sleep(0.05)
