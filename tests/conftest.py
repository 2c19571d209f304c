"""What every test may ask for: both databases, and the cast."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import URL

from db.engine import Database
from tests.databases import ENGINES, Templates, server_url
from tests.world import World, running

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
"""When tests happen: a Monday morning."""


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if own.name.startswith("popen-") else own
    return Templates(own, server_url(shared))


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
