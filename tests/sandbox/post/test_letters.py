"""Mails are read as they come, broken ones too, and always as text."""

import time

import pytest

from sandbox.post.letters import read
from sandbox.post.markup import reading_of, with_pictures, without_targets
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
        ("application/pdf", "Papiere für die Sitzung.pdf"),
        ("message/rfc822", ""),
    ]
    assert letter.parts[2].cid == "dot@x"
    assert letter.parts[2].place == (0, 1)
    assert b"Inner words." in letter.attachments[1].content


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
        b"Subject: =?unicode_escape?Q?=5Cud800?=\r\nFrom: =?utf-7?Q?+2AA-?= <a@b>\r\n\r\nx",
        b"Subject: =?utf-7?Q?+2AA-?=\r\nX-\xed\xa0\x80: x\r\n\r\nx",
        b"Content-Type: text/plain; charset=undefined\r\n\r\nx",
        b"Content-Type: text/plain; charset=unicode_escape\r\n\r\n\\ud800",
        b"Content-Type: text/plain; charset=utf-7\r\n\r\n+2AA-",
        b"Content-Type: text/plain; charset*=utf-8''a%00b\r\n\r\nx",
        b"Content-Type: text/calendar; charset=rot13; method*=utf-7''+2AA-\r\n\r\nx",
        b"Content-Disposition: attachment; filename*=utf-7''+2AA-.txt\r\n\r\nx",
        b'Content-Disposition: attachment; filename="=?utf-7?Q?+2AA-?="\r\n\r\nx',
        b"Content-ID: <=?utf-7?Q?+2AA-?=>\r\n\r\nx",
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n"
        + b"--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" * 2000,
    ],
)
def test_no_mail_is_too_broken_to_show(raw: bytes) -> None:
    letter = read(raw)
    shown = [letter.subject, *letter.sender, letter.text, letter.snippet, letter.shown]
    for part in letter.parts:
        shown += [part.name, part.text, part.kind, part.charset, part.method, part.cid]
    "".join([*shown, *(each for header in letter.headers for each in header)]).encode()
    assert letter.date is None or letter.date.year


BOUNDED = 1.0
"""Seconds: far more than a scan takes, far less than one that begins again at every sign."""


@pytest.mark.parametrize(
    "markup",
    [
        ("<!--" * 200 + "\r\n") * 400,
        "<![if " * 60_000,
        "<? " * 90_000,
        "<a " * 90_000,
        "</" * 90_000,
        "<a href='" * 60_000,
        '<a ">"' * 60_000,
        "<script>" * 60_000,
        '<a href="x" ' * 40_000 + ">",
        "<a href=https://x.example>" + "x<b>" * 60_000,
        "&" * 300_000,
        "<p " + "href " * 60_000,
        "url(" * 90_000,
        "<" * 300_000,
    ],
)
def test_html_is_read_in_one_scan_however_broken(markup: str) -> None:
    begun = time.process_time()
    letter = read(b"Content-Type: text/html\r\n\r\n" + markup.encode())
    assert letter.snippet is not None
    assert letter.links is not None
    assert (letter.length, letter.text) == (letter.length, letter.text)
    without_targets(markup)
    assert time.process_time() - begun < BOUNDED


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("a<!-- <b>x</b> -->b", "ab"),
        ("a<!-->b", "ab"),
        ("a<!doctype html><?xml?>b<!-- never closed c", "ab"),
        ("1 < 2 and a<3", "1 < 2 and a<3"),
        ('<p title="a > b">c</p>', "c"),
        ('<p title="never closed>c</p>', "c"),
        ("a<b", "a"),
        ("<script>if (a<b) '</p>'</script>c", "c"),
        ("<TITLE>t</Title >c", "c"),
    ],
)
def test_broken_html_is_read_as_browsers_read_it(markup: str, words: str) -> None:
    assert reading_of(markup).words == words


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="http://a.example/x.png">',
        "<img src=//a.example/x.png>",
        '<td background = "https://a.example/x">',
        "<p style=\"background: url('https://a.example/x')\">",
    ],
)
def test_it_is_known_when_pictures_lie_elsewhere(markup: str) -> None:
    assert reading_of(markup).loads
    assert not reading_of('<img src="cid:x"><img src="data:,">').loads


def test_links_may_not_say_where_they_open() -> None:
    markup = """<a target=_self href="x">1</a><area title=">" TARGET = "_top"><form formtarget=x>"""
    shown = without_targets(f"{markup} target=kept")
    assert " target=_self" not in shown
    assert shown.count("data-target=") == 3
    assert shown.endswith("> target=kept")


def test_html_is_read_for_its_words_and_links() -> None:
    markup = (
        "<style>p{}</style><p>One<br>two &amp; three</p><script>no()</script>"
        '<a href="http://127.0.0.1/x?a=1&amp;b=2">Go <b>on</b></a>'
        '<a href="javascript:alert(1)">bad</a><a href=https://example.org>there'
    )
    reading = reading_of(markup)
    assert reading.words.startswith("One\ntwo & three")
    assert "no()" not in reading.words
    assert not reading.loads
    assert [(link.url, link.text) for link in reading.links] == [
        ("http://127.0.0.1/x?a=1&b=2", "Go on"),
        ("https://example.org", "there"),
    ]


def test_only_a_mails_own_pictures_are_put_into_it() -> None:
    markup = '<img src="cid:a"><img src="cid:b">'
    shown = with_pictures(markup.replace("cid:a", "CID:%61"), {"a": ("image/png", b"x")})
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


def test_a_comma_in_a_coded_name_does_not_part_it() -> None:
    coded = b"From: =?utf-8?Q?Lead=2C_H=C3=A9alth?= <lead@health.example.org>\r\n\r\n"
    assert read(coded).sender == ("Lead, Héalth", "lead@health.example.org")
    both = b'To: "Lead, Health" <a@x.example>, =?utf-8?Q?B=0D=0ABcc=3A_c?= <b@x.example>\r\n\r\n'
    people = [("Lead, Health", "a@x.example"), ("B Bcc: c", "b@x.example")]
    assert read(both).people("To") == people


def test_a_calendar_file_is_known_by_its_name_in_any_case() -> None:
    raw = b"Content-Disposition: attachment; filename=Invite.ICS\r\n\r\nx"
    assert read(raw).calendar is not None


def test_a_long_text_is_cut_on_the_page() -> None:
    letter = read(b"Content-Type: text/plain\r\n\r\n" + b"words " * 100_000)
    assert len(letter.text) == 600_000
    assert len(letter.shown) < 210_000
    assert letter.shown.endswith("see the original.]")


@pytest.mark.parametrize("rule", [b"FREQ=SECONDLY", b"FREQ=DAI\r\n LY", b"FREQ=YEARLY;BYDAY=MO,TU"])
def test_a_zone_that_changes_all_the_time_stays_closed(rule: bytes) -> None:
    usual = b"FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"
    part = read(fixture("request").replace(usual, rule)).calendar
    assert part is not None
    begun = time.process_time()
    with pytest.raises(UnreadableError, match="rules that no zone has"):
        read_notice(part)
    assert time.process_time() - begun < BOUNDED
