"""Years of real registers through the command line, process and all."""

import time
from pathlib import Path

import pytest

from db.models import Outcome
from tests.benchmarks.callers import show
from tests.cli.hosts import Host

SHARED = Path(__file__).parents[3] / "shared" / "attendance"
MOST_SECONDS = 5


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/attendance is not here")
@pytest.mark.parametrize("name", ["aswf_tac", "omp_tac", "ccc_tac"])
def test_a_real_file_is_imported_in_five_seconds(prepared: Host, name: str) -> None:
    began = time.perf_counter()
    code, said, _ = prepared.joinedup(
        "import", "attendance", str(SHARED / f"{name}.csv"), "--as-spelt", "--yes"
    )
    seconds = time.perf_counter() - began
    assert code == 0, said
    show(f"{name}: {prepared.count(Outcome)} outcomes in {seconds:.1f} s, process and all")
    began = time.perf_counter()
    prepared.joinedup("import", "undo", "1")
    show(f"undone in {time.perf_counter() - began:.1f} s")
    assert prepared.count(Outcome) == 0
    assert seconds <= MOST_SECONDS
