"""What every test may ask for: both databases, and the cast."""

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser
from sqlalchemy import URL

from db.engine import Database
from db.guard import guard
from tests import browser
from tests.databases import ENGINES, Templates, server_url, take_away, trust_the_machine
from tests.statements import Remembered
from tests.world import World, running

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
"""When tests happen: a Monday morning."""


FOLDER = "JOINEDUP_TESTS_FOLDER"
"""Names the run's own folder to its workers: they share one PostgreSQL there."""


MEMORY = Path("/dev/shm")  # noqa: S108 - names of our own are made in it
"""Where Linux keeps files in memory: no test waits there for a disk."""

ROOM = 6 * 2**30
"""Bytes that must be free there, and in memory: more than a whole run takes."""


def roomy(asked: list[str]) -> Path | None:
    """Give where files are best kept, None for where they always are: benchmarks need a disk."""
    measured = any("benchmarks" in each for each in asked)
    if measured or not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK):
        return None
    free = min(shutil.disk_usage(MEMORY).free, psutil.virtual_memory().available)
    return MEMORY if free > ROOM else None


def pytest_configure(config: pytest.Config) -> None:
    """Make the run's folder before its workers start; it goes last of all."""
    if not hasattr(config, "workerinput"):
        place = roomy(config.args)
        if place is not None:
            os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(place))
        folder = tempfile.mkdtemp(prefix="joinedup-", dir=place)
        Path(folder).chmod(0o755)
        os.environ[FOLDER] = folder
        atexit.register(take_away, Path(folder))


def pytest_collection_finish() -> None:
    """Spare the collector of garbage what is there before the first test, and stays.

    It looked through all of that again and again: a quarter of the time of most tests.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Templates]:
    url = server_url(Path(os.environ[FOLDER]))
    trust_the_machine(url)
    remembered = Remembered(guard)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("db.engine.guard", remembered.guard)
        yield Templates(tmp_path_factory.getbasetemp(), url, remembered.keep)


@pytest.fixture(params=ENGINES)
def database_address(
    request: pytest.FixtureRequest, templates: Templates, tmp_path: Path
) -> Iterator[URL]:
    """Give the address of a fresh, migrated database: each test runs on both engines."""
    url = templates.fresh(request.param, tmp_path)
    yield url
    templates.drop(url)


@pytest.fixture
def database(database_address: URL) -> Iterator[Database]:
    database = Database(database_address)
    yield database
    database.close()


@pytest.fixture
def world(database_address: URL) -> Iterator[World]:
    """Start a whole installation on each database."""
    with running(database_address, NOW) as world:
        yield world


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Give one real browser for all tests of pages."""
    with browser.running() as running:
        yield running
