"""Our SMTP door, by real SMTP: what it has taken is kept, once, and strangers can't harm it."""

import smtplib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from bot.dialogue import Limits
from db.engine import Database
from tests.bot.doors import MAILBOX, STRANGER, TAGGED, Open, mail, opened
from tests.conftest import NOW

BRIEF = Limits(size=100_000, command_seconds=0.5, mail_seconds=0.5)
"""A door that gives nobody much time: who is honest tries again."""


@pytest.fixture
def door(database: Database) -> Iterator[Open]:
    with opened(database) as door:
        yield door


@pytest.fixture
def brief(database: Database) -> Iterator[Open]:
    with opened(database, BRIEF) as door:
        yield door


def test_a_mail_is_kept_as_it_came_before_it_is_acknowledged(door: Open) -> None:
    raw = mail(text=".a line with a dot\r\n..and two\r\nüber 8 bit " + "x" * 70_000)
    door.send(raw)
    [kept] = door.mails()
    assert kept.raw == raw
    assert (kept.sender, kept.recipient, kept.token) == (STRANGER, TAGGED, "Token-1")
    assert (kept.state, kept.size, kept.received_at) == ("waiting", len(raw), NOW)


def test_the_same_mail_is_kept_once_whatever_servers_add(door: Open) -> None:
    door.send(mail())
    door.send(mail(head="Received: from elsewhere\r\n by us; today\r\nReturn-Path: <x@y.org>\r\n"))
    door.send(mail(2))
    door.send(mail(), "calendar+Token-2@joinedup.example.org")
    assert [each.token for each in door.mails()] == ["Token-1", "Token-1", "Token-2"]


def test_a_mail_without_message_id_is_known_by_the_rest_of_its_head(door: Open) -> None:
    bare = b"Subject: Yes\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000\r\n\r\nYes\r\n"
    door.send(bare)
    door.send(b"Received: from elsewhere\r\n by us; today\r\n" + bare)
    door.send(bare.replace(b"09:00", b"09:01"))
    assert len(door.mails()) == 2


@pytest.mark.parametrize(
    "address",
    [
        "somebody@elsewhere.example.org",
        "coordinator@joinedup.example.org",
        "calendars+x@joinedup.example.org",
        "calendar@elsewhere.example.org",
        f"calendar+{'x' * 65}@joinedup.example.org",
        "x%elsewhere.example.org@joinedup.example.org",
    ],
)
def test_nothing_is_relayed(door: Open, address: str) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        door.send(mail(), address)
    assert refused.value.recipients[address][0] == 550
    assert door.mails() == []


def test_a_bounce_has_no_sender_and_an_address_has_any_case(door: Open) -> None:
    door.send(mail(), "CALENDAR+Token-1@JoinedUp.example.org", sender="")
    [kept] = door.mails()
    assert (kept.sender, kept.token) == ("", "Token-1")


def test_a_mail_to_the_mailbox_and_a_tag_is_one_and_the_tags(door: Open) -> None:
    door.send(mail(), MAILBOX, TAGGED)
    [kept] = door.mails()
    assert kept.token == "Token-1"


def test_a_letter_of_mailboxes_beyond_ascii_is_taken(door: Open) -> None:
    with door.client() as smtp:
        smtp.ehlo()
        smtp.sendmail("jürgen@über.example.org", [TAGGED], mail(), ["SMTPUTF8", "BODY=8BITMIME"])
    assert [each.sender for each in door.mails()] == ["jürgen@über.example.org"]


def test_nobody_learns_which_addresses_there_are(door: Open) -> None:
    with door.client() as smtp:
        assert smtp.verify("calendar")[0] == 502
        assert smtp.expn("calendar")[0] == 502


def test_where_it_cant_be_kept_the_sender_is_asked_to_come_again(door: Open) -> None:
    with door.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE inbound_mail RENAME TO gone")
    try:
        with pytest.raises(smtplib.SMTPDataError) as refused:
            door.send(mail())
        assert refused.value.smtp_code == 451
    finally:
        with door.database.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE gone RENAME TO inbound_mail")
    door.send(mail())
    assert len(door.mails()) == 1


def test_five_hundred_at_once_are_all_kept_once(door: Open) -> None:
    with ThreadPoolExecutor(150) as senders:
        list(senders.map(lambda number: until_taken(door, mail(number)), range(500)))
    assert len({each.key for each in door.mails()}) == 500


def test_one_mail_from_many_at_once_is_one(door: Open) -> None:
    with ThreadPoolExecutor(8) as senders:
        list(senders.map(lambda _: door.send(mail()), range(24)))
    assert len(door.mails()) == 1


# Strangers


def test_too_large_a_mail_is_refused_for_good(database: Database) -> None:
    with opened(database, Limits(size=100_000)) as door:
        with pytest.raises(smtplib.SMTPSenderRefused) as said:
            door.send(mail(text="x" * 200_000))
        assert said.value.smtp_code == 552
        with door.line() as line:
            line.begin()
            assert line.say(mail(text="x\r\n" * 70_000) + b".\r\n").startswith(b"552")
            assert line.say(b"NOOP\r\n").startswith(b"250")
        assert door.mails() == []


def test_a_mail_without_end_is_cut_off(brief: Open) -> None:
    with brief.line() as line:
        line.begin()
        while line.put(b"x" * 50_000):
            pass
    until_taken(brief, mail())
    assert len(brief.mails()) == 1


def test_a_command_without_end_is_cut_off(brief: Open) -> None:
    with brief.line() as line:
        while line.put(b"x" * 50_000):
            pass
    until_taken(brief, mail())
    assert len(brief.mails()) == 1


def test_who_says_nothing_is_cut_off(brief: Open) -> None:
    with brief.line() as idle, brief.line() as amid:
        amid.begin()
        assert (idle.hear(), amid.hear()) == (b"", b"")


def test_who_never_listens_is_cut_off(brief: Open) -> None:
    with brief.line() as line:
        while line.put(b"HELP\r\n" * 10_000):
            pass
    until_taken(brief, mail())
    assert len(brief.mails()) == 1


def test_mails_that_are_held_together_are_bounded(database: Database) -> None:
    half = mail(text="x" * 90_000)
    with opened(database, Limits(held=150_000)) as door:
        with door.line() as first, door.line() as second:
            first.begin()
            second.begin()
            first.put(half)
            while not second.say(half + b".\r\n").startswith(b"452"):
                second.begin()  # the first was not heard yet
            assert first.say(b".\r\n").startswith(b"250")
            second.begin()
            assert second.say(half + b".\r\n").startswith(b"250")
        assert len(door.mails()) == 1


def test_there_are_only_so_many_at_once_and_then_there_is_room_again(database: Database) -> None:
    with opened(database, Limits(connections=4)) as door:
        lines = [door.client() for _ in range(4)]
        with pytest.raises(smtplib.SMTPConnectError) as said:
            door.client()
        assert said.value.smtp_code == 421
        for each in lines:
            each.close()
        until_taken(door, mail())
        assert len(door.mails()) == 1


def test_commands_all_in_one_go_are_answered_one_by_one(door: Open) -> None:
    begin = f"EHLO x\r\nMAIL FROM:<{STRANGER}>\r\nRCPT TO:<{TAGGED}>\r\nDATA\r\n".encode()
    heard = b""
    with door.line() as line:
        line.put(begin + mail() + b".\r\nQUIT\r\n")
        while more := line.hear():
            heard += more
    assert heard.count(b"250 2.0.0 The mail is kept") == 1
    assert b"\r\n221 " in heard
    assert len(door.mails()) == 1


def test_who_leaves_in_the_middle_leaves_nothing(door: Open) -> None:
    with door.line() as line:
        line.begin()
        line.put(mail())
    door.send(mail(2))
    assert len(door.mails()) == 1


def test_a_bare_newline_ends_no_mail(door: Open) -> None:
    more = f"MAIL FROM:<{STRANGER}>\r\nRCPT TO:<{TAGGED}>\r\nDATA\r\nsmuggled".encode()
    raw = mail() + b"\n.\n" + more + b"\r\n.\n\r\n"
    with door.line() as line:
        line.begin()
        doubled = raw.replace(b"\r\n.", b"\r\n..")
        assert line.say(doubled + b".\r\n").startswith(b"250")
    [kept] = door.mails()
    assert kept.raw == raw


def test_too_many_recipients_wait_for_the_next_mail(database: Database) -> None:
    people = [f"calendar+{number}@joinedup.example.org" for number in range(5)]
    with opened(database, Limits(recipients=3)) as door:
        with door.client() as smtp:
            refused = smtp.sendmail(STRANGER, people, mail())
        assert {code for code, _said in refused.values()} == {452}
        assert len(door.mails()) == 3


def test_at_its_end_a_mail_on_its_way_still_arrives(database: Database) -> None:
    with opened(database) as door, door.line() as idle, door.line() as line:
        line.begin()
        line.put(mail())
        threading.Timer(0.3, line.put, [b".\r\n"]).start()
        door.close()
        assert line.hear().startswith(b"250")
        assert idle.hear().startswith(b"421")
        assert len(door.mails()) == 1


def until_taken(door: Open, raw: bytes) -> None:
    """Hand a mail over, again and again while the door has no room for its sender."""
    while True:
        with suppress(smtplib.SMTPException, OSError):
            door.send(raw)
            return
