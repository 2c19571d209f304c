"""Working days, in each part of the country."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import working_days
from domain.terms import Term
from domain.working_days import Region, bank_holiday, in_school_holidays, is_working

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
REGIONS = st.sampled_from(Region)

OFFICIAL = {
    Region.ENGLAND: "1-1 3-4 6-4 4-5 25-5 31-8 25-12 28-12",
    Region.WALES: "1-1 3-4 6-4 4-5 25-5 31-8 25-12 28-12",
    Region.SCOTLAND: "1-1 2-1 3-4 4-5 25-5 15-6 3-8 30-11 25-12 28-12",
    Region.NORTHERN_IRELAND: "1-1 17-3 3-4 6-4 4-5 25-5 13-7 31-8 25-12 28-12",
}
"""www.gov.uk/bank-holidays for 2026: days on which offices are shut that would be open."""


@pytest.mark.parametrize("region", Region)
def test_bank_holidays_are_those_of_the_region(region: Region) -> None:
    year = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    shut = [each for each in year if each.weekday() < 5 and not is_working(each, region)]
    assert " ".join(f"{each.day}-{each.month}" for each in shut) == OFFICIAL[region]


@pytest.mark.parametrize(
    ("day", "region", "name"),
    [
        (date(2026, 4, 3), Region.ENGLAND, "Good Friday"),
        (date(2026, 5, 4), Region.WALES, "Early May bank holiday"),
        (date(2026, 8, 31), Region.ENGLAND, "Summer bank holiday"),
        (date(2027, 12, 27), Region.ENGLAND, "Christmas Day (substitute day)"),
        (date(2027, 1, 4), Region.SCOTLAND, "2nd January (substitute day)"),
        (date(2022, 9, 19), Region.ENGLAND, "State Funeral of Queen Elizabeth II"),
        (date(2026, 8, 31), Region.SCOTLAND, None),
        (date(2026, 4, 2), Region.ENGLAND, None),
    ],
)
def test_a_bank_holiday_has_the_name_that_people_know(
    day: date, region: Region, name: str | None
) -> None:
    assert bank_holiday(day, region) == name


def test_ten_working_days_before_a_meeting_in_january_jumps_over_christmas() -> None:
    meeting = date(2027, 1, 14)
    assert working_days.before(meeting, 10, Region.ENGLAND) == date(2026, 12, 30)
    assert working_days.before(meeting, 10, Region.SCOTLAND) == date(2026, 12, 29)


@pytest.mark.parametrize(
    ("month", "first"),
    [
        (date(2026, 11, 23), date(2026, 11, 2)),
        (date(2027, 1, 31), date(2027, 1, 4)),
        (date(2027, 4, 1), date(2027, 4, 1)),
    ],
)
def test_the_first_working_day_of_a_month(month: date, first: date) -> None:
    assert working_days.first_of_month(month, Region.ENGLAND) == first


@given(DAYS, st.integers(0, 60), REGIONS)
def test_counting_forth_and_back_agree(day: date, n: int, region: Region) -> None:
    later, earlier = working_days.after(day, n, region), working_days.before(day, n, region)
    assert working_days.between(day, later, region) == n
    if n:
        assert is_working(later, region)
        assert is_working(earlier, region)
        assert working_days.between(earlier, day - timedelta(days=1), region) == n - 1
    else:
        assert later == earlier == day


@given(DAYS, REGIONS)
def test_the_next_working_day_skips_none(day: date, region: Region) -> None:
    found = working_days.on_or_after(day, region)
    assert is_working(found, region)
    between = [day + timedelta(days=n) for n in range((found - day).days)]
    assert not any(is_working(each, region) for each in between)
    assert len(between) <= 5


@given(DAYS, DAYS, REGIONS)
def test_nothing_lies_between_days_the_wrong_way_round(a: date, b: date, region: Region) -> None:
    assert working_days.between(max(a, b), min(a, b), region) == 0


TERMS = (
    Term("Spring", date(2027, 1, 4), date(2027, 3, 25)),
    Term("Autumn", date(2026, 9, 2), date(2026, 12, 18)),
)


@pytest.mark.parametrize(
    ("day", "off"),
    [
        (date(2026, 12, 18), False),
        (date(2026, 12, 19), True),
        (date(2027, 1, 3), True),
        (date(2027, 1, 4), False),
        (date(2026, 9, 1), False),
        (date(2027, 3, 26), False),
    ],
)
def test_school_holidays_lie_between_terms_and_beyond_them_nobody_knows(
    day: date, *, off: bool
) -> None:
    assert in_school_holidays(day, TERMS) is off
    assert working_days.is_quiet_day(day, Region.ENGLAND, TERMS) is (
        off or not is_working(day, Region.ENGLAND)
    )


def test_terms_that_are_missing_between_are_no_holidays() -> None:
    far = (TERMS[1], Term("Summer", date(2027, 4, 12), date(2027, 7, 21)))
    assert not in_school_holidays(date(2027, 2, 1), far)
    assert not in_school_holidays(date(2027, 2, 1), ())
