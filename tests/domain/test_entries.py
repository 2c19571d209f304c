"""Entries: what people typed comes out as it was, and nothing else gets in."""

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.entries import Entry, Typed, refuse_changing_clocks, vevent
from domain.errors import Refused
from domain.recurrence import Frequency, Rule
from domain.when import WallSpan

MOMENT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ENTRY = Entry(
    uid="5d1c",
    sequence=0,
    span=WallSpan(datetime(2026, 12, 3, 10), datetime(2026, 12, 3, 12), "Europe/London"),
    title="Leadership Forum",
    changed=MOMENT,
)
WEEKLY = Rule(Frequency.WEEKLY, weekday=3)


def lines(entry: Entry) -> list[str]:
    body = bytes(vevent(entry, stamp=MOMENT).to_ical())
    return body.replace(b"\r\n ", b"").decode().split("\r\n")


def line(entry: Entry, name: str) -> str:
    (found,) = [each for each in lines(entry) if each.startswith((f"{name}:", f"{name};"))]
    return found


def unescaped(value: str) -> str:
    """Read TEXT as RFC 5545, 3.3.11 says: icalendar takes an escaped backslash and n for one."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


@given(st.text())
def test_a_text_comes_back_as_it_was_typed(text: str) -> None:
    written = [
        each for each in lines(replace(ENTRY, agenda=text)) if each.startswith("DESCRIPTION")
    ]
    seen = "".join(c for c in "\n".join(text.strip().splitlines()) if is_writable(c))
    assert [unescaped(each.removeprefix("DESCRIPTION:")) for each in written] == [seen] * bool(seen)


def is_writable(character: str) -> bool:
    return character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("C:\\News", r"C:\\News"),
        ("one\r\ntwo\rthree\nfour", r"one\ntwo\nthree\nfour"),
        ("one\u2028two\x0bthree\x85four", r"one\ntwo\nthree\nfour"),
        ('a; b, c: "d"', r'a\; b\, c: "d"'),
        ("bell\x07 half\ud83d", "bell half"),
        ("tab\there", "tab\there"),
    ],
)
def test_a_text_is_escaped(typed: str, written: str) -> None:
    assert Typed(typed).to_ical().decode() == written


def test_a_title_that_slipped_through_is_one_line_all_the_same() -> None:
    entry = replace(ENTRY, title="Forum\r\nATTENDEE:mailto:eve@example.org")
    assert line(entry, "SUMMARY") == "SUMMARY:Forum ATTENDEE:mailto:eve@example.org"
    assert not [each for each in lines(entry) if each.startswith("ATTENDEE")]


def test_a_series_leaves_out_and_ends_in_its_own_zone() -> None:
    series = replace(
        ENTRY,
        rule=replace(WEEKLY, until=date(2027, 6, 30)),
        left_out=(datetime(2027, 1, 7, 10), datetime(2026, 12, 24, 10)),
    )
    assert line(series, "RRULE") == "RRULE:FREQ=WEEKLY;UNTIL=20270630T225959Z;BYDAY=TH"
    assert [each for each in lines(series) if each.startswith("EXDATE")] == [
        "EXDATE;TZID=Europe/London:20261224T100000",
        "EXDATE;TZID=Europe/London:20270107T100000",
    ]


def test_an_occurrence_names_its_original_start_as_the_series_had_it() -> None:
    moved = replace(ENTRY, original=datetime(2026, 12, 3, 9))
    assert line(moved, "RECURRENCE-ID") == "RECURRENCE-ID;TZID=Europe/London:20261203T090000"
    assert line(moved, "DTSTART") == "DTSTART;TZID=Europe/London:20261203T100000"


def test_where_to_join_stands_where_every_program_shows_it() -> None:
    online = replace(ENTRY, link="https://meet.example.org/j/1", joining="Meeting ID: 1")
    assert line(online, "LOCATION") == "LOCATION:https://meet.example.org/j/1"
    assert line(online, "DESCRIPTION") == "DESCRIPTION:Meeting ID: 1"
    assert line(online, "CONFERENCE").endswith(":https://meet.example.org/j/1")


@pytest.mark.parametrize(
    ("changes", "years"),
    [
        ({}, (2026, 2026)),
        ({"rule": WEEKLY}, (2026, 2038)),
        ({"rule": replace(WEEKLY, until=date(2028, 6, 30))}, (2026, 2029)),
        ({"rule": replace(WEEKLY, count=60)}, (2026, 2028)),
        ({"rule": replace(WEEKLY, interval=52, count=520)}, (2026, 2038)),
        ({"original": datetime(2025, 12, 30, 10)}, (2025, 2026)),
    ],
)
def test_an_entry_says_in_which_years_its_zone_counts(
    changes: dict[str, Any], years: tuple[int, int]
) -> None:
    assert replace(ENTRY, **changes).years == years


@pytest.mark.parametrize(
    "changes",
    [
        {"uid": "two words"},
        {"uid": ""},
        {"sequence": -1},
        {"changed": datetime(2026, 11, 20)},
        {"url": "javascript:alert(1)"},
        {"url": "https://example.org/\r\nATTENDEE:x"},
        {"link": "meet.example.org"},
        {"left_out": (datetime(2026, 12, 10, 10),)},
        {"rule": WEEKLY, "original": datetime(2026, 12, 3, 10)},
        {"rule": replace(WEEKLY, weekday=4)},
        {"original": MOMENT},
    ],
)
def test_what_no_message_may_be_can_not_be_made(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        replace(ENTRY, **changes)


@pytest.mark.parametrize("begins", [datetime(2027, 3, 28, 1, 30), datetime(2026, 10, 25, 1, 30)])
def test_an_hour_that_clocks_skip_or_repeat_is_refused(begins: datetime) -> None:
    span = WallSpan(begins, begins.replace(hour=4), "Europe/London")
    with pytest.raises(Refused, match=r"the clocks go (forward|back) over it"):
        refuse_changing_clocks(replace(ENTRY, span=span))
    with pytest.raises(Refused, match=r"the clocks go (forward|back) over it"):
        refuse_changing_clocks(replace(ENTRY, original=begins))
