"""Calendars of meetings as programs export them."""

from datetime import date, datetime, time

import pytest

from bot.meeting_lists import read
from domain import kept_rules
from domain.errors import Refused
from domain.meeting_calendars import read_calendar
from domain.meeting_entries import MOST_ENTRIES
from domain.meeting_files import Meetings
from domain.recurrence import Frequency, Ordinal, Rule

TODAY = date(2026, 11, 23)


def calendar(*entries: str) -> Meetings:
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *entries, "END:VCALENDAR", ""])
    return read_calendar(text.encode(), "x.ics", zone="Europe/London", today=TODAY)


def entry(*lines: str, title: str = "Forum") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"SUMMARY:{title}", *lines, "END:VEVENT"])


@pytest.mark.parametrize(
    ("lines", "day", "begins", "minutes"),
    [
        (("DTSTART:20260703T090000Z", "DTEND:20260703T110000Z"), 3, time(10), 120),
        (("DTSTART:20260703T100000", "DURATION:PT1H30M"), 3, time(10), 90),
        (("DTSTART;TZID=GMT Standard Time:20260703T100000",), 3, time(10), None),
        (("DTSTART;TZID=America/New_York:20260703T210000", "DURATION:PT1H"), 4, time(2), 60),
        (("DTSTART;VALUE=DATE:20260703", "DTEND;VALUE=DATE:20260704"), 3, None, None),
    ],
)
def test_times_are_told_where_the_partnership_is(
    lines: tuple[str, ...], day: int, begins: time | None, minutes: int | None
) -> None:
    [found] = calendar(entry(*lines)).found
    assert (found.day, found.start, found.minutes) == (date(2026, 7, day), begins, minutes)


OUTLOOK = """BEGIN:VTIMEZONE
TZID:GMT Standard Time
BEGIN:STANDARD
DTSTART:16011028T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0100
TZOFFSETTO:-0000
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010325T010000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:-0000
TZOFFSETTO:+0100
END:DAYLIGHT
END:VTIMEZONE"""


def test_a_zone_that_a_program_describes_is_the_one_it_names() -> None:
    series = entry(
        'DTSTART;TZID="GMT Standard Time":20260707T100000', "DURATION:PT2H", "RRULE:FREQ=WEEKLY"
    )
    [found] = calendar(OUTLOOK, series).found
    assert (found.start, found.zone, found.rule is not None) == (time(10), "", True)
    there = entry('DTSTART;TZID="Romance Standard Time":20260707T100000', "RRULE:FREQ=WEEKLY")
    [found] = calendar(there).found
    assert (found.start, found.zone) == (time(10), "Europe/Paris")


FIRST = ("DTSTART;TZID=Europe/London:20261203T100000", "DURATION:PT2H")


@pytest.mark.parametrize(
    ("rule", "ours"),
    [
        ("FREQ=WEEKLY", Rule(Frequency.WEEKLY, 3)),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;WKST=SU", Rule(Frequency.WEEKLY, 3, interval=2)),
        ("FREQ=MONTHLY;BYDAY=1TH", Rule(Frequency.MONTHLY, 3, Ordinal.FIRST)),
        ("FREQ=MONTHLY;BYDAY=TH;BYSETPOS=1", Rule(Frequency.MONTHLY, 3, Ordinal.FIRST)),
        (
            "FREQ=MONTHLY;BYDAY=1TH;COUNT=4",
            Rule(Frequency.MONTHLY, 3, Ordinal.FIRST, count=4),
        ),
        (
            "FREQ=WEEKLY;UNTIL=20270107T100000Z",
            Rule(Frequency.WEEKLY, 3, until=date(2027, 1, 7)),
        ),
        (
            "FREQ=WEEKLY;UNTIL=20270107T095959Z",
            Rule(Frequency.WEEKLY, 3, until=date(2027, 1, 6)),
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=3", None),
        ("FREQ=DAILY", None),
        ("FREQ=YEARLY", None),
        ("FREQ=WEEKLY;BYDAY=TU,TH", None),
        ("FREQ=MONTHLY;BYDAY=2TH", None),
        ("FREQ=MONTHLY;BYDAY=5TH", None),
    ],
)
def test_rules_of_ours_are_kept_and_others_named(rule: str, ours: Rule | None) -> None:
    read = calendar(entry(*FIRST, f"RRULE:{rule}"))
    if ours is None:
        assert read.found == []
        assert "repeats in a way that I don't keep" in read.problems[0].sentence
    else:
        assert read.found[0].rule == kept_rules.as_json(ours)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (("DTSTART:20261203T100000Z", "RRULE:FREQ=WEEKLY"), "keeps its hour in no zone"),
        (("DTSTART;TZID=Nowhere/Else:20261203T100000",), "don't know the time zone"),
        ((*FIRST, "RDATE:20261210T100000"), "follow no rule"),
        (("DTSTART:yesterday",), "is broken"),
        ((), "doesn't say when"),
        (("DTSTART;VALUE=DATE:20261203", "DTEND;VALUE=DATE:20261206"), "more than a day"),
        (
            ("DTSTART;TZID=Europe/London:20060105T100000", "RRULE:FREQ=WEEKLY"),
            "began too long ago",
        ),
    ],
)
def test_entries_that_can_not_be_taken_say_why(lines: tuple[str, ...], says: str) -> None:
    read = calendar(entry(*FIRST), entry(*lines))
    assert len(read.found) == 1
    [problem] = read.problems
    assert (problem.row, says in problem.sentence) == (2, True), problem.sentence


@pytest.mark.parametrize(
    ("ends", "says"),
    [
        ("20260703T090000", "This ends before it begins: 10:00 and 09:00."),
        ("20260702T110000", "begins: Friday 3 July 2026 and Thursday 2 July 2026."),
    ],
)
def test_an_entry_that_ends_before_it_begins_is_named_so(ends: str, says: str) -> None:
    read = calendar(entry("DTSTART:20260703T100000", f"DTEND:{ends}"))
    assert read.found == []
    [problem] = read.problems
    assert says in problem.sentence


def test_what_differs_of_a_series_comes_with_it() -> None:
    master = entry(
        *FIRST, "UID:a", "RRULE:FREQ=WEEKLY", "EXDATE;TZID=Europe/London:20261210T100000"
    )
    moved = entry(
        "UID:a",
        "RECURRENCE-ID;TZID=Europe/London:20261217T100000",
        "DTSTART;TZID=Europe/London:20261218T140000",
        "DURATION:PT1H",
    )
    off = entry("UID:a", "RECURRENCE-ID;TZID=Europe/London:20261224T100000", "STATUS:CANCELLED")
    [found] = calendar(moved, master, off).found
    assert [(each.original.day, each.begins) for each in found.moved] == [
        (10, None),
        (17, datetime(2026, 12, 18, 14)),
        (24, None),
    ]


def test_nobody_who_was_invited_is_kept() -> None:
    [found] = calendar(
        entry(
            *FIRST,
            "ATTENDEE;CN=Somebody:mailto:somebody@example.org",
            "DESCRIPTION:Ask somebody@example.org or see https://example.org/x",
        )
    ).found
    assert found.agenda == "Ask or see https://example.org/x"
    assert "@" not in str(found)


def test_a_calendar_is_bounded_before_it_is_read() -> None:
    with pytest.raises(Refused, match="more than 2,000 entries"):
        calendar(*["BEGIN:VEVENT"] * (MOST_ENTRIES + 1))
    with pytest.raises(Refused, match="no meetings"):
        calendar()


def test_reminders_and_zones_are_no_entries() -> None:
    alarm = ["BEGIN:VALARM", "TRIGGER:-PT15M", "END:VALARM"]
    many = [entry(*FIRST, f"UID:{n}", *alarm) for n in range(MOST_ENTRIES // 2 + 1)]
    assert len(calendar(OUTLOOK, *many).found) == len(many)


def test_a_cancellation_is_no_meeting() -> None:
    read = calendar("METHOD:CANCEL", entry(*FIRST))
    assert (read.found, read.cancelled) == ([], 1)


@pytest.mark.parametrize(
    ("named", "zone"),
    [
        ("(UTC+00:00) Dublin, Edinburgh, Lisbon, London", ""),
        ("(GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London", ""),
        ("(UTC+01:00) Brussels, Copenhagen, Madrid, Paris", "Europe/Paris"),
        ("(UTC+05:00) Brussels, Copenhagen, Madrid, Paris", None),
        ("(UTC-05:00) Eastern Time (US & Canada)", None),
    ],
)
def test_zones_may_have_the_names_that_windows_shows(named: str, zone: str | None) -> None:
    read = calendar(
        entry(f'DTSTART;TZID="{named}":20260707T100000', "DURATION:PT2H", "RRULE:FREQ=WEEKLY")
    )
    assert [each.zone for each in read.found] == ([] if zone is None else [zone])
    assert len(read.problems) == (zone is None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_accents_are_kept_in_any_encoding(encoding: str) -> None:
    text = f"BEGIN:VCALENDAR\r\n{entry(*FIRST, title='Café')}\r\nEND:VCALENDAR\r\n"
    content = text.encode(encoding)
    [found] = read(content, "x.ics", zone="Europe/London", today=TODAY, most=10**6).found
    assert found.title == "Café"


def test_a_day_that_is_left_out_is_left_out_at_its_hour() -> None:
    [found] = calendar(entry(*FIRST, "RRULE:FREQ=WEEKLY", "EXDATE;VALUE=DATE:20261210")).found
    assert [each.original for each in found.moved] == [datetime(2026, 12, 10, 10)]


def test_of_two_versions_the_later_one_is_taken_and_the_other_named() -> None:
    for rule in ((), ("RRULE:FREQ=WEEKLY",)):
        new = entry(*FIRST, "UID:a", "SEQUENCE:2", *rule, title="New")
        old = entry(*FIRST, "UID:a", "SEQUENCE:1", *rule, title="Old")
        for both, older in (((new, old), 2), ((old, new), 1)):
            read = calendar(*both)
            assert [each.title for each in read.found] == ["New"]
            assert [each.row for each in read.left_out] == [older]


def test_two_series_of_one_identity_are_not_mixed_up() -> None:
    one, other = (entry(*FIRST, "UID:a", "RRULE:FREQ=WEEKLY", title=each) for each in "AB")
    read = calendar(one, other)
    assert [each.title for each in read.found] == ["B"]
    assert [(each.row, "same identity" in each.sentence) for each in read.problems] == [(1, True)]


def test_a_change_of_all_later_meetings_is_named() -> None:
    master = entry(*FIRST, "UID:a", "RRULE:FREQ=WEEKLY")
    later = entry("UID:a", "RECURRENCE-ID;RANGE=THISANDFUTURE:20261217T100000", *FIRST)
    read = calendar(master, later)
    assert read.found[0].moved == ()
    [problem] = read.problems
    assert (problem.row, "all later meetings" in problem.sentence) == (2, True)
