"""What measurements share: a host on each database, and bare Bolt beside it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.guard import guard
from tests.cli.conftest import copies, host, prepared
from tests.cli.hosts import Host
from tests.cli.processes import ROOT, Program, started
from tests.databases import Templates, trust_the_machine
from tests.world import SIGNING_SECRET

__all__ = ["copies", "host", "prepared"]


@pytest.fixture(scope="session", autouse=True)
def durable(templates: Templates) -> Iterator[None]:
    """Let PostgreSQL write to disk, and a new database make its SQL, as an operator's do."""
    trust_the_machine(templates.server.render_as_string(hide_password=False), fsync=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("db.engine.guard", guard)
        yield


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Program]:
    """Start a Bolt app that does nothing but acknowledge, in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.bare", SIGNING_SECRET]
    with started(command, tmp_path, {"PYTHONPATH": str(ROOT)}, tmp_path / "bare.log") as program:
        yield program


@pytest.fixture
def keeping(prepared: Host, templates: Templates, tmp_path: Path) -> Iterator[Program]:
    """Start a Bolt app that commits one row to a database of its own, and acknowledges."""
    folder = tmp_path / "keeping"
    folder.mkdir()
    engine = prepared.address.get_backend_name()
    address = templates.fresh(engine, folder, migrated=False)
    shown = address.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.benchmarks.bare", SIGNING_SECRET, shown]
    with started(command, folder, {"PYTHONPATH": str(ROOT)}, folder / "bare.log") as program:
        yield program
    templates.drop(address)
