"""`joinedup terms import` and `joinedup audit verify`, as an operator runs them."""

from pathlib import Path

import pytest
from sqlalchemy import select, text

from db.models import AuditEntry, Term
from db.tenancy import across_partnerships
from tests.cli.hosts import Host
from tests.domain.test_terms import calendar

on_sqlite = pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)

YEAR = calendar(
    ("Autumn", "20260903", "20261024"),
    ("Half term", "20261026", "20261031"),
    ("Winter", "20261102", "20261219"),
)


@pytest.fixture
def file(tmp_path: Path) -> str:
    found = tmp_path / "terms.ics"
    found.write_bytes(YEAR)
    return str(found)


def names(host: Host) -> list[str]:
    with host.database.reading() as session, across_partnerships(session):
        return list(session.scalars(select(Term.name).order_by(Term.first_day)))


@on_sqlite
def test_terms_are_shown_and_added_once(host: Host, file: str) -> None:
    host.prepare()
    code, said, _ = host.joinedup("terms", "import", file, "--yes")
    assert code == 0
    assert "new:       Autumn, 03 September 2026 to 23 October 2026" in said
    assert "no term:   Half term" in said
    assert names(host) == ["Autumn", "Winter"]
    code, said, _ = host.joinedup("terms", "import", file, "--yes")
    assert (code, "Nothing is new." in said) == (0, True)
    assert names(host) == ["Autumn", "Winter"]


@on_sqlite
def test_nothing_is_added_without_a_yes(host: Host, file: str) -> None:
    host.prepare()
    code, _, _ = host.joinedup("terms", "import", file)  # there is nobody to ask
    assert code != 0
    assert names(host) == []


@on_sqlite
def test_a_file_without_terms_says_what_a_term_is(host: Host, tmp_path: Path) -> None:
    host.prepare()
    other = tmp_path / "other.ics"
    other.write_bytes(calendar(("INSET day", "20260902", "20260903")))
    code, _, said = host.joinedup("terms", "import", str(other), "--yes")
    assert code == 1
    assert "A term is an entry of two weeks or more" in said
    assert "Traceback" not in said


@on_sqlite
def test_verify_says_where_the_record_breaks(host: Host, file: str) -> None:
    host.prepare()
    host.joinedup("terms", "import", file, "--yes")
    assert host.joinedup("audit", "verify")[0] == 0
    with host.database.engine.begin() as connection:
        connection.execute(text("UPDATE audit_detail SET after = '{}' WHERE entry_id = 3"))
    code, _, said = host.joinedup("audit", "verify")
    assert code == 1
    assert said.strip() == "Partnership 1, entry 3: The detail is not what was recorded."
    with host.database.reading() as session, across_partnerships(session):
        assert session.get(AuditEntry, 3) is not None
