"""Events as they are typed: what is understood, what is asked again, and nothing guessed."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.names import name_key
from domain.typed_events import TypedEvent, read

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LONDON = "Europe/London"
BODIES = {
    name_key(each): n
    for n, each in enumerate(("Executive", "Executive Group", "Housing, Health and Care"), 1)
}


def typed(text: str) -> TypedEvent:
    return read(text, BODIES, now=NOW, zone=LONDON)


@pytest.mark.parametrize(
    ("text", "title", "body", "day"),
    [
        ("Executive, 3 Dec 10:00-12:00", "Executive", 1, date(2026, 12, 3)),
        ("EXECUTIVE 3 Dec 10:00-12:00", "EXECUTIVE", 1, date(2026, 12, 3)),
        ("Executive Group 3 Dec 10:00-12:00", "Executive Group", 2, date(2026, 12, 3)),
        ("Housing, Health and Care, 3 Dec 10:00-12:00", "Housing, Health and Care", 3, None),
        ("Plans, hopes, 3 Dec 10:00-12:00", "Plans, hopes", None, date(2026, 12, 3)),
        ("Executive away day, 3 Dec 10:00-12:00", "Executive away day", None, None),
        ("“3 Dec, a review”, 4 Dec 10:00-12:00", "3 Dec, a review", None, date(2026, 12, 4)),
        ("Executive every 3 months on first Thu 14:00-16:00", "Executive", 1, date(2026, 12, 3)),
    ],
)
def test_a_title_and_a_time_are_understood(
    text: str, title: str, body: int | None, day: date | None
) -> None:
    found = typed(text)
    assert (found.title, found.body_id, found.why) == (title, body, None)
    assert found.day == (day or date(2026, 12, 3))
    span = found.span(LONDON)
    assert span is not None
    assert span.begins.date() == found.day


@pytest.mark.parametrize(
    ("text", "title", "why"),
    [
        ("Executive, Tuesday 3 Dec 10:00-12:00", "Executive", "3 December 2026 is a Thursday"),
        ("Forum, Tuesday, 3 Dec 10:00-12:00", "Forum", "3 December 2026 is a Thursday"),
        ("Executive every 3 months on fist Thu 10:00-12:00", "Executive", "I can't read"),
        ("Forum, 3 Dec 12:00-10:00", "Forum", "This ends before it begins"),
        ("Review 3 Dec 10:00-12:00", "Review", "Please check: I read “Review” as the title"),
    ],
)
def test_what_is_not_wholly_understood_says_why(text: str, title: str, why: str) -> None:
    found = typed(text)
    assert found.title == title
    assert found.why is not None
    assert found.why.startswith(why)


@pytest.mark.parametrize(
    ("text", "day", "begins", "ends"),
    [
        ("14 Jan 12:00-10:00", date(2027, 1, 14), None, None),
        ("30 Feb 10:00", None, time(10), None),
        ("Wed 14 Jan 10:00", None, time(10), None),
        ("14 Jan 25:00", date(2027, 1, 14), None, None),
        ("14 Jan 10:00-12:00 (Town Hall)", date(2027, 1, 14), time(10), time(12)),
        ("last Fri of month 14:00-15:00 10 times", date(2026, 11, 27), time(14), time(15)),
    ],
)
def test_what_is_readable_of_a_refused_time_is_kept(
    text: str, day: date | None, begins: time | None, ends: time | None
) -> None:
    found = typed(f"Forum, {text}")
    assert (found.title, found.when, found.day) == ("Forum", None, day)
    assert found.why is not None
    clock = found.clock
    assert (clock.begins if clock else None) == begins
    span = found.span(LONDON)
    assert (span.ends.time() if span else None) == ends
    assert (found.rule is not None) == ("times" in text)


def test_a_title_alone_is_only_a_title() -> None:
    assert typed("Away day") == TypedEvent("Away day")
    assert typed("Executive") == TypedEvent("Executive", 1)


def test_a_time_without_its_end_leaves_the_end_open() -> None:
    found = typed("Executive, 3 Dec 10:00")
    assert found.day == date(2026, 12, 3)
    assert found.span(LONDON) is None


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    found = typed(text)
    assert found.why is None or found.why
