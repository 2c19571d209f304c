"""Mail that would take a library hours, or all memory, is put aside by what it is made of."""

import pytest

from domain import reply_mails
from domain.mail_bounds import MOST_LINES, MOST_NESTED, MOST_PARTS, decoded
from domain.replies import (
    MAX_CALENDAR,
    MAX_COMPONENTS,
    CalendarMessage,
    Content,
    Nothing,
    Written,
)

HEAD = b"From: a@b.c\r\n"
REPLY = b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n%sBEGIN:VEVENT\r\nUID:a\r\nEND:VEVENT\r\nEND:VCALENDAR"


def said(raw: bytes) -> Content:
    return reply_mails.read(HEAD + raw).content


def parts(*each: bytes) -> bytes:
    """Write a mail of several parts."""
    whole = b"".join(b"--x\r\n" + part + b"\r\n" for part in each)
    return b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + whole + b"--x--\r\n"


def calendar(more: bytes = b"", method: bytes = b"REPLY") -> bytes:
    return b"Content-Type: text/calendar; method=" + method + b"\r\n\r\n" + REPLY % more


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_a_mail_of_empty_lines_is_not_read(end: bytes) -> None:
    assert said(b"\r\n" + end * MOST_LINES) == Nothing("mail of too many lines")
    assert said(b"\r\nYes." + end * (MOST_LINES - 10)) == Written("Yes.")


def test_mail_within_mail_is_read_to_some_depth() -> None:
    layer = b"Content-Type: multipart/mixed;\r\n boundary%s=a%d\r\n\r\n--a%d\r\n"
    for form in (b"", b"*", b" "):
        deep = b"".join(layer % (form, n, n) for n in range(MOST_NESTED + 1))
        assert said(deep + b"\r\nYes.") == Nothing("mail of too many layers")
    shallow = b"".join(layer % (b"", n, n) for n in range(MOST_NESTED))
    assert said(shallow + b"\r\nYes.") == Written("Yes.")


def test_a_mail_of_too_many_parts_is_not_read() -> None:
    assert said(parts(*[b""] * (MOST_PARTS + 1))) == Nothing("mail of too many parts")
    assert said(parts(b"\r\nYes.", *[b""] * 200)) == Written("Yes.")


def test_a_head_is_cut_and_what_follows_is_read() -> None:
    endless = b"Content-Type: text/plain" + b";" * 3_000_000
    assert said(endless + b"\r\n\r\nYes.") == Written("Yes.")


@pytest.mark.parametrize("charset", [b"punycode", b"IDNA", b"nonsense", b"hex"])
def test_a_charset_that_is_none_or_slow_is_not_believed(charset: bytes) -> None:
    kind = b"Content-Type: text/plain; charset=" + charset
    assert said(kind + b"\r\n\r\nYes, b\xc3\xa9zique-\xff") == Written("Yes, bÃ©zique-ÿ")
    assert said(kind + b"\r\n\r\nYes, b\xc3\xa9zique") == Written("Yes, bézique")
    assert decoded(b"\xe9", "iso8859-1") == "é"


@pytest.mark.parametrize("piece", [b"<a ", b"<a x='", b"<!--", b"<![", b"</a", b"<"])
def test_a_broken_page_says_what_can_be_read(piece: bytes) -> None:
    page = b"<p>Yes.</p>" + piece * 10_000
    found = said(b"Content-Type: text/html\r\n\r\n" + page)
    assert isinstance(found, Written)
    assert found.text.startswith("Yes.")


def test_of_many_calendars_no_more_is_parsed_than_of_one() -> None:
    broken = calendar(b"X-A:" + b"a" * (MAX_CALENDAR // 2) + b"\r\n", b"COUNTER")
    assert said(parts(broken, calendar())) == said(calendar())
    assert isinstance(said(calendar()), CalendarMessage)
    assert said(parts(broken, broken, calendar())) == Nothing("calendar too large")


@pytest.mark.parametrize(
    "form", [b"BEGIN:X\x0b", b"BEGIN:X\r\n", b"begin;a=b:X\x1c", b"BE\n GIN:X\n"]
)
def test_components_are_counted_however_they_are_written(form: bytes) -> None:
    own = form * MAX_COMPONENTS
    assert said(calendar(own)) == Nothing("calendar of too many parts")


def test_an_encoded_name_that_is_broken_loses_no_answer() -> None:
    raw = b"From: =?utf-8?B?a?= <police.lead@example.org>\r\nContent-Type: text/plain\r\n\r\nYes."
    found = reply_mails.read(raw)
    assert (found.sender, found.content) == ("police.lead@example.org", Written("Yes."))
