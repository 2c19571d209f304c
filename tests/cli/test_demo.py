"""`joinedup demo`, as a newcomer runs it: one command, one address, and Ctrl-C."""

import http.client
import re
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from cli.clock import Clock
from cli.folder import DemoFolder
from db import deliveries, partnerships, people
from db.deliveries import Priority
from db.engine import Database, sqlite_file
from db.tenancy import within
from domain.roles import Role
from tests.cli.processes import PATIENCE, SCRIPT, environment, wait_until

WELCOME = "nothing reaches partners until you go live"


@dataclass
class Running:
    """A demo that runs, and the address it has said."""

    process: subprocess.Popen[bytes]
    said: Path
    address: str

    def get(self, path: str) -> tuple[int, str]:
        """Ask for a page, following where it leads; gives its status and its text."""
        for _ in range(5):
            status, body, onward = self.ask("GET", path)
            if onward is None:
                return status, body
            path = onward
        raise AssertionError(path)

    def ask(self, method: str, path: str, **form: str) -> tuple[int, str, str | None]:
        host = self.address.removeprefix("http://")
        with closing(http.client.HTTPConnection(host, timeout=PATIENCE)) as connection:
            kind = {"content-type": "application/x-www-form-urlencoded"}
            connection.request(method, path, urlencode(form), kind)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), answer.getheader("location")

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
        return number


Start = Callable[..., Running]


@pytest.fixture
def start(tmp_path: Path, port: int) -> Iterator[Start]:
    """Start demos on one port; whatever still runs at the end is killed."""
    begun: list[subprocess.Popen[bytes]] = []

    def run(folder: Path, *options: str, **settings: str) -> Running:
        said = tmp_path / f"said-{len(begun)}"
        with said.open("wb") as out:
            process = subprocess.Popen(
                [SCRIPT, "demo", "--port", str(port), "--data", str(folder), *options],
                env=environment(settings),
                cwd=tmp_path,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        begun.append(process)
        found = wait_until(
            "it says its address or ends",
            lambda: re.search(r"http://\S+", said.read_text()) or process.poll() is not None,
        )
        return Running(process, said, found[0] if isinstance(found, re.Match) else "")

    yield run
    for process in begun:
        process.kill()
        process.wait()


def greeted(demo: Running) -> int:
    """Count the welcomes in the coordinator's messages."""
    return demo.get("/")[1].count(WELCOME)


def test_a_newcomer_is_greeted_at_the_address_and_it_goes_on_where_it_ended(
    start: Start, tmp_path: Path
) -> None:
    demo = start(tmp_path / "demo")
    folder = str(tmp_path / "demo")
    wait_until("it says where it keeps all", lambda: folder in demo.said.read_text())
    wait_until("the coordinator is greeted", lambda: greeted(demo) == 1)
    assert demo.stop() == 0
    again = start(tmp_path / "demo")
    assert greeted(again) == 1
    assert again.stop() == 0
    anew = start(tmp_path / "demo", "--fresh")
    wait_until("a new coordinator is greeted", lambda: greeted(anew) == 1)
    assert anew.stop() == 0


def listening(folder: Path) -> dict[str, int]:
    """Give where the parts of a demo listen that has said its address."""
    kept = DemoFolder(folder)
    return {name: kept.port(name) for name in ("bot", "smtp", "door")}


def test_links_in_older_mails_still_lead_somewhere_once_it_begins_again(
    start: Start, tmp_path: Path
) -> None:
    folder = tmp_path / "demo"
    demo = start(folder)
    first = listening(folder)
    assert all(first.values())
    assert demo.stop() == 0
    again = start(folder)
    assert listening(folder) == first
    assert again.stop() == 0
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", first["bot"]))
        taken.listen()
        elsewhere = start(folder)
        assert listening(folder)["bot"] not in {0, first["bot"]}
        assert elsewhere.stop() == 0


def test_the_clock_goes_to_what_is_due_and_it_is_done(start: Start, tmp_path: Path) -> None:
    demo = start(tmp_path / "demo")
    wait_until("the coordinator is greeted", lambda: greeted(demo) == 1)
    plan_another_welcome(tmp_path / "demo", later=timedelta(days=3))
    status, _, _ = demo.ask("POST", "/clock", step="due", here="/")
    assert status == 303
    wait_until("the second welcome has come", lambda: greeted(demo) == 2)
    assert demo.stop() == 0
    ahead = DemoFolder(tmp_path / "demo").ahead()
    assert timedelta(days=2, hours=23) < ahead < timedelta(days=3, hours=1)


def plan_another_welcome(folder: Path, *, later: timedelta) -> None:
    """Plan a message for the coordinator, as a later issue of ours would."""
    database = Database(sqlite_file(folder))
    now = Clock().now()
    with database.writing() as session:
        main = partnerships.one(session, None)
        with within(session, main.id):
            [coordinator] = people.in_role(session, Role.COORDINATOR, main.day(now))
            deliveries.plan(
                session,
                key="another",
                kind="welcome",
                person_id=coordinator.id,
                priority=Priority.NOTICE,
                due_at=now + later,
                now=now,
            )
    database.close()


def test_the_cast_is_known_by_what_they_are(start: Start, tmp_path: Path) -> None:
    demo = start(tmp_path / "demo")
    assert demo.stop() == 0
    database = Database(sqlite_file(tmp_path / "demo"))
    with database.reading() as session:
        main = partnerships.one(session, None)
        with within(session, main.id):
            day = main.day(Clock().now())
            known = {role: len(people.in_role(session, role, day)) for role in Role}
    database.close()
    assert known == {Role.COORDINATOR: 1, Role.CHAIR: 1, Role.SCRUTINEER: 1, Role.PARTNER: 3}


def test_a_port_that_is_taken_is_said(start: Start, tmp_path: Path, port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        demo = start(tmp_path / "demo")
        assert demo.process.wait(PATIENCE) == 1
        assert f"Port {port} can't be had. Choose another with --port." in demo.said.read_text()


def test_a_second_demo_in_the_folder_is_said(start: Start, tmp_path: Path) -> None:
    with DemoFolder(tmp_path / "demo").taken():
        demo = start(tmp_path / "demo")
        assert demo.process.wait(PATIENCE) == 1
        assert "Another demo runs in" in demo.said.read_text()


def test_every_page_is_there(start: Start, tmp_path: Path) -> None:
    demo = start(tmp_path / "demo")
    for path in ("/", "/mail", "/log"):
        assert demo.get(path)[0] == 200
    assert demo.get("/mail")[1].count("example.org") >= 1


def test_it_keeps_to_its_folder_whatever_the_environment_says(start: Start, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.sqlite3"
    theirs = {"DATABASE_URL": f"sqlite:///{elsewhere}", "PORT": "none", "SECRET_KEY": "x"}
    demo = start(tmp_path / "demo", **theirs)
    assert demo.stop() == 0
    assert (tmp_path / "demo" / "joinedup.sqlite3").exists()
    assert not elsewhere.exists()


@pytest.mark.parametrize("damaged", ["demo.json", "slack/slack.json"])
def test_what_is_damaged_is_said_and_fresh_mends_it(
    start: Start, tmp_path: Path, damaged: str
) -> None:
    file = tmp_path / "demo" / damaged
    file.parent.mkdir(parents=True)
    file.write_text("{")
    demo = start(tmp_path / "demo")
    assert demo.process.wait(PATIENCE) == 1
    said = demo.said.read_text()
    assert "is damaged. Begin anew with --fresh" in " ".join(said.split())
    assert "Traceback" not in said
    anew = start(tmp_path / "demo", "--fresh")
    assert anew.address
    assert anew.stop() == 0


def test_the_clock_stays_ahead_however_the_demo_ends(start: Start, tmp_path: Path) -> None:
    demo = start(tmp_path / "demo")
    demo.ask("POST", "/clock", step="hour", here="/")
    wait_until(
        "the clock is ahead", lambda: DemoFolder(tmp_path / "demo").ahead() > timedelta(minutes=59)
    )
    demo.process.kill()
    demo.process.wait()
    again = start(tmp_path / "demo")
    again.process.send_signal(signal.SIGHUP)
    assert again.process.wait(PATIENCE) == 0
    assert DemoFolder(tmp_path / "demo").ahead() > timedelta(minutes=59)
