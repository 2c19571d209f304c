"""Typed dates: read wholly and in one way, or refused with what can be typed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refused
from domain.recurrence import days
from domain.typed_dates import TypedTime, read, read_series
from domain.typed_series import TypedSeries
from domain.typed_words import Clock
from domain.when import WallSpan
from tests.domain.test_recurrence import series

LONDON = "Europe/London"
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
"""A Monday, half past nine in London."""


def said(text: str, now: datetime = NOW) -> str:
    return read(text, now=now, zone=LONDON).said()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-12-03 10:00", "Thursday 3 December 2026 10:00"),
        ("2026-12-03T10:00", "Thursday 3 December 2026 10:00"),
        ("2026-12-03", "Thursday 3 December 2026"),
        ("14 May 10:00", "Friday 14 May 2027 10:00"),
        ("Fri 14 May 2027 10:00-12:00", "Friday 14 May 2027 10:00-12:00"),
        ("Friday, 14th of May 2027, 10:00 – 12:00", "Friday 14 May 2027 10:00-12:00"),
        ("on fri 14 may at 10am to 12.30pm", "Friday 14 May 2027 10:00-12:30"),
        ("14/05/2027", "Friday 14 May 2027"),
        ("3/12 9:30", "Thursday 3 December 2026 09:30"),
        ("14 May 2pm for 90 minutes", "Friday 14 May 2027 14:00-15:30"),
        ("14 May from 10:00 until 12:00", "Friday 14 May 2027 10:00-12:00"),
        ("14 May 22:00 for 3 hours 30 minutes", "Friday 14 May 2027 22:00 for 210 minutes"),
        ("14 May noon for 1.5 hours", "Friday 14 May 2027 12:00-13:30"),
        ("14 May 1pm", "Friday 14 May 2027 13:00"),
        ("14 May 7:00", "Friday 14 May 2027 07:00"),
        ("14 May 12am", "Friday 14 May 2027 00:00"),
        ("29 Feb", "Tuesday 29 February 2028"),
        ("today 10:00", "Monday 23 November 2026 10:00"),
        ("tomorrow", "Tuesday 24 November 2026"),
        ("Thursday 10am", "Thursday 26 November 2026 10:00"),
        ("next Monday", "Monday 30 November 2026"),
        ("first Thu of month 10:00", "Thursday 3 December 2026 10:00"),
        ("the last Monday of the month 9:00", "Monday 30 November 2026 09:00"),
        ("fourth Mon of month 9:00", "Monday 28 December 2026 09:00"),
        ("fourth Mon of month 9:45", "Monday 23 November 2026 09:45"),
        ("1st Thu in January 2028", "Thursday 6 January 2028"),
        ("second Tue of November", "Tuesday 9 November 2027"),
        ("last Friday of quarter", "Friday 25 December 2026"),
        ("first Thu of quarter", "Thursday 7 January 2027"),
    ],
)
def test_one_time_is_read(text: str, meant: str) -> None:
    assert said(text) == meant
    assert said(meant) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (
            "every 3 months on first Thu",
            "every 3 months on first Thursday from Thursday 3 December 2026",
        ),
        (
            "every 2 weeks on Tue until 30 Jun 2027",
            "every 2 weeks on Tuesday from Tuesday 24 November 2026 until Wednesday 30 June 2027",
        ),
        (
            "fortnightly on Mon 9:00 for 6 times",
            "every 2 weeks on Monday from Monday 30 November 2026 09:00 for 6 times",
        ),
        ("every other Wed", "every 2 weeks on Wednesday from Wednesday 25 November 2026"),
        ("every Monday 10:00", "every week on Monday from Monday 23 November 2026 10:00"),
        (
            "monthly on the last Friday from January 14:00-16:00 until June",
            (
                "every month on last Friday from Friday 29 January 2027 14:00-16:00 "
                "until Wednesday 30 June 2027"
            ),
        ),
        (
            "quarterly on first Thu 10:00 from 3 Dec",
            "every 3 months on first Thursday from Thursday 3 December 2026 10:00",
        ),
        (
            "monthly on first Fri from January",
            "every month on first Friday from Friday 1 January 2027",
        ),
        (
            "first Thu of every quarter",
            "every 3 months on first Thursday from Thursday 7 January 2027",
        ),
        (
            "last Fri of every 2 quarters from January",
            "every 6 months on last Friday from Friday 26 March 2027",
        ),
        (
            "every second Tuesday of the month",
            "every month on second Tuesday from Tuesday 8 December 2026",
        ),
        ("every last Friday", "every month on last Friday from Friday 27 November 2026"),
        (
            "first Thursday, every 3 months, until June 2027",
            (
                "every 3 months on first Thursday from Thursday 3 December 2026 "
                "until Wednesday 30 June 2027"
            ),
        ),
        (
            "yearly on first Thu from May",
            "every 12 months on first Thursday from Thursday 6 May 2027",
        ),
        (
            "3 Dec 10:00-12:00 monthly for 4 times",
            "every month on first Thursday from Thursday 3 December 2026 10:00-12:00 for 4 times",
        ),
        (
            "monthly for 4 times from 3 Dec 10:00",
            "every month on first Thursday from Thursday 3 December 2026 10:00 for 4 times",
        ),
        (
            "every 2 weeks from 1 December 14:00",
            "every 2 weeks on Tuesday from Tuesday 1 December 2026 14:00",
        ),
        (
            "tomorrow 10:00 weekly",
            "every week on Tuesday from Tuesday 24 November 2026 10:00",
        ),
        (
            "30 November 10:00 monthly",
            "every month on last Monday from Monday 30 November 2026 10:00",
        ),
        (
            "weekly on Tue until 30 Nov 10:00",
            (
                "every week on Tuesday from Tuesday 24 November 2026 10:00 "
                "until Monday 30 November 2026"
            ),
        ),
    ],
)
def test_a_series_is_read(text: str, meant: str) -> None:
    assert said(text) == meant
    assert said(meant) == meant


def test_where_a_series_is_asked_for_first_thursday_of_the_month_is_one() -> None:
    series = read_series("first Thu of month 10:00", now=NOW, zone=LONDON)
    assert series.said() == "every month on first Thursday from Thursday 3 December 2026 10:00"
    quarterly = read_series("last Fri of quarter", now=NOW, zone=LONDON)
    assert quarterly.said() == "every 3 months on last Friday from Friday 25 December 2026"
    with pytest.raises(Refused, match="how often"):
        read_series("3 December 10:00", now=NOW, zone=LONDON)


def test_now_is_that_of_the_zone() -> None:
    late = datetime(2026, 11, 23, 23, tzinfo=UTC)
    assert read("tomorrow", now=late, zone=LONDON).said() == "Tuesday 24 November 2026"
    assert read("tomorrow", now=late, zone="Asia/Tokyo").said() == "Wednesday 25 November 2026"


def test_a_year_typed_in_full_may_have_passed() -> None:
    assert said("3 December 2020 10:00") == "Thursday 3 December 2020 10:00"


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("ordinal", ["first", "second", "third", "fourth", "last"])
def test_the_quarter_is_that_of_the_calendar(ordinal: str, month: int) -> None:
    """The last Friday of a quarter is in its last month, all the others are in its first."""
    now = datetime(2027, month, 15, 12, tzinfo=UTC)
    typed = read_series(f"{ordinal} Fri of every quarter for 4 times", now=now, zone=LONDON)
    met = list(days(typed.rule, typed.first))
    months = {3, 6, 9, 12} if ordinal == "last" else {1, 4, 7, 10}
    assert {each.month for each in met} == months
    assert met[0] >= now.date()
    assert met[0] - now.date() < timedelta(days=100)


CLOCKS = st.builds(
    Clock,
    st.times().map(lambda each: each.replace(second=0, microsecond=0)),
    st.none() | st.integers(1, 1440).map(lambda each: timedelta(minutes=each)),
)
DAYS = st.dates(date(2019, 2, 1), date(2036, 12, 31))


@given(DAYS, st.none() | CLOCKS, st.datetimes(datetime(2018, 1, 1), datetime(2037, 1, 1)))
def test_every_time_we_say_reads_back_the_same_at_any_moment(
    day: date, clock: Clock | None, now: datetime
) -> None:
    typed = TypedTime(day, clock)
    assert read(typed.said(), now=now.replace(tzinfo=UTC), zone=LONDON) == typed


@given(series(), st.none() | CLOCKS)
def test_every_series_we_say_reads_back_the_same(
    made: tuple[object, date], clock: Clock | None
) -> None:
    rule, first = made
    typed = TypedSeries(rule, first, clock)  # type: ignore[arg-type]
    now = datetime(2019, 1, 1, tzinfo=UTC)
    assert read(typed.said(), now=now, zone=LONDON) == typed
    assert read_series(typed.said(), now=now, zone=LONDON) == typed


@given(
    st.datetimes(datetime(2019, 1, 1), datetime(2036, 1, 1)),
    st.sampled_from(
        ["14 May 10:00", "29 Feb", "first Thu of month 10:00", "last Fri of quarter 9:00",
         "second Tue of March 10:00", "Wed", "every 3 months on first Thu 10:00",
         "first Mon of every quarter 10:00", "every Tue 10:00"]
    ),
)  # fmt: skip
def test_what_is_left_open_never_lies_in_the_past(now: datetime, text: str) -> None:
    try:
        typed = read(text, now=now.replace(tzinfo=UTC), zone="UTC")
    except Refused:
        return
    day = typed.day if isinstance(typed, TypedTime) else typed.first
    begins = typed.clock.begins if typed.clock else time.max
    assert datetime.combine(day, begins) > now
    assert day.year <= now.year + 9


@given(st.text(max_size=200) | st.from_regex(r"[a-z0-9:/, -]{0,40}", fullmatch=True))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        typed = read(text, now=NOW, zone=LONDON)
    except Refused as refused:
        assert refused.field == "when"  # noqa: PT017 - most texts are refused, some are read
    else:
        assert read(typed.said(), now=NOW, zone=LONDON) == typed


def test_a_clock_gives_the_time_of_an_event() -> None:
    day = date(2026, 12, 3)
    hour, two = timedelta(hours=1), timedelta(hours=2)
    assert Clock(time(10), hour).span(day, LONDON, lasts=two) == WallSpan(
        datetime(2026, 12, 3, 10), datetime(2026, 12, 3, 11), LONDON
    )
    assert Clock(time(23)).span(day, LONDON, lasts=two).ends == datetime(2026, 12, 4, 1)
