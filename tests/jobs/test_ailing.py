"""A fault of the installation loses no message: it waits until somebody mends it."""

from typing import Any

import pytest
import structlog
from sqlalchemy import delete, update

from db import people
from db.models import Delivery, Installation, Person, SlackIdentity
from db.sealing import Sealer
from db.tenancy import across_partnerships, within
from jobs.ailing import Ailing, remedy
from jobs.deliver import Deliverer
from tests.conftest import NOW
from tests.jobs.notes import SEALER
from tests.jobs.office import QUICK, Office, install
from tests.jobs.test_holds import Ticker

TOKEN_FAULTS = (
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "missing_scope",
    "no_permission",
)


def held_by(clock: Ticker, office: Office, **options: Any) -> Deliverer:
    """Give deliveries whose holds go by a clock that the test turns."""
    deliverer = office.deliverer(**options)
    deliverer._sender.ailing = Ailing(clock)
    return deliverer


def mend(office: Office, clock: Ticker) -> None:
    """Install the app anew, as somebody does who was told to, and let the hold end."""
    with office.database.writing() as session, within(session, office.partnership_id):
        install(session, office.partnership_id, office.workspace)
    clock.seconds += QUICK.mending
    office.let_waits_end()


def remove(office: Office, what: type[Any]) -> None:
    with office.database.writing() as session, across_partnerships(session):
        session.execute(delete(what))


@pytest.mark.parametrize("method", ["conversations.open", "chat.postMessage"])
@pytest.mark.parametrize("code", TOKEN_FAULTS)
def test_a_fault_of_the_token_destroys_nothing(office: Office, code: str, method: str) -> None:
    office.plan(3)
    office.sandbox.faults.add(method=method, kind="slack_error", error=code)
    clock = Ticker()
    deliverer = held_by(clock, office)
    with structlog.testing.capture_logs() as logs:
        assert deliverer.drain() == 0
    assert office.states() == {"planned": 3}
    assert {row.attempts for row in office.rows()} == {0}
    [said] = [line for line in logs if line["event"] == "installation is ailing"]
    assert (said["log_level"], said["error"], said["to_do"]) == ("error", code, remedy(code))
    workspace = f"slack of partnership {office.partnership_id} ({office.workspace.id})"
    assert deliverer.ailments() == [f"{workspace}: {code}"]
    mend(office, clock)
    assert deliverer.drain() == 3
    assert deliverer.ailments() == []


def test_a_wrong_key_destroys_nothing(office: Office) -> None:
    office.plan(3)
    clock = Ticker()
    deliverer = held_by(clock, office, sealer=Sealer("a wrong secret"))
    assert deliverer.drain() == 0
    assert office.states() == {"planned": 3}
    assert "token_cannot_be_opened" in str(deliverer.ailments())
    assert office.sandbox.calls("conversations.open") == []
    deliverer._sender._sealer = SEALER
    mend(office, clock)
    assert deliverer.drain() == 3


def test_a_missing_installation_destroys_nothing(office: Office) -> None:
    office.plan(3)
    remove(office, Installation)
    clock = Ticker()
    deliverer = held_by(clock, office)
    assert deliverer.drain() == 0
    assert office.states() == {"planned": 3}
    assert deliverer.ailments() == [
        f"slack of partnership {office.partnership_id}: no_installation"
    ]
    mend(office, clock)
    assert deliverer.drain() == 3
    assert deliverer.ailments() == []


def test_doubt_outlives_a_fault_of_the_token(office: Office) -> None:
    office.plan()
    office.sandbox.faults.add(method="chat.postMessage", kind="drop_after")
    office.sandbox.faults.add(
        method="conversations.history", kind="slack_error", error="token_revoked"
    )
    clock = Ticker()
    deliverer = held_by(clock, office)
    assert deliverer.drain() == 0
    assert office.states() == {"leased": 1}
    clock.seconds += QUICK.mending
    with office.database.writing() as session, across_partnerships(session):
        session.execute(update(Delivery).values(lease_until=NOW.replace(year=2000)))
    deliverer.drain()
    assert office.states() == {"sent": 1}
    assert list(office.arrived().values()) == [1]


def test_who_is_not_known_in_slack_may_be_tomorrow(office: Office) -> None:
    office.plan(2)
    remove(office, SlackIdentity)
    deliverer = office.deliverer()
    assert deliverer.drain() == 0
    assert {(row.state, row.attempts, row.last_error) for row in office.rows()} == {
        ("planned", 0, "no_slack_identity")
    }
    assert deliverer.ailments() == []
    person_id, user = office.people[0]
    with office.database.writing() as session, within(session, office.partnership_id):
        person = session.get_one(Person, person_id)
        people.identify(
            session, person, enterprise_id="", team_id=office.workspace.id, user_id=user.id
        )
    office.let_waits_end()
    assert deliverer.drain() == 2


def test_who_is_never_known_in_slack_is_waited_for_until_it_is_too_late(office: Office) -> None:
    office.plan(expires_at=NOW.replace(hour=23))
    remove(office, SlackIdentity)
    deliverer = office.deliverer()
    deliverer.drain()
    office.let_waits_end()
    assert deliverer.drain(NOW.replace(hour=23)) == 0
    assert office.states() == {"expired": 1}


def test_one_of_two_workspaces_holds_up_the_other_no_more_than_it_must(office: Office) -> None:
    second = office.sandbox.add_workspace("Second")
    with office.database.writing() as session, within(session, office.partnership_id):
        install(session, office.partnership_id, second)
    office.plan()
    with office.database.writing() as session, across_partnerships(session):
        first = update(Installation).where(Installation.team_id == office.workspace.id)
        session.execute(first.values(sealed_token=b"broken"))
    deliverer = office.deliverer()
    assert deliverer.drain() == 0
    assert deliverer._sender.waiting() == set()
    office.plan(start=1)
    assert deliverer.drain() == 0
    assert {row.last_error for row in office.rows()} == {"token_cannot_be_opened"}


def test_a_fault_is_said_once_a_hold_and_shown_a_little_longer() -> None:
    clock = Ticker()
    ailing = Ailing(clock)
    assert ailing.found(1, "T1", "token_revoked", 60, whole=True)
    assert not ailing.found(1, "T1", "token_revoked", 60, whole=True)
    assert (ailing.remaining(1, "T1"), ailing.remaining(2, "T1")) == (
        (60, "token_revoked"),
        (0, ""),
    )
    assert ailing.waiting() == {1}
    clock.seconds += 60
    assert ailing.waiting() == set()
    assert len(ailing.names()) == 1
    assert ailing.found(1, "T1", "token_revoked", 60, whole=True)
    clock.seconds += 180
    assert ailing.names() == []
