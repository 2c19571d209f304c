"""A calendar obeys invitations, whatever the order in which they arrive (RFC 5546, 2.1.5)."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.post.calendars import Entry, PersonalCalendar
from sandbox.post.mails import Mail
from sandbox.post.notices import Notice, Occasion, Party
from sandbox.post.repeats import in_words, starts
from sandbox.post.zones import LONDON, instant
from tests.sandbox.post.conftest import ADA, NOW, fixture

END = NOW + timedelta(days=400)


def mail(name: str, number: int = 1) -> Mail:
    return Mail(str(number), "", (ADA,), NOW, fixture(name))


def occasion(name: str) -> Occasion:
    notice = mail(name).notice
    assert isinstance(notice, Notice)
    return notice.main


def calendar_after(*names: str) -> PersonalCalendar:
    calendar = PersonalCalendar(ADA)
    for number, name in enumerate(names, 1):
        calendar.take(mail(name, number))
    return calendar


def shown(calendar: PersonalCalendar) -> list[str]:
    entries = calendar.between(NOW - timedelta(days=60), END)
    return [f"{instant(each.start):%d %b %H:%M}" for each in entries]


def test_a_request_an_update_and_a_cancel_are_obeyed() -> None:
    assert shown(calendar_after("request")) == ["03 Dec 10:00"]
    assert shown(calendar_after("request", "update")) == ["10 Dec 14:00"]
    assert shown(calendar_after("request", "update", "request")) == ["10 Dec 14:00"]
    assert shown(calendar_after("request", "update", "cancel")) == []


def test_a_text_fix_changes_the_words_alone() -> None:
    calendar = calendar_after("request", "text-fix", "request")
    assert [each.occasion.about for each in calendar.between(NOW, END)] == [
        "What about: winter pressures."
    ]
    earlier = calendar.before(occasion("text-fix"), "2")
    assert earlier == occasion("request")
    assert calendar.before(occasion("text-fix"), "1") is None


@pytest.mark.parametrize("order", [*itertools.permutations(["request", "update", "cancel"])])
def test_any_order_of_arrival_ends_the_same(order: tuple[str, ...]) -> None:
    assert shown(calendar_after(*order)) == []


@pytest.mark.parametrize(
    "order", [*itertools.permutations(["series", "occurrence-moved", "occurrence-cancelled"])]
)
def test_a_series_and_its_changes_in_any_order(order: tuple[str, ...]) -> None:
    assert shown(calendar_after(*order)) == [
        "05 Nov 14:00",
        "04 Dec 09:00",
        "04 Mar 14:00",
        "01 Apr 13:00",
        "06 May 13:00",
        "03 Jun 13:00",
    ]


def test_days_without_an_hour_last_until_the_day_before_their_end() -> None:
    entry = calendar_after("all-day").between(NOW, END)[0]
    assert entry.all_day
    assert str(entry.start) == "2026-12-07"


@pytest.mark.parametrize("name", ["publish", "reply", "counter", "declinecounter", "nested"])
def test_other_methods_change_no_calendar(name: str) -> None:
    assert shown(calendar_after(name)) == []


def test_uninviting_somebody_else_leaves_the_entry() -> None:
    raw = fixture("cancel").replace(b"STATUS:CANCELLED\r\n", b"")
    other = raw.replace(b"ada@housing.example", b"ben@housing.example")
    calendar = calendar_after("request")
    assert not calendar.take(Mail("2", "", (ADA,), NOW, other))
    assert shown(calendar) == ["03 Dec 10:00"]
    assert calendar.take(Mail("3", "", (ADA,), NOW, raw))
    assert shown(calendar) == []


def test_an_answer_counts_until_the_event_is_rescheduled() -> None:
    calendar = calendar_after("request")
    first = occasion("request")
    assert calendar.partstat(first) == "NEEDS-ACTION"
    calendar.answer(first, "ACCEPTED", NOW)
    assert calendar.partstat(first) == "ACCEPTED"
    assert calendar.partstat(occasion("text-fix")) == "ACCEPTED"
    assert calendar.partstat(occasion("update")) == "NEEDS-ACTION"


def test_an_answer_given_elsewhere_is_learned_from_the_organiser() -> None:
    calendar = calendar_after("request")
    told = fixture("text-fix").replace(b"PARTSTAT=NEEDS-ACTION", b"PARTSTAT=DECLINED")
    later = Mail("2", "", (ADA,), NOW, told)
    assert isinstance(later.notice, Notice)
    calendar.answer(occasion("request"), "ACCEPTED", datetime(2026, 11, 5, 12, tzinfo=UTC))
    assert calendar.partstat(later.notice.main) == "DECLINED"
    calendar.answer(occasion("request"), "ACCEPTED", NOW)
    assert calendar.partstat(later.notice.main) == "ACCEPTED"


# Any history of an organiser, in any order of arrival

ZONE_START = datetime(2026, 12, 3, 10, tzinfo=LONDON)


def history(steps: list[str], *, repeating: bool) -> list[Mail]:
    """Write an organiser's messages in order: each with a later DTSTAMP, changes with SEQUENCE."""
    made, sequence, start = [], 0, ZONE_START
    for number, step in enumerate(["invite", *steps], 1):
        if step != "words" and number > 1:
            sequence += 1
        if step == "move":
            start += timedelta(days=1)
        made.append(message(number, sequence, start, step, repeating=repeating))
    return made


def message(number: int, sequence: int, start: datetime, step: str, *, repeating: bool) -> Mail:
    one = step in ("move one", "cancel one")
    at = start + timedelta(weeks=1, hours=3) if step == "move one" else start
    lines = [
        "BEGIN:VEVENT",
        "UID:x",
        f"DTSTAMP:20261101T{number:02}0000Z",
        f"SEQUENCE:{sequence}",
        f"DTSTART;TZID=Europe/London:{at:%Y%m%dT%H%M%S}",
        f"SUMMARY:{number}",
        "ORGANIZER:mailto:o@example.org",
        f"ATTENDEE:mailto:{ADA}",
    ]
    if one:
        lines.append(f"RECURRENCE-ID:{instant(start + timedelta(weeks=1)):%Y%m%dT%H%M%SZ}")
    elif repeating:
        lines.append("RRULE:FREQ=WEEKLY;COUNT=4")
    method = "CANCEL" if step.startswith("cancel") else "REQUEST"
    body = "\r\n".join(
        ["BEGIN:VCALENDAR", f"METHOD:{method}", *lines, "END:VEVENT", "END:VCALENDAR"]
    )
    raw = f"Content-Type: text/calendar; method={method}\r\n\r\n{body}\r\n".encode()
    return Mail(str(number), "", (ADA,), NOW, raw)


def in_order(steps: list[str], *, repeating: bool) -> list[str]:
    """Process an organiser's messages one after the other, as they were sent."""
    start, stands, second = ZONE_START, True, "kept"
    for step in steps:
        if step in ("move one", "cancel one"):
            second = step
            continue
        start += timedelta(days=step == "move")
        stands = step != "cancel"
        if step == "move" or not stands:
            second = "kept"
    weeks = {each: start + timedelta(weeks=each) for each in range(4 if repeating else 1)}
    known = weeks if stands else {}
    known = {each: at for each, at in known.items() if each != 1 or second == "kept"}
    if second == "move one":
        known[1] = start + timedelta(weeks=1, hours=3)
    return [str(known[each]) for each in sorted(known)]


def state(mails: list[Mail]) -> list[tuple[str, str, str]]:
    calendar = PersonalCalendar(ADA)
    for each in mails:
        calendar.take(each)
    entries: list[Entry] = calendar.between(NOW - timedelta(days=60), END)
    return [(str(each.start), each.occasion.title, each.moment) for each in entries]


STEPS = st.lists(st.sampled_from(["words", "move", "move one", "cancel one", "cancel"]), max_size=5)


@settings(deadline=None, max_examples=60)
@given(steps=STEPS, repeating=st.booleans(), data=st.data())
def test_the_order_of_arrival_makes_no_difference(
    steps: list[str], data: st.DataObject, *, repeating: bool
) -> None:
    if not repeating:
        steps = [each for each in steps if "one" not in each]
    mails = history(steps, repeating=repeating)
    again = data.draw(st.lists(st.sampled_from(mails), max_size=3))
    arrived = data.draw(st.permutations([*mails, *again]))
    assert [start for start, _, _ in state(arrived)] == in_order(steps, repeating=repeating)
    assert state(arrived) == state(mails)


# Repeating


def repeating(rule: str, start: datetime = ZONE_START) -> Occasion:
    made = occasion("request")
    fields = {**made.__dict__, "rule": rule, "start": start, "organizer": Party("o@example.org")}
    return Occasion(**fields)


@pytest.mark.parametrize(
    ("rule", "words", "count"),
    [
        (
            "FREQ=MONTHLY;INTERVAL=3;BYDAY=1TH;COUNT=8",
            "every 3 months on the first Thursday, 8 times",
            8,
        ),
        ("FREQ=WEEKLY;COUNT=4", "every week on Thursday, 4 times", 4),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=4",
            "every 2 weeks on Tuesday and Thursday, 4 times",
            4,
        ),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=3", "every week on working days, 3 times", 3),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2",
            "every month on the last working day, 2 times",
            3,
        ),
        ("FREQ=DAILY;UNTIL=20261205T100000Z", "every day, until Saturday 5 December 2026", 3),
        ("FREQ=DAILY;UNTIL=20261205", "every day, until Saturday 5 December 2026", 3),
        ("FREQ=YEARLY;COUNT=1", "every year on 3 December, once", 1),
        ("FREQ=MONTHLY;COUNT=2", "every month on day 3, 2 times", 2),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", "every month on the last Friday, 2 times", 3),
        (
            "FREQ=YEARLY;BYMONTH=6,12;BYDAY=1TH;COUNT=2",
            "every year on the first Thursday of June and December, 2 times",
            2,
        ),
    ],
)
def test_rules_are_said_in_words_and_expanded(rule: str, words: str, count: int) -> None:
    series = repeating(rule)
    assert in_words(series) == words
    assert len(starts(series, NOW, NOW + timedelta(days=3000))) == count


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYEASTER=1",
        "FREQ=DAILY;BYMONTH=99;BYMONTHDAY=1",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;COUNT=many",
    ],
)
def test_rules_that_could_run_for_ever_count_as_one_date(rule: str) -> None:
    series = repeating(rule)
    assert starts(series, NOW, END) == [ZONE_START]
    assert "doesn't know" in in_words(series)


def test_wall_times_stay_over_the_change_of_the_clocks() -> None:
    series = repeating("FREQ=WEEKLY;COUNT=20")
    hours = {start.hour for start in starts(series, NOW, END) if isinstance(start, datetime)}
    assert hours == {10}
