"""`joinedup attendance report`, as an operator runs it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from db import bodies, event_changes, event_plans, partnerships
from db.audience_items import Choice
from db.models import CallLine, CallReport
from db.tenancy import within
from domain.events import Among, Details, Planned
from domain.when import WallSpan
from tests.cli.hosts import Host
from tests.cli.test_importing import on_sqlite

NOW = datetime(2024, 11, 1, 9, tzinfo=UTC)
WINTER = WallSpan(datetime(2024, 12, 5, 10), datetime(2024, 12, 5, 12), "Europe/London")
SPRING = WINTER.on(date(2025, 3, 6))
PARTNERS = """Organisation,Board,Name,E-mail,Part,Seat from
County Police,Executive,Lee Brown,lee@police.example.org,Lead,1/9/2019
"""
REPORT = """Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Lee\t12/5/2024, 10:00:00 AM\t12/5/2024, 11:00:00 AM\t1h\tlee@police.example.org\tAttendee
Sam Hill\t12/5/2024, 10:00:00 AM\t12/5/2024, 11:00:00 AM\t1h\t\tAttendee
"""


@pytest.fixture
def file(prepared: Host, tmp_path: Path) -> str:
    partners = tmp_path / "partners.csv"
    partners.write_text(PARTNERS)
    prepared.joinedup("import", "organisations", str(partners), "--yes")
    _arrange(prepared)
    found = tmp_path / "call.csv"
    found.write_text(REPORT, encoding="utf-16")
    return str(found)


def _arrange(host: Host) -> None:
    """Send two events that are over, a season apart."""
    with host.database.writing() as session, within(session, partnerships.one(session, None).id):
        body = bodies.named(session, "Executive")
        assert body is not None
        for title, span in (("Winter meeting", WINTER), ("Spring meeting", SPRING)):
            planned = Planned(Details(title), span, None, body.id)
            whom = [Choice(Among.BODY, body.id)]
            series = event_plans.draft(session, planned, whom, by=None, now=NOW)
            event_changes.send(session, series, by=None, now=NOW)


def test_a_report_finds_its_event_and_is_taken_back(prepared: Host, file: str) -> None:
    code, said, wrong = prepared.joinedup("attendance", "report", file)
    assert code == 0, wrong
    assert "Winter meeting" in said
    assert "I read “call.csv” of Microsoft Teams: 2 people." in said
    assert "Still to be said who they are, in Slack:" in said
    assert "Sam Hill" in said
    code, _, wrong = prepared.joinedup("attendance", "report", file)
    assert (code, "was read before" in wrong) == (1, True)
    assert (prepared.count(CallReport), prepared.count(CallLine)) == (1, 2)
    code, said, _ = prepared.joinedup("attendance", "undo", "1")
    assert (code, "Undone: call.csv." in said) == (0, True)


@on_sqlite
def test_a_report_of_no_event_s_day_names_what_there_is(prepared: Host, file: str) -> None:
    other = Path(file).with_name("other.csv")
    other.write_text(REPORT.replace("12/5/2024", "1/23/2024"))
    code, said, wrong = prepared.joinedup("attendance", "report", str(other))
    assert code == 1
    assert "Winter meeting" in said
    assert "Please name it with --event." in wrong
    code, _, wrong = prepared.joinedup("attendance", "report", str(other), "--event", "1")
    assert (code, "This report is of 23 January 2024" in wrong) == (1, True)
    assert prepared.count(CallReport) == 0


@on_sqlite
def test_what_is_no_report_is_refused(prepared: Host, file: str) -> None:
    Path(file).write_text("Shopping\nMilk\n")
    code, _, wrong = prepared.joinedup("attendance", "report", file)
    assert (code, "can't find who was in the call" in wrong) == (1, True)
