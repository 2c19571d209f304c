"""`joinedup inbound` as a process: the door, its end, a kill in the worst moment, and the pipe."""

import os
import smtplib
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from cli import inbound as pipe
from db import inbound as kept
from db.models import InboundMail
from tests.bot.doors import MAILBOX, STRANGER, TAGGED, mail
from tests.cli.hosts import Host
from tests.cli.processes import PATIENCE, ROOT, SCRIPT, Program, environment, started, wait_until

sqlite_only = pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)


def settings() -> dict[str, str]:
    """Give a host a mailbox, and its door a free port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return {"MAIL_FROM": MAILBOX, "INBOUND_SMTP_PORT": str(port)}


def hand_over(program: Program, raw: bytes) -> None:
    """Hand a mail to the door of a process."""
    host, _, port = program.url.removeprefix("http://").rpartition(":")
    with smtplib.SMTP(host, int(port), local_hostname="mx.example.org", timeout=PATIENCE) as smtp:
        smtp.sendmail(STRANGER, [TAGGED], raw)


def mails(host: Host) -> list[InboundMail]:
    with host.database.reading() as session:
        return list(session.scalars(select(InboundMail).order_by(InboundMail.id)))


def test_what_was_taken_outlives_a_kill_before_it_was_acknowledged(host: Host) -> None:
    given = settings()
    dying = [sys.executable, "-m", "tests.cli.dying_door", "inbound"]
    changed = host.settings | given
    with started(dying, ROOT, changed, host.folder / "dying.log") as door:
        with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
            hand_over(door, mail())
        door.process.wait(PATIENCE)
    assert len(mails(host)) == 1
    again = host.start("inbound", **given)
    hand_over(again, mail())
    hand_over(again, mail(2))
    assert again.terminate() == 0
    assert [each.sender for each in mails(host)] == [STRANGER] * 2


@sqlite_only
def test_without_a_port_it_waits_and_says_so(host: Host) -> None:
    door = host.start("inbound", MAIL_FROM=MAILBOX)
    wait_until("it says so", lambda: "INBOUND_SMTP_PORT is not set" in door.log)
    assert door.terminate() == 0


@sqlite_only
def test_a_port_that_is_taken_is_said(host: Host) -> None:
    given = settings()
    with socket.create_server(("127.0.0.1", int(given["INBOUND_SMTP_PORT"]))):
        code, _said, complaint = host.joinedup("inbound", **given)
    assert code == 1
    assert "Choose another with INBOUND_SMTP_PORT." in complaint


def piped(host: Host, raw: bytes, *options: str, **changes: str) -> tuple[int, str]:
    """Pipe a mail as a mail server does; gives the exit code and what was said."""
    ended = subprocess.run(
        [SCRIPT, "inbound", "--eml", "-", *options],
        cwd=host.folder,
        env=environment(host.settings | {"MAIL_FROM": MAILBOX} | changes),
        input=raw,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    return ended.returncode, ended.stderr.decode()


def test_a_mail_by_a_pipe_is_kept_once(host: Host) -> None:
    raw = mail().replace(b"\r\n", b"\n")
    options = ("--sender", STRANGER, "--recipient", TAGGED)
    assert piped(host, raw, *options) == (os.EX_OK, "")
    assert piped(host, raw, *options) == (os.EX_OK, "This mail was here already.\n")
    [one] = mails(host)
    assert (one.raw, one.sender, one.token) == (raw, STRANGER, "Token-1")


@sqlite_only
def test_a_pipe_with_wrong_settings_loses_nothing(host: Host) -> None:
    wrong = [{"SECRET_KEY": ""}, {"MAIL_FROM": ""}, {"DATABASE_URL": "postgresql://127.0.0.1:9/x"}]
    assert [piped(host, mail(), **each)[0] for each in wrong] == [os.EX_TEMPFAIL] * 3
    assert mails(host) == []


@pytest.fixture
def here(host: Host, monkeypatch: pytest.MonkeyPatch) -> Host:
    """Give a host whose settings are this process's."""
    for name, value in (host.settings | {"MAIL_FROM": MAILBOX}).items():
        monkeypatch.setenv(name, value)
    return host


def put(folder: Path, raw: bytes) -> str:
    (folder / "one.eml").write_bytes(raw)
    return str(folder / "one.eml")


@sqlite_only
@pytest.mark.parametrize(
    ("head", "token"),
    [
        (f"X-Original-To: {TAGGED}\r\nDelivered-To: {MAILBOX}\r\n", "Token-1"),
        (f"Delivered-To: {TAGGED}\r\nReturn-Path: <{STRANGER}>\r\n", "Token-1"),
        (f"Cc: other@example.org, Calendar <{TAGGED}>\r\n", None),  # To comes first
        ("", None),
    ],
)
def test_without_options_its_head_says_for_whom_it_is(
    here: Host, head: str, token: str | None
) -> None:
    assert pipe.take(put(here.folder, mail(head=head)), None, ()).code == os.EX_OK
    [one] = mails(here)
    assert one.token == token
    assert one.sender == (STRANGER if "Return-Path" in head else "")


@sqlite_only
def test_what_will_never_do_is_refused_for_good(here: Host) -> None:
    other = mail().replace(MAILBOX.encode(), b"somebody@example.org")
    assert pipe.take(put(here.folder, other), None, ()).code == os.EX_NOUSER
    assert pipe.take(put(here.folder, mail()), None, ["x@y.org"]).code == os.EX_NOUSER
    large = mail(text="x" * 11_000_000)
    assert pipe.take(put(here.folder, large), None, ()) == (os.EX_DATAERR, "The mail is too large.")
    assert mails(here) == []


@sqlite_only
def test_what_failed_is_named_by_the_doctor_and_read_again(here: Host) -> None:
    pipe.take(put(here.folder, mail()), None, ())
    with here.database.writing() as session:
        one = kept.claim(session, mails(here)[0].id)
        assert one is not None
        kept.missed(one, "K7QM-3WXA", tries=1, now=one.received_at)
    code, said, _ = here.joinedup("doctor", MAIL_FROM=MAILBOX)
    assert code == 1
    assert "1 mail that came in could not be read: number 1." in said
    assert "joinedup inbound --again" in said
    assert here.joinedup("inbound", "--again")[1] == "1 mail waits for the worker again.\n"
    assert [each.state for each in mails(here)] == ["waiting"]
