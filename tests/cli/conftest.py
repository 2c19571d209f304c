"""What tests of whole processes share: a host with a database and settings, and a Slack."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.cli.hosts import Host, host_with
from tests.cli.processes import Copies


@pytest.fixture(scope="session")
def copies() -> Iterator[Copies]:
    copies = Copies()
    yield copies
    copies.close()


@pytest.fixture
def host(tmp_path: Path, database_address: URL, copies: Copies) -> Iterator[Host]:
    """Give a host with migrated tables on each database; nothing runs yet."""
    with host_with(tmp_path, database_address, copies) as host:
        yield host


@pytest.fixture
def prepared(host: Host) -> Host:
    """Give a host whose first start has happened."""
    host.prepare()
    return host
