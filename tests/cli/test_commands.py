"""The real command line: each command as a process, with what an operator sees of it."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands import TABLE
from db.models import Partnership, Person
from tests.cli.hosts import Host, host_with
from tests.cli.processes import Copies, joinedup
from tests.databases import ENGINES, Templates
from tests.world import SECRET_KEY

on_sqlite = pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)
"""For what does not depend on the database."""


@pytest.fixture(params=ENGINES)
def bare(
    request: pytest.FixtureRequest, templates: Templates, tmp_path: Path, copies: Copies
) -> Iterator[Host]:
    """Give a host whose database has no tables yet."""
    url = templates.fresh(request.param, tmp_path, migrated=False)
    with host_with(tmp_path, url, copies) as host:
        yield host
    templates.drop(url)


@pytest.fixture
def well(host: Host) -> Host:
    """Give a host on which nothing is missing."""
    mail = {"SMTP_URL": "smtp://localhost:2525", "MAIL_FROM": "partners@example.org"}
    host.settings |= mail | {"SLACK_BOT_TOKEN": host.workspace.bot_token}
    host.settings["JOINEDUP_COORDINATORS"] = host.coordinator.id
    return host


@pytest.mark.parametrize("command", ["web", "worker"])
def test_what_is_missing_or_wrong_is_named_at_once(command: str, tmp_path: Path) -> None:
    wrong = {"PORT": "many", "JOINEDUP_COMMAND_PREFIX": "far too long"}
    code, _, said = joinedup(tmp_path, wrong, command)
    assert code == 1
    assert "SECRET_KEY is missing" in said
    assert "PORT is not what it should be" in said
    assert "JOINEDUP_COMMAND_PREFIX is not what it should be" in said
    assert "Traceback" not in said


def test_a_secret_never_stands_in_a_complaint(tmp_path: Path) -> None:
    _, _, said = joinedup(tmp_path, {"SECRET_KEY": "short-and-private"}, "worker")
    assert "SECRET_KEY is too short" in said
    assert "short-and-private" not in said


@pytest.mark.parametrize("command", ["web", "worker"])
def test_without_tables_nothing_starts(command: str, bare: Host) -> None:
    code, _, said = bare.joinedup(command)
    assert (code, said) == (1, "The database is empty. Run: joinedup db upgrade\n")


def test_tables_come_and_go(bare: Host) -> None:
    assert bare.joinedup("db", "upgrade")[0] == 0
    assert bare.joinedup("db", "check")[:2] == (0, "The tables are up to date.\n")
    assert bare.joinedup("db", "upgrade")[0] == 0
    assert bare.joinedup("db", "downgrade", "base")[0] == 0
    code, _, said = bare.joinedup("db", "check")
    assert (code, said) == (1, "The database is empty. Run: joinedup db upgrade\n")


@on_sqlite
def test_the_tables_go_back_step_by_step_or_say_that_they_cannot(host: Host) -> None:
    for command in (("downgrade", "nonsense"), ("upgrade", "--revision", "nonsense")):
        code, _, said = host.joinedup("db", *command)
        assert code == 1
        assert said == "There is no way from these tables to a revision “nonsense”.\n"
    assert host.joinedup("db", "downgrade", "-1")[0] == 0
    assert host.joinedup("db", "check")[0] == 1
    code, _, said = host.joinedup("db", "downgrade", "-99")
    assert (code, said.count("\n")) == (1, 1)


@pytest.mark.parametrize("command", [("db", "upgrade"), ("db", "check"), ("partnership", "list")])
def test_a_database_that_is_not_there_is_one_sentence(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    settings = {"SECRET_KEY": SECRET_KEY, "DATABASE_URL": "postgresql://127.0.0.1:9/none"}
    code, _, said = joinedup(tmp_path, settings, *command)
    assert code == 1
    assert said.startswith("The database does not answer")
    assert said.count("\n") == 1


def test_a_table_that_lacks_a_column_is_noticed(host: Host) -> None:
    with host.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE person DROP COLUMN language")
    code, _, said = host.joinedup("db", "check")
    assert code == 1
    assert "language" in said


def test_without_an_address_the_database_is_a_file_in_the_data_folder(tmp_path: Path) -> None:
    settings = {"SECRET_KEY": SECRET_KEY, "JOINEDUP_DATA": str(tmp_path / "kept" / "here")}
    assert joinedup(tmp_path, settings, "db", "upgrade")[0] == 0
    assert [each.name for each in (tmp_path / "kept" / "here").glob("*.sqlite3")]


@pytest.mark.parametrize("prefix", ["", "ju"])
def test_the_manifest_names_every_command_and_where_it_goes(prefix: str, tmp_path: Path) -> None:
    settings = {"PUBLIC_URL": "https://bot.example.org", "JOINEDUP_COMMAND_PREFIX": prefix}
    code, written, said = joinedup(tmp_path, settings, "manifest")
    assert (code, said) == (0, "")
    commands = json.loads(written)["features"]["slash_commands"]
    start = f"/{prefix}-" if prefix else "/"
    assert {each["command"] for each in commands} == {f"{start}{noun[1:]}" for noun in TABLE.nouns}
    assert {each["url"] for each in commands} == {"https://bot.example.org/slack/events"}


def test_a_wrong_prefix_makes_no_manifest(tmp_path: Path) -> None:
    code, written, said = joinedup(tmp_path, {"JOINEDUP_COMMAND_PREFIX": "UP!"}, "manifest")
    assert (code, written) == (1, "")
    assert said.startswith("JOINEDUP_COMMAND_PREFIX is not what it should be.")


@on_sqlite
def test_a_port_that_is_taken_is_one_sentence(prepared: Host) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        code, _, said = prepared.joinedup("web", "--host", "127.0.0.1", "--port", port)
    assert code == 1
    assert said.startswith(f"Port {port} of 127.0.0.1 can't be had")
    assert said.count("\n") == 1


@on_sqlite
def test_the_doctor_finds_a_well_host_well(well: Host) -> None:
    well.prepare()
    assert well.joinedup("doctor") == (0, "All is well.\n", "")


@on_sqlite
def test_the_doctor_names_each_trouble(well: Host) -> None:
    well.workspace.scopes.remove("chat:write")
    del well.settings["SLACK_SIGNING_SECRET"], well.settings["MAIL_FROM"]
    code, found, _ = well.joinedup("doctor", PUBLIC_URL="http://bot.example.org")
    assert code == 1
    for trouble in ("SLACK_SIGNING_SECRET", "MAIL_FROM", "PUBLIC_URL", "chat:write"):
        assert trouble in found
    assert found.count("wrong: ") == 4


@on_sqlite
def test_every_complaint_is_one_line(well: Host) -> None:
    del well.settings["SECRET_KEY"]
    _, found, _ = well.joinedup("doctor")
    assert all(line.startswith(("wrong: ", "note: ")) for line in found.splitlines()), found


@on_sqlite
def test_web_without_a_signing_secret_does_not_listen(host: Host) -> None:
    del host.settings["SLACK_SIGNING_SECRET"]
    program = host.start("web", "--host", "127.0.0.1", "--port", "0")
    assert program.process.wait(10) == 1
    assert "SLACK_SIGNING_SECRET is missing" in program.log


@on_sqlite
def test_the_doctor_names_a_token_that_slack_refuses(well: Host) -> None:
    code, found, _ = well.joinedup("doctor", SLACK_BOT_TOKEN="xoxb-wrong")
    assert code == 1
    assert "SLACK_BOT_TOKEN was not taken by Slack: invalid_auth." in found
    assert "xoxb-wrong" not in found


@on_sqlite
def test_secrets_may_stand_in_files(well: Host) -> None:
    well.prepare()
    for name in ("SECRET_KEY", "SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN", "DATABASE_URL"):
        file = well.folder / name.lower()
        file.write_text(well.settings.pop(name) + "\n")
        well.settings[f"{name}_FILE"] = str(file)
    assert well.joinedup("doctor")[:2] == (0, "All is well.\n")
    well.settings["SECRET_KEY_FILE"] = "nowhere"
    code, found, _ = well.joinedup("doctor")
    assert (code, found) == (1, "wrong: SECRET_KEY_FILE names a file that can't be read.\n")


def test_another_partnership_is_made_for_the_same_workspace(well: Host) -> None:
    well.prepare()
    channel = well.workspace.add_channel("north", private=True, members=[well.workspace.bot])
    add = ("partnership", "add")
    code, done, _ = well.joinedup(*add, "north", "--name", "North", "--channel", channel.id)
    assert (code, done.partition(".")[0]) == (0, "North is made")
    code, _, said = well.joinedup(*add, "north", "--name", "North again")
    assert code == 1
    assert said.startswith("There is already a partnership “north”.")
    code, _, said = well.joinedup(*add, "south", "--name", "South", "--channel", channel.id)
    assert code == 1
    assert said.startswith("This channel belongs to another partnership.")
    code, listed, _ = well.joinedup("partnership", "list")
    assert code == 0
    assert [line.split() for line in listed.splitlines()] == [
        ["main", "Partnership"],
        ["north", "North"],
    ]


@pytest.mark.parametrize(
    ("name", "channel", "sentence"),
    [
        ("a" * 200, None, "This name has 200 characters"),
        ("", None, "Please give a name"),
        ("North", "C" * 40, "is not a Slack channel id"),
        ("North", "nonsense", "is not a Slack channel id"),
        ("North", "C0NOWHERE1", "The app is not in the channel C0NOWHERE1"),
    ],
)
def test_a_partnership_that_cannot_be_is_refused_in_a_sentence(
    well: Host, name: str, channel: str | None, sentence: str
) -> None:
    where = ("--channel", channel) if channel else ()
    code, _, said = well.joinedup("partnership", "add", "north", "--name", name, *where)
    assert code == 1
    assert sentence in said
    assert "Traceback" not in said
    assert well.count(Partnership) == 0


@on_sqlite
def test_a_channel_that_the_app_is_not_in_must_invite_it_first(well: Host) -> None:
    for private in (True, False):
        channel = well.workspace.add_channel("north", private=private, members=[well.coordinator])
        add = ("partnership", "add", "north", "--name", "North", "--channel", channel.id)
        code, _, said = well.joinedup(*add)
        assert code == 1
        assert said.startswith(f"The app is not in the channel {channel.id}")
        assert "/invite" in said
    assert well.count(Partnership) == 0


@on_sqlite
def test_who_is_no_person_in_slack_is_no_coordinator(prepared: Host) -> None:
    prepared.settings["SLACK_BOT_TOKEN"] = prepared.workspace.bot_token
    gone = prepared.workspace.add_user("Gone", email="gone@example.org")
    prepared.slack.core.state.users[gone.id].deleted = True
    before = prepared.count(Person)
    for who, sentence in (
        (prepared.workspace.bot.id, "This user is an app"),
        (gone.id, "This user was deactivated"),
        ("U0NOBODY", "Slack knows no such user"),
        ("nonsense", "This is neither a mail address nor a Slack user id"),
    ):
        code, _, said = prepared.joinedup("coordinator", "add", who)
        assert code == 1
        assert said.startswith(sentence)
    assert prepared.count(Person) == before


@on_sqlite
def test_a_command_in_the_new_partnerships_channel_is_for_it(well: Host) -> None:
    well.prepare()
    members = [well.coordinator, well.workspace.bot]
    channel = well.workspace.add_channel("north", private=True, members=members)
    command = ("partnership", "add", "north", "--name", "North", "--channel", channel.id)
    assert well.joinedup(*command)[0] == 0
    well.turn_to(well.copy())
    assert well.coordinator.run("/partner add Housing Trust", channel).ok
    assert "No partners yet" not in str(well.coordinator.run("/partner list", channel).json)
    elsewhere = well.coordinator.run("/partner list")
    assert "North" in str(elsewhere.json)
    assert "Housing Trust" not in str(elsewhere.json)


@on_sqlite
def test_without_slack_no_partnership_is_made(well: Host) -> None:
    well.slack.faults.add(method="auth.test", kind="drop_before", times=None)
    code, _, said = well.joinedup("partnership", "add", "north", "--name", "North")
    assert code == 1
    assert said.startswith("Slack could not be asked")
    well.slack.faults.clear()
    assert well.joinedup("partnership", "list")[:2] == (0, "")
