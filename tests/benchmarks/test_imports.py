"""A large spreadsheet through the command line: 5,000 partners with 20,000 people."""

import time
from pathlib import Path

import pytest

from db.models import Organisation, Person
from tests.benchmarks.callers import show
from tests.cli.hosts import Host
from tests.db.large_spreadsheets import MOST_SECONDS, PARTNERS, PEOPLE_EACH, spreadsheet


@pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)
def test_a_large_register_is_imported_in_ten_seconds(prepared: Host, tmp_path: Path) -> None:
    file = tmp_path / "large.csv"
    file.write_text(spreadsheet(PARTNERS), encoding="utf-8")
    before = prepared.count(Person)
    began = time.perf_counter()
    code, _, said = prepared.joinedup("import", "organisations", str(file), "--yes")
    seconds = time.perf_counter() - began
    assert code == 0, said
    assert prepared.count(Organisation) == PARTNERS
    assert prepared.count(Person) == before + PARTNERS * PEOPLE_EACH
    show(f"{PARTNERS} partners, {PARTNERS * PEOPLE_EACH} people: {seconds:.1f} s, process and all")
    began = time.perf_counter()
    prepared.joinedup("import", "undo", "1")
    show(f"undone in {time.perf_counter() - began:.1f} s")
    assert seconds <= MOST_SECONDS
