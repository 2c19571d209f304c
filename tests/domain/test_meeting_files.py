"""Lists of meetings as people keep them."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refused
from domain.meeting_days import DayRead, read_meeting_day
from domain.meeting_files import Meetings
from domain.meeting_headings import Says, find_headings
from domain.meeting_sheets import read_meetings
from domain.meeting_times import read_length, read_times
from domain.sheets import Cell, Sheet

TODAY = date(2026, 11, 23)
WINTER = date(2026, 12, 3)
SPRING = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (WINTER, DayRead(WINTER)),
        ("2026-12-03", DayRead(WINTER)),
        ("2026-12-03 10:00:00", DayRead(WINTER, rest="10:00:00")),
        ("3/12/2026", DayRead(WINTER, SPRING)),
        ("03.12.26", DayRead(WINTER, SPRING)),
        ("25/12/2026", DayRead(date(2026, 12, 25))),
        ("12/25/2026", DayRead(None, date(2026, 12, 25))),
        ("Wed 2/12/2026", DayRead(date(2026, 12, 2))),
        ("Thu 3 Dec 2026", DayRead(WINTER)),
        ("Thursday, 3rd December 2026, 10:00-12:00", DayRead(WINTER, rest="10:00-12:00")),
        ("3rd December", DayRead(WINTER, no_year=True)),
        ("14 January", DayRead(date(2027, 1, 14), no_year=True)),
        ("3 Dec 10-12", DayRead(WINTER, no_year=True, rest="10-12")),
        ("3-Dec-26", DayRead(WINTER)),
        ("3/12/2026 (Thu)", DayRead(WINTER, SPRING)),
        ("3 Dec 2026 Thursday 10am", DayRead(WINTER, rest="10am")),
        ("2/12/2026 Wednesday", DayRead(date(2026, 12, 2))),
        ("December 3, 2026", DayRead(WINTER)),
        (46359, DayRead(WINTER)),
    ],
)
def test_days_are_read_as_they_are_written(cell: Cell, read: DayRead) -> None:
    assert read_meeting_day(cell, TODAY) == read


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("", "has no date"),
        ("TBC", "no day that I know"),
        ("31/2/2026", "no such day"),
        ("Fri 3 Dec 2026", "is a Thursday"),
        ("3 Dec 2026 (Fri)", "is a Thursday"),
    ],
)
def test_what_is_no_day_is_refused(cell: Cell, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_meeting_day(cell, TODAY)


@pytest.mark.parametrize(
    ("written", "begins", "minutes"),
    [
        ("10am", time(10), None),
        ("10.00", time(10), None),
        ("10:00-12:00", time(10), 120),
        ("10:00 – 12 noon", time(10), 120),
        ("10am - 12noon", time(10), 120),
        ("10.00-12.00 noon", time(10), 120),
        ("10am to 12 midday", time(10), 120),
        ("2-4pm", time(14), 120),
        ("11-1pm", time(11), 120),
        ("10-12pm", time(10), 120),
        ("9-5", time(9), 480),
        ("07:00-09:00", time(7), 120),
        ("7:30-16:00", time(7, 30), 510),
        ("9.30am to 11.30am", time(9, 30), 120),
        ("1400-1600", time(14), 120),
        ("14:00:00", time(14), None),
        (0.4166667, time(10), None),
        ("01:30", time(1, 30), None),
        ("02:00-04:00", time(2), 120),
        ("1:30-03:00", time(1, 30), 90),
        ("00:00:00", None, None),
        (None, None, None),
    ],
)
def test_times_are_read_as_they_are_written(
    written: Cell, begins: time | None, minutes: int | None
) -> None:
    assert read_times(written, None, None, None) == (begins, minutes)


def test_a_beginning_an_end_and_a_length_may_stand_apart() -> None:
    assert read_times(None, "10:00", "12:00", None) == (time(10), 120)
    assert read_times(None, "2", "4pm", None) == (time(14), 120)
    assert read_times("10:00", None, None, "1h30") == (time(10), 90)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("2-4", "may mean 02:00 or 14:00"),
        ("2:00", "may mean 02:00 or 14:00"),
        ("2:00-16:00", "may mean 02:00 or 14:00"),
        (2 / 24, "may mean 02:00 or 14:00"),
        ("7-9", "may mean 07:00 or 19:00"),
        ("25:00", "is no time"),
        ("13pm", "is no time"),
        ("14:00-12:00", "ends before it begins"),
        ("after lunch", "is no time"),
    ],
)
def test_times_that_may_be_two_are_not_guessed(written: Cell, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read_times(written, None, None, None)


@given(st.times().map(lambda each: each.replace(second=0, microsecond=0)))
def test_a_time_of_the_24_hour_clock_is_itself(at: time) -> None:
    begins, _minutes = read_times(at.strftime("%H:%M"), None, None, None)
    assert begins == (None if at == time() else at)


@given(st.text(max_size=30))
def test_no_text_breaks_the_readers(text: str) -> None:
    for read in (
        lambda: read_meeting_day(text, TODAY),
        lambda: read_times(text, None, text, text),
        lambda: read_length(text),
    ):
        with suppress(Refused):
            read()


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("2 hours", 120), ("1h30", 90), ("90 min", 90), (1.5, 90), (2, 120), (90, 90), ("2:00", 120)],
)
def test_lengths_are_read(written: Cell, minutes: int) -> None:
    assert read_length(written) == minutes


def test_headings_are_found_below_titles() -> None:
    rows: dict[int, list[Cell]] = {
        1: ["Meetings 2026"],
        3: ["Meeting", "Title", "Date of meeting", "Start time", "Venue", "Chair"],
    }
    found = find_headings(rows)
    assert found is not None
    assert list(found.columns.values()) == [
        Says.BODY,
        Says.TITLE,
        Says.DATE,
        Says.START,
        Says.PLACE,
    ]
    assert (found.number, found.ignored) == (3, ("Chair",))
    assert find_headings({1: ["Name", "E-mail"]}) is None


def sheet(*rows: Sequence[Cell]) -> Meetings:
    return read_meetings([Sheet("List", dict(enumerate(rows, 1)))], today=TODAY)


def test_rows_are_read_and_bad_ones_named() -> None:
    read = sheet(
        ["Date", "Time", "Meeting", "Venue", "Notes", "Status"],
        [WINTER, "10:00-12:00", "Forum", "Town Hall", "Budget\nPlans", ""],
        ["Date", "Time", "Meeting", "Venue", "Notes", "Status"],
        [WINTER, "10:00-12:00", "Forum", "", "", "Cancelled"],
        ["TBC", "", "Forum", "", "", ""],
        [WINTER, "", "", "Town Hall", "", ""],
        [WINTER, "10:00", "Forum", "x" * 400, "", ""],
    )
    first, second = read.found
    assert (first.title, first.place, first.agenda) == ("Forum", "Town Hall", "Budget\nPlans")
    assert (second.row, second.place, second.minutes) == (7, "", None)
    assert [each.row for each in read.left_out] == [7]
    assert [each.row for each in read.problems] == [5, 6]
    assert read.cancelled == 1
    assert Meetings.from_json(read.as_json()).found == read.found


@pytest.mark.parametrize(
    ("day", "title", "status", "read"),
    [
        ("14 Feb 2027 CANCELLED", "Forum", "", "off"),
        ("14 Feb 2027 (moved from 7 Jan)", "Forum", "", "“(moved from 7 jan)” stands beside"),
        ("14 Feb 2027 14:00", "Forum", "", "“14:00” stands beside"),
        ("14 Feb 2027 10:00", "Forum", "", "taken"),
        (WINTER, "Cancelled: Forum", "", "off"),
        (WINTER, "CANCELLED Forum", "", "off"),
        (WINTER, "Forum (postponed)", "", "off"),
        (WINTER, "Cancelled meetings policy group", "", "or be its name"),
        (WINTER, "Cancelled meetings policy group", "On", "taken"),
    ],
)
def test_what_may_be_called_off_is_not_guessed(
    day: Cell, title: str, status: str, read: str
) -> None:
    found = sheet(["Date", "Time", "Meeting", "Status"], [day, "10:00-12:00", title, status])
    assert len(found.found) == (read == "taken")
    assert found.cancelled == (read == "off")
    assert [read in each.sentence for each in found.problems] == [True] * len(found.problems)
    assert len(found.found) + found.cancelled + len(found.problems) == 1


OUTLOOK = ["Subject", "Start Date", "Start Time", "End Date", "End Time", "All day event"]


@pytest.mark.parametrize(("last", "fits"), [("12/3/2026", True), ("14/3/2026", False)])
def test_an_all_day_entry_has_no_times(last: str, fits: bool) -> None:  # noqa: FBT001 - a table's
    read = sheet(OUTLOOK, ["Forum", "11/3/2026", "12:00:00 AM", last, "12:00:00 AM", "True"])
    assert [(each.start, each.minutes) for each in read.found] == [(None, None)] * fits
    assert ["another day" in each.sentence for each in read.problems] == [True] * (not fits)


def test_times_as_in_the_us_make_the_order_of_dates_doubtful() -> None:
    for begins, ends, doubtful in (("2:00:00 PM", "4:00:00 PM", True), ("14:00", "16:00", False)):
        read = sheet(OUTLOOK, ["Forum", "3/12/2026", begins, "3/12/2026", ends, "False"])
        assert (len(read.found), read.month_first) == (1, doubtful)
