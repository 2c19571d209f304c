"""What the doctor finds in a host: in settings, database and Slack."""

import pytest

from cli.doctor import examine
from cli.findings import Findings
from db import partnerships
from tests.cli.hosts import Host
from tests.conftest import NOW

pytestmark = pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)


@pytest.fixture
def patient(host: Host) -> Host:
    """Give a host on which nothing is missing but a mail server."""
    host.settings["SLACK_BOT_TOKEN"] = host.workspace.bot_token
    host.settings["JOINEDUP_COORDINATORS"] = host.coordinator.id
    return host


def found(host: Host, monkeypatch: pytest.MonkeyPatch, **changes: str) -> Findings:
    """Examine a host in this process."""
    for name, value in (host.settings | changes).items():
        monkeypatch.setenv(name, value)
    return examine()


def test_before_the_first_start_it_says_what_that_makes(
    patient: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings = found(patient, monkeypatch)
    assert findings.well
    assert "note: No partnership yet: the first start of `web` or `worker` makes one." in (
        findings.lines
    )


def test_where_nobody_can_begin_something_is_wrong(
    patient: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    del patient.settings["JOINEDUP_COORDINATORS"]
    with patient.database.writing() as session:
        partnerships.add(session, slug="adults", name="Adults", now=NOW)
    [wrong] = found(patient, monkeypatch).wrong
    assert wrong.startswith("JOINEDUP_COORDINATORS is not set")


def test_a_partnership_without_a_coordinator_is_mentioned(
    patient: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient.prepare()
    with patient.database.writing() as session:
        partnerships.add(session, slug="adults", name="Adults", now=NOW)
    del patient.settings["JOINEDUP_COORDINATORS"]
    findings = found(patient, monkeypatch)
    assert findings.well
    [line] = [each for each in findings.notes if "no coordinator" in each]
    assert "“adults”" in line
    assert "joinedup coordinator add name@example.org --partnership adults" in line


def test_tokens_that_no_key_opens_are_wrong(patient: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    patient.prepare()
    [wrong] = found(patient, monkeypatch, SECRET_KEY="another" * 8).wrong
    assert wrong.startswith("SECRET_KEY does not open a Slack token kept")
    assert "SECRET_KEY_PREVIOUS" in wrong


def test_a_slack_that_is_not_there_is_not_the_tokens_fault(
    patient: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    [wrong] = found(patient, monkeypatch, SLACK_API_URL="http://127.0.0.1:9/api/").wrong
    assert wrong.startswith("Slack does not answer")
    assert "SLACK_API_URL" in wrong


def test_a_database_that_is_not_there_is_said(
    patient: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    [wrong] = found(patient, monkeypatch, DATABASE_URL="postgresql://127.0.0.1:9/none").wrong
    assert wrong.startswith("The database does not answer")


def test_wrong_settings_are_all_it_says(patient: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    findings = found(patient, monkeypatch, DATABASE_URL="garbage", PUBLIC_URL="https://")
    assert [each.split()[0] for each in findings.wrong] == ["PUBLIC_URL", "DATABASE_URL"]
    assert findings.notes == []
