"""The bytes of a mail: the order of its parts, and a calendar that comes out as it went in."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from bot.letters.letter import CalendarPart, Letter
from bot.letters.mime import Envelope, mail

CALENDAR = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Caf\xc3\xa9\r\nEND:VCALENDAR\r\n"
LETTER = Letter(
    subject="Leadership Forum, Thu 3 December 2026, 10:00",
    text="Can Tŷ Gobaith be represented?\n",
    html="<!doctype html><p>Can Tŷ Gobaith be represented?</p>",
    calendar=CalendarPart("REQUEST", CALENDAR),
    reply_to="unit@example.org",
    thread="first@joinedup.example.org",
)
ENVELOPE = Envelope(
    sender="calendar@joinedup.example.org",
    sender_name="Safeguarding, county",
    to="lead@police.example.org",
    to_name="Police lead",
    message_id="7@joinedup.example.org",
    date=datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
    copies=("diary@police.example.org",),
)


def parsed(letter: Letter, envelope: Envelope = ENVELOPE) -> EmailMessage:
    return message_from_bytes(mail(letter, envelope), EmailMessage, policy=SMTP)


def test_the_alternative_comes_first_and_the_file_beside_it() -> None:
    types = [part.get_content_type() for part in parsed(LETTER).walk()]
    assert types == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]


def test_a_calendar_keeps_every_byte_and_names_its_method() -> None:
    inline, file = [
        part for part in parsed(LETTER).walk() if part.get_content_type() in CALENDAR_TYPES
    ]
    assert inline.get_payload(decode=True) == file.get_payload(decode=True) == CALENDAR
    assert dict(inline["content-type"].params) == {"method": "REQUEST", "charset": "UTF-8"}
    assert file.get_filename() == "invitation.ics"


CALENDAR_TYPES = {"text/calendar", "application/ics"}


def test_without_a_calendar_it_is_only_the_alternative() -> None:
    types = [part.get_content_type() for part in parsed(replace(LETTER, calendar=None)).walk()]
    assert types == ["multipart/alternative", "text/plain", "text/html"]


def test_heads_say_who_writes_to_whom_and_that_a_machine_does() -> None:
    message = parsed(LETTER)
    assert message["from"] == '"Safeguarding, county" <calendar@joinedup.example.org>'
    assert (message["to"], message["cc"]) == (
        "Police lead <lead@police.example.org>",
        "diary@police.example.org",
    )
    assert message["message-id"] == "<7@joinedup.example.org>"
    assert message["references"] == "<first@joinedup.example.org>"
    assert (message["reply-to"], message["auto-submitted"]) == (
        "unit@example.org",
        "auto-generated",
    )
    assert message["date"] == "Mon, 23 Nov 2026 09:30:00 +0000"


def test_two_makings_are_the_same_bytes() -> None:
    first, second = mail(LETTER, ENVELOPE), mail(LETTER, ENVELOPE)
    assert first == second


@pytest.mark.parametrize("bad", ["A\r\nBcc: all@example.org", "A\nB"])
def test_a_head_can_t_break_out_of_its_line(bad: str) -> None:
    with pytest.raises(ValueError, match=r"(?i)newline|linefeed|carriage"):
        mail(replace(LETTER, subject=bad), ENVELOPE)


def test_what_the_ledger_keeps_is_the_letter() -> None:
    assert Letter.from_json(LETTER.as_json()) == LETTER
    bare = replace(LETTER, calendar=None)
    assert Letter.from_json(bare.as_json()) == bare
