"""Replies as mail programs write them are read alike; hostile ones say nothing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import reply_mails
from domain.replies import (
    MAX_CALENDAR,
    CalendarMessage,
    Inbound,
    Method,
    Nothing,
    Partstat,
    Written,
)
from domain.written_words import first_lines

SAMPLES = Path(__file__).parent.parent / "calendars" / "replies"
UID = "0b7a0c1e-5f0c-4f5e-9a0e-3d3f2f1c9a11"
LEAD = "police.lead@example.org"
TEN = datetime(2026, 12, 3, 10, tzinfo=UTC)


def sample(name: str) -> Inbound:
    return reply_mails.read((SAMPLES / f"{name}.eml").read_bytes())


def calendar(name: str) -> CalendarMessage:
    content = sample(name).content
    assert isinstance(content, CalendarMessage), content
    return content


@pytest.mark.parametrize(
    ("name", "partstat", "sequence"),
    [
        ("thunderbird", Partstat.ACCEPTED, 1),
        ("google", Partstat.DECLINED, 1),
        ("exchange", Partstat.ACCEPTED, 1),
        ("outlook-tentative", Partstat.TENTATIVE, None),
        ("apple", Partstat.ACCEPTED, 1),
        ("only-attached", Partstat.ACCEPTED, 1),
        ("hostile-endless-rule", Partstat.ACCEPTED, 1),
    ],
)
def test_every_program_says_the_same(name: str, partstat: Partstat, sequence: int | None) -> None:
    message = calendar(name)
    (part,) = message.parts
    (who,) = part.answerers
    assert (message.method, message.uid) == (Method.REPLY, UID)
    assert (who.key, who.partstat, part.sequence) == (LEAD, partstat, sequence)
    assert part.stamp == datetime(2026, 11, 5, 11, 15, tzinfo=UTC)
    assert (part.original, part.begins) == (None, TEN)
    assert part.ends == datetime(2026, 12, 3, 12, tzinfo=UTC)


def test_names_comments_and_who_is_meant_come_through() -> None:
    assert calendar("thunderbird").parts[0].answerers[0].name == "Siân Ó Briain"
    assert calendar("exchange").parts[0].comment == "See you there, I hope"
    assert calendar("exchange").organizer == ""
    assert calendar("google").organizer == "calendar+Tok-en_1@joinedup.example.org"
    assert sample("exchange").refers_to == (
        "11111111-1111-1111-1111-111111111111@joinedup.example.org",
    )
    assert (sample("apple").sender, sample("apple").sender_name) == (LEAD, "Siân Ó Briain")


def test_an_occurrence_is_an_instant_in_summer_too() -> None:
    (part,) = calendar("exchange-occurrence").parts
    assert part.original == datetime(2026, 7, 2, 9, tzinfo=UTC)
    assert part.answerers[0].key == LEAD


def test_who_answers_on_behalf_and_who_is_sent() -> None:
    (who,) = calendar("exchange-on-behalf").parts[0].answerers
    assert (who.key, who.sent_by) == (LEAD, "diary.keeper@example.org")
    sender, deputy = calendar("delegated").parts[0].answerers
    assert (sender.partstat, sender.delegated_to) == (Partstat.DELEGATED, ("eve@example.org",))
    assert (deputy.name, deputy.delegated_from) == ("Eve Deputy", (LEAD,))


@pytest.mark.parametrize(
    "name", ["method-differs", "two-uids", "broken-recurrence", "no-event", "nested"]
)
def test_what_can_not_be_believed_is_no_answer(name: str) -> None:
    assert isinstance(sample(f"hostile-{name}").content, Nothing)


def test_a_broken_line_spoils_no_other() -> None:
    (part,) = calendar("hostile-broken-lines").parts
    assert [each.key for each in part.answerers] == [LEAD]
    assert (part.begins, part.sequence) == (TEN, None)


def test_a_forwarded_message_is_not_searched() -> None:
    assert sample("hostile-forwarded").content == Written("What is this?")


def test_what_is_too_large_is_not_parsed() -> None:
    raw = (SAMPLES / "apple.eml").read_bytes()
    large = raw.replace(b"SEQUENCE:1", b"SEQUENCE:1\r\nX-A:" + b"a" * MAX_CALENDAR)
    assert reply_mails.read(large).content == Nothing("calendar too large")


def test_parts_within_parts_without_end_raise_nothing() -> None:
    head = b"Content-Type: multipart/mixed; boundary=a%d\r\n\r\n--a%d\r\n"
    raw = b"".join(head % (n, n) for n in range(3000))
    assert isinstance(reply_mails.read(raw).content, Nothing)


PIECES = st.sampled_from(
    [
        *(b"BEGIN:VCALENDAR\r\n", b"END:VCALENDAR\r\n", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"),
        *(b"METHOD:REPLY\r\n", b"UID:a\r\n", b"DTSTAMP:20261105T111500Z\r\n"),
        *(b"RECURRENCE-ID;TZID=a:20261105T111500\r\n", b"DTSTART;TZID=/x/y/z:00010101T000000\r\n"),
        *(b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b\r\n", b"DURATION:P99999999999999D\r\n"),
        *(b"BEGIN:VTIMEZONE\r\nTZID:a\r\nTZOFFSETTO:+9999\r\nEND:VTIMEZONE\r\n", b"\r\n ", b"\x00"),
        *(b"DTEND;TZID=Europe/London:99991231T235959\r\n", b"Content-Type: text/calendar\r\n\r\n"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.binary(max_size=20)), max_size=25))
def test_whatever_strangers_write_raises_nothing(pieces: list[bytes]) -> None:
    head = b"From: a@b.c\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n"
    for raw in (b"".join(pieces), head + b"".join(pieces)):
        assert isinstance(reply_mails.read(raw), Inbound)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 4000), st.binary(max_size=8), st.sampled_from(sorted(SAMPLES.glob("*.eml"))))
def test_a_damaged_mail_raises_nothing(place: int, harm: bytes, path: Path) -> None:
    raw = path.read_bytes()
    cut = place % len(raw)
    assert isinstance(reply_mails.read(raw[:cut] + harm + raw[cut + 3 :]), Inbound)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Yes.\n\n> old", "Yes."),
        ("Yes, thanks\nJo\n-- \nJo Bloggs\nTel", "Yes, thanks\nJo"),
        ("I can't\n\n-----Original Message-----\nFrom: x", "I can't"),
        ("OK\n\nFrom: Partnership <a@b>\nSent: Thursday", "OK"),
        ("On Thu, 5 Nov 2026 at 09:00, A <a@b.c> wrote:\n> old", ""),
        ("a" * 600, f"{'a' * 499}…"),
        ("\n".join("abcdefghijkl"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj…"),
        ("", ""),
    ],
)
def test_of_words_the_first_lines_are_shown_and_nothing_quoted(text: str, shown: str) -> None:
    assert first_lines(text) == shown


def test_a_page_is_read_as_words_without_what_it_quotes() -> None:
    page = (
        b"From: a@b.c\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        b"<head><style>p{}</style></head><p>Yes, <b>please</b>.</p><blockquote>old</blockquote>"
    )
    assert reply_mails.read(page).content == Written("Yes, please.")
