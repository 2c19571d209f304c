"""mrkdwn and rich text as HTML: what is shown, and that nothing else can be."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.pages import richtext
from sandbox.pages.mrkdwn import mrkdwn
from sandbox.pages.reader import Reader
from sandbox.slack.state import Channel, User

ME = User("U1", "T1", "alex", "Alex <Morgan>", tz="Europe/London")
OTHER = User("U2", "T1", "sam", "Sam Price")
ROOM = Channel("C1", "T1", "leadership", "public", members=["U1"])
SECRET = Channel("C2", "T1", "secret", "private", members=["U2"])
NOW = datetime(2026, 6, 11, 9, 0, tzinfo=UTC)
READER = Reader(ME, NOW, {"U1": ME, "U2": OTHER}, {"C1": ROOM, "C2": SECRET})
JUNE = 1781254800  # 12 June 2026, 10:00 in London


def shown(text: str) -> str:
    return str(mrkdwn(text, READER))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* _it_ ~gone~", "<p><b>bold</b> <i>it</i> <s>gone</s></p>"),
        ("*bold _and it_*", "<p><b>bold <i>and it</i></b></p>"),
        ("2*3*4 a_b_c", "<p>2*3*4 a_b_c</p>"),
        ("* not bold *", "<ul><li>not bold *</li></ul>"),
        ("`a *b* <c|d>`", "<p><code>a *b* d</code></p>"),
        ("a &lt;b&gt; &amp; c", "<p>a &lt;b&gt; &amp; c</p>"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("> one\n&gt; two\nthree", "<blockquote>one\ntwo</blockquote><p>three</p>"),
        ("• one\n• two", "<ul><li>one</li><li>two</li></ul>"),
        ("3. one\n4. two", '<ol start="3"><li>one</li><li>two</li></ol>'),
        ("```\nx &lt; *y*\n```", "<pre>x &lt; *y*</pre>"),
        (":tada: :unknown:", "<p>🎉 :unknown:</p>"),
        ("<@U1>", '<p><span class="mention me">@Alex &lt;Morgan&gt;</span></p>'),
        ("<@U2|x>", '<p><span class="mention">@Sam Price</span></p>'),
        ("<!here>", '<p><span class="mention me">@here</span></p>'),
        ("<#C1>", '<p><a class="mention" href="/slack/U1/C1">#leadership</a></p>'),
        ("<#C2>", '<p><span class="mention">#private-channel</span></p>'),
    ],
)
def test_what_is_shown(text: str, html: str) -> None:
    assert shown(text).replace(' dir="auto"', "") == html


@pytest.mark.parametrize("text", ["שלום", "> שלום", "• שלום"])
def test_every_line_runs_as_its_own_script_does(text: str) -> None:
    assert re.fullmatch(r'(<ul>)?<(p|blockquote|li) dir="auto">שלום</\2>(</ul>)?', shown(text))


@pytest.mark.parametrize(
    ("text", "address", "label"),
    [
        ("<https://example.org/?a=1&amp;b=2|the <b>page>", "https://example.org/?a=1", "the"),
        ("<https://example.org>", "https://example.org", "https://example.org"),
        (
            "see https://example.org/a_b_c.",
            "https://example.org/a_b_c",
            "https://example.org/a_b_c",
        ),
        ("<mailto:a@example.org|Write>", "mailto:a@example.org", "Write"),
    ],
)
def test_links(text: str, address: str, label: str) -> None:
    found = re.search(
        r'<a href="([^"]*)" target="_blank" rel="noopener noreferrer">([^<]*)', shown(text)
    )
    if "<b>page" in text:  # an angle inside of an angle is no link
        assert found is None or "script" not in shown(text)
        return
    assert found is not None
    assert found.group(1).startswith(address)
    assert found.group(2) == label


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "JaVaScRiPt:x", "//x"])
def test_links_that_are_not_safe_are_words(link: str) -> None:
    assert "<a " not in shown(f"<{link}|press>")
    assert "<a " not in str(READER.link(link, "press"))


@pytest.mark.parametrize(
    ("layout", "words"),
    [
        ("{date_long_pretty} at {time}", "tomorrow at 10:00"),
        ("{date} {date_short} {date_num}", "12 June 2026 12 Jun 2026 2026-06-12"),
        ("{date_long}", "Friday 12 June 2026"),
        ("{ago} {unknown}", "in 1 day {unknown}"),
    ],
)
def test_dates_are_in_the_readers_zone(layout: str, words: str) -> None:
    assert f">{words}</time>" in shown(f"<!date^{JUNE}^{layout}|fallback>")


@pytest.mark.parametrize("stamp", ["x", "", "9" * 30, "-" + "9" * 30])
def test_a_date_that_is_none_is_its_fallback(stamp: str) -> None:
    assert shown(f"<!date^{stamp}^{{date}}|12 June &amp; so>") == (
        '<p dir="auto">12 June &amp; so</p>'
    )


class Tags(HTMLParser):
    """Notes the tags and attributes of some HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {tag, *(f"{tag}@{name}" for name, _ in attrs)}
        for name, value in attrs:
            safe = ("http://", "https://", "mailto:", "tel:", "/slack/")
            assert name != "href" or (value or "").lower().startswith(safe)


ALLOWED = {
    "p",
    "b",
    "i",
    "s",
    "u",
    "code",
    "pre",
    "blockquote",
    "ul",
    "ol",
    "li",
    "a",
    "span",
    "time",
}
ATTRIBUTES = {"a@href", "a@target", "a@rel", "a@class", "span@class", "time@datetime", "time@title"}
ATTRIBUTES |= {"p@dir", "li@dir", "blockquote@dir", "ol@start", "ol@class", "ul@class"}
NASTY = st.text(
    st.sampled_from("<>&|*_~`:!@#^\"'/=\\ \n-.1aU"),
    max_size=80,
) | st.lists(
    st.sampled_from(
        [
            "<",
            ">",
            "|",
            "*",
            "`",
            "<script>",
            "<img src=x onerror=y>",
            "<!date^1^",
            "a",
            "javascript:",
            "http://",
            "&lt;",
        ]
    )
).map("".join)


@given(NASTY)
def test_no_text_makes_html_of_its_own(text: str) -> None:
    tags = Tags()
    tags.feed(shown(text))
    assert tags.found <= ALLOWED | ATTRIBUTES


@given(
    NASTY, st.sampled_from(["text", "link", "user", "channel", "emoji", "date", "broadcast", "?"])
)
def test_no_rich_text_makes_html_of_its_own(text: str, kind: str) -> None:
    names = ("text", "url", "user_id", "channel_id", "name", "timestamp", "format", "range")
    inside = {"type": kind, "style": {"bold": True}, **dict.fromkeys(names, text)}
    section = {"type": "rich_text_section", "elements": [inside]}
    tags = Tags()
    tags.feed(str(richtext.rich_text({"type": "rich_text", "elements": [section]}, READER)))
    assert tags.found <= ALLOWED | ATTRIBUTES


def test_long_lines_take_no_time() -> None:
    assert len(shown("*_~`<" * 5_000)) > 1_000
    assert len(shown("*a " * 10_000)) > 1_000
