"""The first start: a partnership, the app in its workspace, and coordinators who are greeted."""

from collections.abc import Iterator
from threading import Event

import pytest
from pydantic import SecretStr
from sqlalchemy import inspect

from cli import first_start
from cli.clock import Clock
from cli.health import problems
from cli.wiring import House
from db.models import Delivery, Installation, Partnership, Person, RoleHeld
from tests.cli.hosts import Host
from tests.cli.processes import wait_until
from tests.world import settings_for

WEB = ("web", "--host", "127.0.0.1", "--port", "0")


@pytest.fixture
def named(host: Host) -> Host:
    """Give a host that has a token and names its coordinators, by user id and by address."""
    address = host.colleague.user.email.upper()
    host.settings["SLACK_BOT_TOKEN"] = host.workspace.bot_token
    host.settings["JOINEDUP_COORDINATORS"] = f"{host.coordinator.id}, {address}"
    return host


def welcomes(host: Host) -> list[int]:
    """Count what each coordinator has been sent."""
    return [len(person.messages) for person in (host.coordinator, host.colleague)]


def test_web_and_worker_start_together_and_everybody_is_greeted_once(named: Host) -> None:
    programs = [named.start("worker"), named.start(*WEB), named.start("worker")]
    named.turn_to(programs[1])
    wait_until("the coordinators are greeted", lambda: welcomes(named) == [1, 1])
    again = named.start("worker")
    wait_until("all have prepared", lambda: len(named.slack.calls("auth.test")) >= 4)
    for program in (*programs, again):
        assert program.process.is_running()
    assert named.count(Partnership) == named.count(Installation) == 1
    assert named.count(Person) == named.count(RoleHeld) == named.count(Delivery) == 2
    assert named.coordinator.run("/partner add Housing Trust").ok
    assert "Housing Trust" in str(named.colleague.run("/partner list").json)
    assert welcomes(named) == [1, 1]


def test_the_token_stands_nowhere_in_the_clear(named: Host) -> None:
    program = named.start(*WEB)
    wait_until("it has prepared", lambda: named.count(Installation))
    token = named.workspace.bot_token
    kept = b"\n".join(everything(named))
    assert named.workspace.id.encode() in kept
    assert token.encode() not in kept
    assert token.encode().hex().encode() not in kept
    assert token not in program.log


def everything(host: Host) -> Iterator[bytes]:
    """Give all that the database holds: SQLite's files, or every row of PostgreSQL's tables."""
    if host.database.is_sqlite:
        for file in host.folder.glob("*.sqlite3*"):
            yield file.read_bytes()
        return
    with host.database.engine.connect() as connection:
        for table in inspect(connection).get_table_names():
            shown = connection.exec_driver_sql(f'SELECT t::text FROM "{table}" t')
            yield from (row.encode() for row in shown.scalars())


def test_without_slack_it_answers_that_it_is_alive_and_makes_nothing(named: Host) -> None:
    named.slack.faults.add(method="auth.test", kind="drop_before", times=None)
    program = named.start(*WEB)
    assert program.get("/healthz") == 200
    wait_until("it has asked Slack", lambda: named.slack.calls("auth.test"))
    wait_until("it says so", lambda: "Slack does not answer" in program.log)
    assert program.get("/readyz") == 200
    assert named.count(Partnership) == 0


def house(host: Host) -> House:
    coordinators = (host.coordinator.id, host.colleague.user.email)
    token = host.workspace.bot_token
    settings = settings_for(host.address, host.slack.core.base_url, token, coordinators)
    return House(settings, Clock().now)


def test_it_prepares_once_slack_is_back(named: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_start, "RETRY_SECONDS", 0.01)
    named.slack.faults.add(method="auth.test", kind="drop_before", times=3)
    named.slack.faults.add(method="users.info", kind="error500", times=2)
    ours = house(named)
    thread = first_start.prepare_in_background(ours, Event())
    thread.join(20)
    assert not thread.is_alive()
    assert named.count(Installation) == 1
    assert named.count(RoleHeld) == 2
    ours.database.close()


def test_it_waits_for_a_coordinator_who_joins_the_workspace_later(
    named: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_start, "RETRY_SECONDS", 0.01)
    ours = house(named)
    settings = ours.settings.model_copy(update={"coordinators": ("late@example.org",)})
    late = House(settings, Clock().now)
    thread = first_start.prepare_in_background(late, Event())
    wait_until("it has looked twice", lambda: len(named.slack.calls("users.lookupByEmail")) > 1)
    assert named.count(Delivery) == 0
    named.workspace.add_user("Late", email="late@example.org")
    thread.join(20)
    assert not thread.is_alive()
    assert named.count(Person) == named.count(Delivery) == 1
    late.database.close()


def test_with_a_changed_key_it_heals_as_soon_as_it_starts(
    named: Host, capfd: pytest.CaptureFixture[str]
) -> None:
    named.prepare()
    ours = house(named)
    changed = {"secret_key": SecretStr("another key of the tests, long enough")}
    lost = House(ours.settings.model_copy(update=changed | {"slack_bot_token": None}), Clock().now)
    [problem] = problems(lost.database, lost.sealer)
    assert "SECRET_KEY_PREVIOUS" in problem
    assert first_start.prepare(lost)
    assert "SECRET_KEY does not open a Slack token kept" in "".join(capfd.readouterr())
    healed = House(ours.settings.model_copy(update=changed), Clock().now)
    assert first_start.prepare(healed)
    assert problems(healed.database, healed.sealer) == []
    for each in (lost, healed):
        each.database.close()


def test_who_cannot_be_a_coordinator_holds_nobody_else_up(
    named: Host, capfd: pytest.CaptureFixture[str]
) -> None:
    ours = house(named)
    coordinators = (named.workspace.bot.id, "U0NOBODY", named.coordinator.id)
    settings = ours.settings.model_copy(update={"coordinators": coordinators})
    odd = House(settings, Clock().now)
    assert first_start.prepare(odd)
    assert named.count(Person) == named.count(RoleHeld) == 1
    said = "".join(capfd.readouterr())
    assert "This user is an app" in said
    assert "Slack knows no such user" in said
    odd.database.close()


@pytest.mark.parametrize("database_address", ["postgresql"], indirect=True)
def test_nothing_goes_wrong_where_web_and_worker_begin_together(named: Host) -> None:
    programs = [named.start("worker"), named.start(*WEB)]
    named.turn_to(programs[1])
    wait_until("the coordinators are greeted", lambda: welcomes(named) == [1, 1])
    wait_until("both have prepared", lambda: len(named.slack.calls("auth.test")) == 2)
    assert "unexpected" not in "".join(program.log for program in programs)


def test_told_to_stop_it_no_longer_waits_for_slack(named: Host) -> None:
    named.slack.faults.add(method="auth.test", kind="drop_before", times=None)
    ours, stop = house(named), Event()
    thread = first_start.prepare_in_background(ours, stop)
    wait_until("it has asked Slack", lambda: named.slack.calls("auth.test"))
    stop.set()
    thread.join(20)
    assert not thread.is_alive()
    ours.database.close()
