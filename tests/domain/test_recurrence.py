"""Series by rule, against a plain count of days and against icalendar's reading of our RRULE."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given
from hypothesis import strategies as st
from icalendar import vRecur

from domain.errors import Refused
from domain.recurrence import (
    Frequency,
    Ordinal,
    Rule,
    clean_count,
    days,
    expand,
    horizon,
    in_month,
    nearest_start,
    ordinals_of,
    refuse_misfit,
    rrule_text,
    split,
    upcoming,
)
from domain.when import WallSpan, zone_named

LONDON = "Europe/London"
LORD_HOWE = "Australia/Lord_Howe"
THURSDAY, SUNDAY = 3, 6
QUARTERLY = Rule(Frequency.MONTHLY, THURSDAY, Ordinal.FIRST, 3)
SUNDAYS = Rule(Frequency.WEEKLY, SUNDAY)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@st.composite
def series(draw: st.DrawFn) -> tuple[Rule, date]:
    """Give a rule, with or without an end, and a first day that fits it."""
    weekday = draw(st.integers(0, 6))
    weekly = Rule(Frequency.WEEKLY, weekday, None, draw(st.integers(1, 6)))
    ordinal = draw(st.sampled_from(Ordinal))
    monthly = Rule(Frequency.MONTHLY, weekday, ordinal, draw(st.integers(1, 13)))
    rule = draw(st.sampled_from([weekly, monthly]))
    first = rule.first_from(draw(DAYS))
    length = draw(st.integers(0, 700))
    ends = [
        rule,
        replace(rule, until=first + timedelta(days=length)),
        replace(rule, count=draw(st.integers(1, 30))),
    ]
    return draw(st.sampled_from(ends)), first


def counted(rule: Rule, first: date, until: date) -> list[date]:
    """Count the days of a series one by one."""
    found: list[date] = []
    for n in range((until - first).days + 1):
        day = first + timedelta(days=n)
        months = (day.year - first.year) * 12 + day.month - first.month
        weeks = n // 7
        steps = weeks if rule.frequency is Frequency.WEEKLY else months
        ended = (rule.until and day > rule.until) or (rule.count and len(found) == rule.count)
        if replace(rule, until=None).fits(day) and steps % rule.interval == 0 and not ended:
            found.append(day)
    return found


@given(series())
def test_a_series_meets_on_the_days_that_a_count_finds(made: tuple[Rule, date]) -> None:
    rule, first = made
    until = first + timedelta(days=800)
    span = WallSpan(datetime.combine(first, time(10)), datetime.combine(first, time(12)), LONDON)
    found = expand(rule, span, until=until)
    assert [each.begins.date() for each in found.spans] == counted(rule, first, until)
    assert not found.refused
    assert {(each.begins.time(), each.ends.time()) for each in found.spans} == {
        (time(10), time(12))
    }


@given(series(), st.sampled_from([LONDON, LORD_HOWE, "America/Vancouver", "Pacific/Auckland"]))
def test_readers_of_our_rrule_find_the_same_moments(made: tuple[Rule, date], zone: str) -> None:
    rule, first = made
    until = first + timedelta(days=800)
    start = datetime.combine(first, time(10), zone_named(zone))
    text = rrule_text(rule, zone)
    again = vRecur.from_ical(text).to_ical().decode()
    assert sorted(again.split(";")) == sorted(text.split(";"))
    read = rrulestr(text, dtstart=start).between(
        start, datetime.combine(until, time(23), zone_named(zone)), inc=True
    )
    span = WallSpan(datetime.combine(first, time(10)), datetime.combine(first, time(12)), zone)
    ours = [each.instants()[0] for each in expand(rule, span, until=until).spans]
    assert [each.astimezone(UTC) for each in read] == ours


@given(series(), st.integers(1, 8))
def test_this_and_following_meet_as_the_whole_did(made: tuple[Rule, date], n: int) -> None:
    rule, first = made
    met = list(islice(days(rule, first), 40))
    assume(len(met) > n)
    old, new = split(rule, first, met[n])
    assert list(days(old, first)) == met[:n]
    assert list(islice(days(new, met[n]), 40 - n)) == met[n:]
    assert (old.until, old.count) == (met[n - 1], None)


@pytest.mark.parametrize(
    ("at", "says"),
    [
        (date(2026, 12, 4), "does not meet on Friday 4 December 2026"),
        (date(2026, 10, 1), "does not meet on Thursday 1 October 2026"),
        (date(2027, 1, 7), "does not meet on Thursday 7 January 2027"),
        (date(2026, 12, 3), "Thursday 3 December 2026 is the first"),
    ],
)
def test_a_series_can_be_split_only_where_it_meets_again(at: date, says: str) -> None:
    with pytest.raises(Refused, match=says):
        split(QUARTERLY, date(2026, 12, 3), at)


class TestRules:
    @pytest.mark.parametrize(
        ("rule", "text"),
        [
            (QUARTERLY, "FREQ=MONTHLY;INTERVAL=3;BYDAY=1TH"),
            (Rule(Frequency.WEEKLY, 1, interval=2), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
            (Rule(Frequency.MONTHLY, 4, Ordinal.LAST), "FREQ=MONTHLY;BYDAY=-1FR"),
            (replace(QUARTERLY, count=6), "FREQ=MONTHLY;INTERVAL=3;BYDAY=1TH;COUNT=6"),
            (
                replace(QUARTERLY, until=date(2027, 6, 30)),
                "FREQ=MONTHLY;INTERVAL=3;BYDAY=1TH;UNTIL=20270630T225959Z",
            ),
            (
                replace(SUNDAYS, until=date(2027, 1, 31)),
                "FREQ=WEEKLY;BYDAY=SU;UNTIL=20270131T235959Z",
            ),
        ],
    )
    def test_the_text_is_what_calendars_read_alike(self, rule: Rule, text: str) -> None:
        assert rrule_text(rule, LONDON) == text

    @pytest.mark.parametrize(
        "changes",
        [
            {"ordinal": None},
            {"frequency": Frequency.WEEKLY},
            {"weekday": 7},
            {"interval": 0},
            {"interval": 25},
            {"count": 0},
            {"count": 521},
            {"count": 3, "until": date(2027, 1, 1)},
        ],
    )
    def test_a_rule_that_can_be_none_is_a_mistake(self, changes: dict[str, object]) -> None:
        with pytest.raises(ValueError, match=r"^(A|Not)"):
            replace(QUARTERLY, **changes)  # type: ignore[arg-type]

    @given(DAYS)
    def test_a_day_is_what_it_is_of_its_weekday_in_its_month(self, day: date) -> None:
        names = ordinals_of(day)
        assert names
        for each in Ordinal:
            is_one = in_month(day.year, day.month, each, day.weekday()) == day
            assert is_one == (each in names)

    @given(DAYS, st.integers(0, 6), st.sampled_from(Ordinal))
    def test_the_first_day_that_fits_is_never_missed(
        self, day: date, weekday: int, ordinal: Ordinal
    ) -> None:
        rule = Rule(Frequency.MONTHLY, weekday, ordinal)
        first = rule.first_from(day)
        assert rule.fits(first)
        assert not any(rule.fits(day + timedelta(days=n)) for n in range((first - day).days))

    @pytest.mark.parametrize("text", ["0", "521", "", "six", "-1", "1.5", "٦", "9" * 5000])
    def test_a_number_of_times_is_one_from_1_to_520(self, text: str) -> None:
        with pytest.raises(Refused, match="1 to 520") as refused:
            clean_count(text)
        assert refused.value.field == "count"
        assert [clean_count(each) for each in ("1", " 12 ", "520")] == [1, 12, 520]


class TestTheStart:
    @pytest.mark.parametrize(
        ("first", "nearest"),
        [
            (date(2026, 12, 10), "Thursday 3 December 2026"),
            (date(2026, 12, 28), "Thursday 7 January 2027"),
            (date(2027, 2, 10), "Thursday 4 February 2027"),
        ],
    )
    def test_one_that_does_not_fit_is_refused_with_the_nearest_that_does(
        self, first: date, nearest: str
    ) -> None:
        rule = replace(QUARTERLY, until=date(2027, 2, 10))
        with pytest.raises(Refused, match=f"The nearest one is {nearest}") as refused:
            refuse_misfit(rule, first)
        assert refused.value.field == "day"

    def test_no_day_that_has_passed_is_offered(self) -> None:
        day = date(2026, 12, 10)
        assert nearest_start(QUARTERLY, day) == date(2026, 12, 3)
        assert nearest_start(QUARTERLY, day, not_before=date(2026, 12, 4)) == date(2027, 1, 7)

    def test_a_series_that_ends_before_it_begins_is_refused(self) -> None:
        rule = replace(QUARTERLY, until=date(2026, 12, 2))
        with pytest.raises(Refused, match="end on Wednesday 2 December 2026, before") as refused:
            refuse_misfit(rule, date(2026, 12, 3))
        assert refused.value.field == "until"

    def test_a_series_that_would_never_meet_is_refused(self) -> None:
        rule = replace(QUARTERLY, until=date(2026, 12, 31))
        with pytest.raises(Refused, match="never meet") as refused:
            refuse_misfit(rule, date(2026, 12, 10), not_before=date(2026, 12, 5))
        assert refused.value.field == "until"

    @given(series(), DAYS)
    def test_the_nearest_start_is_none_or_no_further_than_any_other(
        self, made: tuple[Rule, date], day: date
    ) -> None:
        rule, _first = made
        found = nearest_start(rule, day)
        near = [day + timedelta(days=n) for n in range(-35, 36)]
        fitting = [abs((each - day).days) for each in near if rule.fits(each)]
        if found is None:
            assert not fitting
        else:
            assert rule.fits(found)
            assert abs((found - day).days) <= min(fitting, default=70)


class TestClockChanges:
    def test_ten_oclock_stays_ten_oclock_over_both_changes(self) -> None:
        span = WallSpan(datetime(2026, 10, 18, 10), datetime(2026, 10, 18, 12), LONDON)
        found = expand(SUNDAYS, span, until=date(2027, 4, 4)).spans
        assert {each.begins.time() for each in found} == {time(10)}
        hours = {each.begins.date(): each.instants()[0].hour for each in found}
        around = [date(2026, 10, 18), date(2026, 10, 25), date(2027, 3, 21), date(2027, 3, 28)]
        assert [hours[each] for each in around] == [9, 10, 10, 9]

    @pytest.mark.parametrize(
        ("zone", "begins", "refused"),
        [
            (LONDON, time(1, 30), [date(2026, 10, 25), date(2027, 3, 28)]),
            (LONDON, time(0, 30), [date(2026, 10, 25), date(2027, 3, 28)]),
            (LONDON, time(2), []),
            (LORD_HOWE, time(2, 15), [date(2026, 10, 4)]),
            (LORD_HOWE, time(1, 45), [date(2027, 4, 4)]),
        ],
    )
    def test_days_whose_hour_is_taken_away_are_told(
        self, zone: str, begins: time, refused: list[date]
    ) -> None:
        first = datetime.combine(date(2026, 9, 27), begins)
        lasts = timedelta(hours=1) if zone == LONDON else timedelta(hours=5)
        span = WallSpan(first, first + lasts, zone)
        found = expand(SUNDAYS, span, until=date(2027, 4, 30))
        assert list(found.refused) == refused
        kept = [each.begins.date() for each in found.spans]
        assert sorted(kept + refused) == counted(SUNDAYS, first.date(), date(2027, 4, 30))

    def test_they_count_in_a_number_of_times_as_in_every_calendar(self) -> None:
        first = datetime(2026, 10, 18, 1, 30)
        span = WallSpan(first, first + timedelta(hours=2), LONDON)
        found = expand(replace(SUNDAYS, count=3), span, until=date(2027, 1, 1))
        assert [each.begins.day for each in found.spans] == [18, 1]
        assert found.refused == (date(2026, 10, 25),)


class TestLookingAhead:
    FIRST = WallSpan(datetime(2026, 12, 3, 10), datetime(2026, 12, 3, 12), LONDON)

    def test_thirteen_months_are_written_and_later_only_what_is_new(self) -> None:
        until = horizon(date(2026, 11, 23))
        assert until == date(2027, 12, 23)
        found = expand(QUARTERLY, self.FIRST, until=until).spans
        assert [f"{each.begins:%d %b}" for each in found] == [
            "03 Dec", "04 Mar", "03 Jun", "02 Sep", "02 Dec",
        ]  # fmt: skip
        later = expand(QUARTERLY, self.FIRST, after=until, until=horizon(date(2027, 3, 1)))
        assert [each.begins.date() for each in later.spans] == [date(2028, 3, 2)]

    def test_the_next_three_are_shown(self) -> None:
        found = upcoming(QUARTERLY, self.FIRST, date(2027, 3, 4))
        assert [each.begins.date() for each in found] == [
            date(2027, 6, 3), date(2027, 9, 2), date(2027, 12, 2),
        ]  # fmt: skip
        two = replace(QUARTERLY, count=2)
        assert len(upcoming(two, self.FIRST, date(2026, 11, 23))) == 2
