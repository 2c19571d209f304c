"""Mails are read as they come, broken ones too, and always as text."""

import pytest

from sandbox.post.letters import read
from sandbox.post.markup import links_of, with_pictures, words_of
from sandbox.post.notices import Notice, UnreadableError, read_notice
from tests.sandbox.post.conftest import fixture


def test_bytes_beyond_ascii_in_headers_are_read() -> None:
    letter = read(fixture("latin-1-subject"))
    assert letter.subject == "Café à neuf heures"
    assert letter.sender == ("café", "cafe@example.org")
    assert letter.text == "Voilà le café.\r\n"


def test_nested_parts_names_and_pictures_are_found() -> None:
    letter = read(fixture("nested"))
    assert letter.subject == "Résumé of the board"
    assert letter.text.strip() == "See the picture."
    kinds = [(part.kind, part.name) for part in letter.attachments]
    assert kinds == [
        ("image/png", ""),
        ("application/pdf", "Papiere für die Sitzung.pdf"),
        ("message/rfc822", ""),
    ]
    assert letter.parts[2].cid == "dot@x"
    assert letter.parts[2].place == (0, 1)
    assert b"Inner words." in letter.attachments[2].content


def test_file_names_lose_their_folders() -> None:
    assert [part.name for part in read(fixture("hostile")).attachments] == ["page.html"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n",
        b"\xff\xfe\x00",
        b"Subject: =?nonsense?Q?x?=\r\n\r\n",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        b"Content-Type: text/plain; charset=nonsense\r\n\r\n\xff",
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!!",
        b"Content-Type: text/plain; name=\xe9.txt\r\nContent-ID: \xe9\r\n\r\nx",
        b"Content-Type: text/\xe9; charset=\xe9\r\nContent-Disposition: \xe9\r\n\r\nx",
        b"Content-Type: text/plain; charset*=x'y'%ff\r\n\r\nx",
        b"Date: never\r\nFrom: \r\nTo: ,,,<\r\n\r\n",
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n"
        + b"--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" * 2000,
    ],
)
def test_no_mail_is_too_broken_to_show(raw: bytes) -> None:
    letter = read(raw)
    shown = [letter.subject, *letter.sender, letter.text, *(part.name for part in letter.parts)]
    "".join([*shown, *(part.text for part in letter.parts)]).encode()
    assert letter.date is None or letter.date.year


def test_html_is_read_for_its_words_and_links() -> None:
    markup = (
        "<style>p{}</style><p>One<br>two &amp; three</p><script>no()</script>"
        '<a href="http://127.0.0.1/x?a=1&amp;b=2">Go <b>on</b></a>'
        '<a href="javascript:alert(1)">bad</a><a href=https://example.org>there'
    )
    assert words_of(markup).startswith("One\ntwo & three")
    assert "no()" not in words_of(markup)
    assert [(link.url, link.text) for link in links_of(markup)] == [
        ("http://127.0.0.1/x?a=1&b=2", "Go on"),
        ("https://example.org", "there"),
    ]


def test_only_a_mails_own_pictures_are_put_into_it() -> None:
    markup = '<img src="cid:a"><img src="cid:b">'
    shown = with_pictures(markup, {"a": ("image/png", b"x")})
    assert shown == '<img src="data:image/png;base64,eA=="><img src="cid:b">'


def notice(name: str) -> Notice:
    part = read(fixture(name)).calendar
    assert part is not None
    return read_notice(part)


def test_a_calendar_part_is_read_whatever_its_encoding() -> None:
    assert notice("request").main == notice("request-base64").main
    assert notice("eight-bit").main.title == "Café Ångström: Überblick – “planning”"


def test_a_broken_calendar_says_so_in_a_sentence() -> None:
    with pytest.raises(UnreadableError, match="can't be read"):
        notice("broken-calendar")


def test_holes_count_as_missing_and_unknown_zones_are_told() -> None:
    read_in = notice("half-broken")
    assert (read_in.main.sequence, read_in.main.rule) == (0, "")
    assert any("Nowhere/Land" in each for each in read_in.warnings)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"BEGIN:VCALENDAR\r\n" + b"X-A:" + b"x" * 3_000_000, "too large to open: 3.0 MB"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 300, "more than 200"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "no event"),
        (b"", "is empty"),
    ],
)
def test_calendars_too_large_or_empty_stay_closed(body: bytes, sentence: str) -> None:
    letter = read(b"Content-Type: text/calendar; method=REQUEST\r\n\r\n" + body)
    assert letter.calendar is not None
    with pytest.raises(UnreadableError, match=sentence):
        read_notice(letter.calendar)


def test_the_windows_name_of_a_zone_means_its_hours() -> None:
    start = notice("windows-zone").main.start
    assert f"{start:%H:%M %z}" == "09:30 +0100"
    assert f"{notice('other-zone').main.start:%H:%M %z}" == "15:00 +0100"
    assert any("No VTIMEZONE" in each for each in notice("other-zone").warnings)


def test_a_wrong_vtimezone_is_obeyed_and_told() -> None:
    wrong = notice("wrong-zone-rules")
    assert f"{wrong.main.start:%H:%M %z}" == "10:00 +0100"
    assert any("says 09:00 where" in each for each in wrong.warnings)
    assert notice("request").warnings == ()
