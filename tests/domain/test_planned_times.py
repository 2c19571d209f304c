"""What is refused and what is warned of before an event is planned."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refused
from domain.planned_times import Doubt, plan, plan_series, warnings
from domain.recurrence import Frequency, Ordinal, Rule
from domain.terms import Term
from domain.when import WallSpan, zone_named
from domain.working_days import Region

LONDON = "Europe/London"
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
BOXING_DAY = "Monday 28 December 2026"
SPRING = "The clocks change on Sunday 28 March 2027"
QUARTERLY = Rule(Frequency.MONTHLY, 3, Ordinal.FIRST, 3)
TERMS = (
    Term("Autumn", date(2026, 9, 2), date(2026, 12, 18)),
    Term("Spring", date(2027, 1, 4), date(2027, 3, 25)),
)


def at(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("begins", "ends", "zone", "field", "says"),
    [
        (at(2026, 11, 22, 10), at(2026, 11, 22, 12), LONDON, "day", "has passed"),
        (at(2026, 11, 23, 9, 30), at(2026, 11, 23, 12), LONDON, "time", "has passed"),
        (at(1, 1, 1), at(1, 1, 1, 2), "Asia/Tokyo", "day", "has passed"),
        (at(2226, 12, 3, 10), at(2226, 12, 3, 12), LONDON, "day", "more than 10 years ahead"),
        (at(9999, 12, 31, 22), at(9999, 12, 31, 23), "America/Vancouver", "day", "10 years"),
        (at(2026, 12, 3, 10), at(2026, 12, 3, 9), LONDON, "end_time", "ends before it begins"),
        (at(2026, 12, 3, 10), at(2026, 12, 3, 10), LONDON, "end_time", "an end after 10:00"),
        (at(2026, 12, 3, 10), at(2026, 12, 4, 10, 1), LONDON, "end_time", "more than a day"),
        (at(2027, 3, 28, 1, 30), at(2027, 3, 28, 4), LONDON, "time", "no 01:30 on"),
        (at(2027, 10, 31, 1), at(2027, 10, 31, 4), LONDON, "time", "01:00 comes twice"),
        (at(2027, 3, 28, 0), at(2027, 3, 28, 1), LONDON, "end_time", "no 01:00 on"),
        (at(2026, 12, 3, 10), at(2026, 12, 3, 12), "Europe/Londn", "zone", "don't know"),
    ],
)
def test_what_cannot_be_is_refused_where_it_was_entered(
    begins: datetime, ends: datetime, zone: str, field: str, says: str
) -> None:
    with pytest.raises(Refused, match=says) as refused:
        plan(begins, ends, zone, now=NOW)
    assert refused.value.field == field


def test_now_is_now_in_the_zone_of_the_event() -> None:
    begins = at(2026, 11, 23, 10)
    assert plan(begins, begins + timedelta(hours=1), LONDON, now=NOW).begins == begins
    with pytest.raises(Refused, match="has passed"):
        plan(begins, begins + timedelta(hours=1), "Asia/Tokyo", now=NOW)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2040, 1, 1)),
    st.integers(-100, 2000),
    st.sampled_from([LONDON, "Australia/Lord_Howe", "America/Vancouver", "Africa/Cairo"]),
)
def test_what_is_planned_exists_lies_ahead_and_ends_after_it_begins(
    begins: datetime, minutes: int, zone: str
) -> None:
    try:
        span = plan(begins, begins + timedelta(minutes=minutes), zone, now=NOW)
    except Refused:
        return
    first, last = span.instants()
    assert NOW < first < last <= first + timedelta(days=1, hours=1)


class TestSeries:
    ENDS = at(2026, 12, 3, 12)

    def test_one_that_fits_is_planned(self) -> None:
        first = plan_series(QUARTERLY, at(2026, 12, 3, 10), self.ENDS, LONDON, now=NOW)
        assert first == WallSpan(at(2026, 12, 3, 10), self.ENDS, LONDON)

    @pytest.mark.parametrize(
        ("rule", "begins", "field", "says"),
        [
            (QUARTERLY, at(2026, 12, 10, 10), "day", "nearest one is Thursday 3 December 2026"),
            (QUARTERLY, at(2026, 11, 24, 10), "day", "nearest one is Thursday 3 December 2026"),
            (replace(QUARTERLY, until=date(2026, 12, 1)), at(2026, 12, 3, 10), "until", "before"),
            (replace(QUARTERLY, until=date(2227, 1, 1)), at(2026, 12, 3, 10), "until", "10 years"),
            (replace(QUARTERLY, until=date(2026, 12, 1)), at(2026, 11, 24, 10), "until", "never"),
            (QUARTERLY, at(2026, 11, 5, 10), "day", "has passed"),
        ],
    )
    def test_one_that_does_not_is_refused(
        self, rule: Rule, begins: datetime, field: str, says: str
    ) -> None:
        with pytest.raises(Refused, match=says) as refused:
            plan_series(rule, begins, begins + timedelta(hours=2), LONDON, now=NOW)
        assert refused.value.field == field

    def test_nothing_that_has_passed_is_offered(self) -> None:
        begins = at(2026, 11, 24, 10)
        rule = Rule(Frequency.WEEKLY, 0)
        with pytest.raises(Refused, match="nearest one is Monday 30 November 2026"):
            plan_series(rule, begins, begins + timedelta(hours=2), LONDON, now=NOW)


class TestWarnings:
    def doubts(self, day: date, region: Region = Region.ENGLAND) -> list[str]:
        span = WallSpan(at(2026, 1, 1, 10), at(2026, 1, 1, 12), LONDON).on(day)
        found = warnings(span, region=region, now=NOW, terms=TERMS)
        return [each.sentence for each in found]

    @pytest.mark.parametrize(
        ("day", "sentences"),
        [
            (date(2026, 12, 3), []),
            (date(2026, 12, 5), ["Saturday 5 December 2026 is at a weekend."]),
            (
                date(2026, 12, 28),
                [
                    f"{BOXING_DAY} is a bank holiday in England: Boxing Day (substitute day).",
                    f"{BOXING_DAY} is in the school holidays.",
                ],
            ),
            (date(2026, 12, 21), ["Monday 21 December 2026 is in the school holidays."]),
            (
                date(2027, 4, 8),
                [f"{SPRING}, before this event. It stays at 10:00."],
            ),
        ],
    )
    def test_doubts_are_said_in_sentences(self, day: date, sentences: list[str]) -> None:
        assert self.doubts(day) == sentences

    def test_another_part_of_the_country_has_other_holidays(self) -> None:
        assert self.doubts(date(2026, 11, 30), Region.SCOTLAND) == [
            "Monday 30 November 2026 is a bank holiday in Scotland: St Andrew’s Day."
        ]

    @pytest.mark.parametrize(
        ("zone", "now", "event", "change"),
        [
            (LONDON, datetime(2026, 10, 24, 12, tzinfo=UTC), at(2026, 10, 25, 10), "25 October"),
            (LONDON, datetime(2026, 10, 24, 12, tzinfo=UTC), at(2026, 10, 25, 0, 30), None),
            (LONDON, datetime(2026, 10, 25, 12, tzinfo=UTC), at(2026, 11, 2, 10), None),
            (LONDON, datetime(2026, 10, 1, tzinfo=UTC), at(2027, 5, 1, 10), None),
            (LONDON, datetime(2026, 7, 1, tzinfo=UTC), at(2027, 2, 1, 10), "25 October 2026"),
            (
                "Australia/Lord_Howe",
                datetime(2027, 3, 1, tzinfo=UTC),
                at(2027, 4, 20, 10),
                "Sunday 4 April 2027",
            ),
            ("UTC", datetime(2026, 10, 1, tzinfo=UTC), at(2027, 2, 1, 10), None),
        ],
    )
    def test_a_clock_change_between_invitation_and_event_is_told(
        self, zone: str, now: datetime, event: datetime, change: str | None
    ) -> None:
        span = WallSpan(event, event + timedelta(minutes=20), zone)
        found = warnings(span, region=Region.ENGLAND, now=now)
        said = [each.sentence for each in found if each.doubt is Doubt.CLOCK_CHANGE]
        assert len(said) == (change is not None)
        assert not change or change in said[0]

    @given(st.dates(date(2026, 11, 24), date(2030, 1, 1)))
    def test_a_change_that_is_told_is_one(self, day: date) -> None:
        span = WallSpan(datetime.combine(day, time(10)), datetime.combine(day, time(12)), LONDON)
        told = any(
            each.doubt is Doubt.CLOCK_CHANGE
            for each in warnings(span, region=Region.WALES, now=NOW)
        )
        start = span.instants()[0].astimezone(zone_named(LONDON))
        assert told == (start.utcoffset() != timedelta())
